"""The generalised assignment problem, solved exactly: every task to one agent, within each agent's capacity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hoursback.engine.errors import NoPlanError

if TYPE_CHECKING:
    import highspy

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what.

    Attributes:
        value: sum of the values of the chosen pairs.
        bound: no assignment is better than this (below it when minimising, above it when maximising).
        gap: |value - bound| / |value|, as a fraction; 0 when proven best.
        agents: agent per task, counted from 0, shape (tasks,).
        status: "optimal", or "time limit" when the best found so far is given.
    """

    value: float
    bound: float
    gap: float
    agents: npt.NDArray[np.int64]
    status: str


def assign(
    values: Array,
    loads: Array,
    capacities: Array,
    *,
    maximise: bool = False,
    seconds: float | None = None,
    seed: int = 0,
) -> Assignment:
    """The best assignment of all tasks, exactly, by branch and bound in one thread.

    Args:
        values: cost or profit of each pair, shape (agents, tasks); not a finite number: the agent cannot do the task.
        loads: hours of each pair, same shape. capacities: hours of each agent, shape (agents,).
        seconds: stop after this long with the best found; None: until proven.
    Raises: NoPlanError, when not all tasks fit, or nothing was found in time.
    Source: methods, section 5.
    """
    worth, hours, room = (np.asarray(a, dtype=float) for a in (values, loads, capacities))
    if worth.ndim != 2 or hours.shape != worth.shape or room.shape != worth.shape[:1]:
        raise ValueError(f"shapes do not agree: values {worth.shape}, loads {hours.shape}, capacities {room.shape}")
    agent, task = np.nonzero(np.isfinite(worth) & (hours <= room[:, None]))
    _refuse_impossible_tasks(task, worth.shape[1])
    if not worth.shape[1]:
        return Assignment(0.0, 0.0, 0.0, np.zeros(0, dtype=np.int64), "optimal")
    solver = _solver(seconds, seed)
    solver.passModel(_model(worth, hours, room, agent, task, maximise))
    _run(solver)
    return _answer(solver, worth, agent, task)


def _refuse_impossible_tasks(task: npt.NDArray[np.int64], tasks: int) -> None:
    missing = np.setdiff1d(np.arange(tasks), task)
    if len(missing):
        raise NoPlanError(
            f"{len(missing)} of {tasks} tasks fit nobody.",
            where="tasks",
            value=", ".join(str(j) for j in missing[:10]),
            hint="Add a person who can do them, or hours to somebody who can.",
        )


def _model(
    worth: Array,
    hours: Array,
    room: Array,
    agent: npt.NDArray[np.int64],
    task: npt.NDArray[np.int64],
    maximise: bool,
) -> highspy.HighsLp:
    """One 0-1 column per possible pair; a row per task (exactly one agent), then a row per agent (capacity)."""
    import highspy

    agents, tasks = worth.shape
    pairs = len(task)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = pairs, tasks + agents
    lp.col_cost_ = worth[agent, task]
    lp.col_lower_, lp.col_upper_ = np.zeros(pairs), np.ones(pairs)
    lp.row_lower_ = np.concatenate((np.ones(tasks), np.full(agents, -highspy.kHighsInf)))
    lp.row_upper_ = np.concatenate((np.ones(tasks), room))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * pairs + 1, 2, dtype=np.int32)
    lp.a_matrix_.index_ = np.stack((task, tasks + agent), axis=1).ravel().astype(np.int32)
    lp.a_matrix_.value_ = np.stack((np.ones(pairs), hours[agent, task]), axis=1).ravel()
    lp.integrality_ = [highspy.HighsVarType.kInteger] * pairs
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    return lp


def _solver(seconds: float | None, seed: int) -> highspy.Highs:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("mip_rel_gap", 0.0)
    if seconds is not None:
        solver.setOptionValue("time_limit", float(seconds))
    return solver


def _run(solver: highspy.Highs) -> None:
    import highspy

    if solver.run() == highspy.HighsStatus.kError:
        # HiGHS keeps one pool of threads per process and refuses to run beside a pool of another size.
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()


def _answer(
    solver: highspy.Highs, worth: Array, agent: npt.NDArray[np.int64], task: npt.NDArray[np.int64]
) -> Assignment:
    import highspy

    status, info = solver.getModelStatus(), solver.getInfo()
    # Every column is bounded, so "unbounded or infeasible" can only mean the latter.
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise NoPlanError(
            "Not all tasks fit into the hours there are.",
            where="capacities",
            hint="Add hours or a person, or leave out a task.",
        )
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NoPlanError(
            "No assignment was found in the time given.",
            where="seconds",
            value=solver.modelStatusToString(status).lower(),
            hint="Give it more time.",
        )
    chosen = np.asarray(solver.getSolution().col_value) > 0.5
    agents = np.empty(worth.shape[1], dtype=np.int64)
    agents[task[chosen]] = agent[chosen]
    value = float(worth[agents, np.arange(len(agents))].sum())
    bound = float(info.mip_dual_bound)
    is_proven = status == highspy.HighsModelStatus.kOptimal
    gap = 0.0 if is_proven else abs(value - bound) / max(abs(value), 1e-9)
    return Assignment(value, value if is_proven else bound, gap, agents, "optimal" if is_proven else "time limit")
