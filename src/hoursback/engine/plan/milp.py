"""The plan as a mixed-integer programme for HiGHS, over whichever (option, start week) columns it is given.

The step model of planner, section 3: z[p, t] says that option p has started by week t, Y[e, t] that person e is
engaged by week t. Given all weeks it is the whole model, given few it is the core. A consequence that a start at t
would have is charged to z[p, t] less that of a start at the next column's week, so that the sums come out the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hoursback.engine.errors import NoPlanError
from hoursback.engine.plan.grid import Grid, Mask
from hoursback.engine.plan.problem import Schedule

if TYPE_CHECKING:
    import highspy

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard the solver tries: relative gap, seconds (a guard, not a target) and the seed of its choices."""

    gap: float = 1e-4
    seconds: float = 20.0
    seed: int = 0


@dataclass(slots=True)
class _Programme:
    """Columns and rows gathered as coordinates, handed to the solver once."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    at_row: list[Whole] = field(default_factory=list)
    at_column: list[Whole] = field(default_factory=list)
    amount: list[Array] = field(default_factory=list)

    def columns(self, cost: Array, low: float, high: float | Array, *, whole: bool) -> Whole:
        first = len(self.cost)
        n = len(cost)
        self.cost.extend(cost.tolist())
        self.low.extend([low] * n)
        self.high.extend(np.broadcast_to(high, (n,)).tolist())
        self.whole.extend([whole] * n)
        return np.arange(first, first + n)

    def rows(self, low: Array | float, high: Array | float, n: int) -> Whole:
        first = len(self.row_low)
        self.row_low.extend(np.broadcast_to(low, (n,)).tolist())
        self.row_high.extend(np.broadcast_to(high, (n,)).tolist())
        return np.arange(first, first + n)

    def block(self, rows: Whole, columns: Whole, amounts: Array) -> None:
        """Amounts of shape (columns, rows); noughts are left out."""
        where = np.nonzero(amounts)
        self.at_column.append(columns[where[0]])
        self.at_row.append(rows[where[1]])
        self.amount.append(amounts[where])


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: a schedule, its objective and the solver's own bound on it."""

    schedule: Schedule
    value: float
    bound: float
    proven: bool


def solve(
    grid: Grid,
    columns: Mask,
    *,
    effort: Effort | None = None,
    warm: Schedule | None = None,
) -> Answer | None:
    """The best plan over the given columns, shape (P, T); None: no plan was found in time.

    Args:
        warm: a known plan to start from; it must lie within the columns.
    """
    builder = _Builder(grid, columns & grid.allowed)
    return builder.run(effort or Effort(), warm)


class _Builder:
    """Writes the programme of one grid, remembers which column means what, and reads the answer back."""

    def __init__(self, grid: Grid, columns: Mask) -> None:
        self.grid, self.problem = grid, grid.problem
        self.programme = _Programme()
        self.option, self.week = np.nonzero(columns)
        self._start_columns()
        self._engagement_columns()
        self._drop_columns()
        self._one_destination()
        self._links()
        self._hours_of_people()
        self._retainers()
        self._freed_hours()
        self._setup_limit()
        self._budget()

    def _start_columns(self) -> None:
        """z[p, t], for each given start week of each option."""
        self.last = np.append(self.option[1:] != self.option[:-1], True)[: len(self.option)]
        gain = self.grid.gain[self.option, self.week]
        if self.problem.has_one_slope:
            worth = self.grid.worth * self.grid.discount * self.problem.best_hour
            gain = gain + self.grid.net[self.option, self.week] @ worth
        self.starts = self.programme.columns(_steps(gain, self.last), 0.0, 1.0, whole=True)
        self._never_undone(self.starts, self.last)

    def _never_undone(self, columns: Whole, last: Mask) -> None:
        """What has happened by one week has happened by the next."""
        earlier = columns[~last]
        rows = self.programme.rows(-math.inf, 0.0, len(earlier))
        for column, amount in ((earlier, 1.0), (earlier + 1, -1.0)):
            self.programme.at_row.append(rows)
            self.programme.at_column.append(column)
            self.programme.amount.append(np.full(len(rows), amount))

    def _engagement_columns(self) -> None:
        grid = self.grid
        used = {int(e) for e in grid.engagement_of[self.option]}
        costly = [e for e in sorted(used) if not self.problem.engagements[e].is_free_to_engage]
        pairs = [(e, int(t)) for e in costly for t in np.flatnonzero(grid.engage_allowed[e])]
        self.engage_person = np.array([e for e, _ in pairs], dtype=np.int64)
        self.engage_week = np.array([t for _, t in pairs], dtype=np.int64)
        gain = grid.engage_gain[self.engage_person, self.engage_week]
        if self.problem.has_one_slope:
            worth = grid.worth * grid.discount * self.problem.best_hour
            gain = gain - grid.engage_setup[self.engage_person, self.engage_week] @ worth
        self.engage_last = np.append(self.engage_person[1:] != self.engage_person[:-1], True)[: len(pairs)]
        self.engages = self.programme.columns(_steps(gain, self.engage_last), 0.0, 1.0, whole=True)
        self._never_undone(self.engages, self.engage_last)
        self.costly = costly

    def _drop_columns(self) -> None:
        gain = self.grid.drop_gain
        if self.problem.has_one_slope and len(gain):
            gain = gain + self.grid.drop_hours @ (self.grid.worth * self.grid.discount) * self.problem.best_hour
        self.drops = self.programme.columns(gain, 0.0, 1.0, whole=True)
        self.drop_activity = np.array([d.activity for d in self.problem.drops], dtype=np.int64)

    def _one_destination(self) -> None:
        n = self.problem.activities
        rows = self.programme.rows(-math.inf, 1.0, n)
        for columns, activity in (
            (self.starts[self.last], self.grid.activity_of[self.option[self.last]]),
            (self.drops, self.drop_activity),
        ):
            self.programme.at_row.append(rows[activity])
            self.programme.at_column.append(columns)
            self.programme.amount.append(np.ones(len(columns)))

    def _links(self) -> None:
        """Started by t only if engaged by t (row 3), for every option and week: what makes the model tight."""
        for e in self.costly:
            mine = np.flatnonzero(self.engage_person == e)
            own = np.flatnonzero(self.grid.engagement_of[self.option] == e)
            engaged_by = np.searchsorted(self.engage_week[mine], self.week[own], side="right") - 1
            rows = self.programme.rows(-math.inf, 0.0, len(own))
            self.programme.at_row.append(rows)
            self.programme.at_column.append(self.starts[own])
            self.programme.amount.append(np.ones(len(own)))
            there = engaged_by >= 0
            self.programme.at_row.append(rows[there])
            self.programme.at_column.append(self.engages[mine[engaged_by[there]]])
            self.programme.amount.append(np.full(int(there.sum()), -1.0))

    def _hours_of_people(self) -> None:
        for e, capacity in enumerate(self.grid.capacity):
            own = self.grid.engagement_of[self.option] == e
            if not own.any() or not math.isfinite(capacity):
                continue
            load = self.grid.load[self.option[own], self.week[own]]
            most = np.zeros(self.problem.weeks)
            for p in np.unique(self.option[own]):
                most += load[self.option[own] == p].max(axis=0)
            tight = np.flatnonzero(most > capacity)
            rows = self.programme.rows(-math.inf, capacity, len(tight))
            self.programme.block(rows, self.starts[own], _steps(load, self.last[own])[:, tight])

    def _retainers(self) -> None:
        """Paid hours of whoever has a retainer: at least the retainer while engaged, at least the hours given."""
        self.paid: dict[int, Whole] = {}
        weeks = self.problem.weeks
        for e in self.costly:
            if self.grid.retainer[e] <= 0:
                continue
            price = self.grid.price[e]
            paid = self.programme.columns(-price * self.grid.discount, 0.0, math.inf, whole=False)
            own = (self.grid.engagement_of[self.option] == e) & self.grid.hourly[self.option]
            rows = self.programme.rows(0.0, math.inf, weeks)
            self.programme.block(rows, paid, np.eye(weeks))
            load = self.grid.load[self.option[own], self.week[own]]
            self.programme.block(rows, self.starts[own], -_steps(load, self.last[own]))
            mine = self.engage_person == e
            rows = self.programme.rows(0.0, math.inf, weeks)
            self.programme.block(rows, paid, np.eye(weeks))
            running = self.engage_week[mine][:, None] <= np.arange(weeks)[None, :]
            self.programme.block(
                rows, self.engages[mine], -self.grid.retainer[e] * _steps(running * 1.0, self.engage_last[mine])
            )
            self.paid[e] = paid

    def _freed_hours(self) -> None:
        if self.problem.has_one_slope:
            return
        weeks = self.problem.weeks
        rows = self.programme.rows(0.0, 0.0, weeks)
        factor = self.grid.worth * self.grid.discount
        for piece, (slope, width) in enumerate(self.problem.slopes):
            low = -math.inf if piece == 0 else 0.0
            columns = self.programme.columns(slope * factor, low, width, whole=False)
            self.programme.block(rows, columns, np.eye(weeks))
        self._charge(rows, -self.grid.net, self.grid.engage_setup)
        self.programme.block(rows, self.drops, -self.grid.drop_hours)

    def _setup_limit(self) -> None:
        if self.problem.setup_hours is None:
            return
        horizon = self.problem.horizon
        rows = self.programme.rows(-math.inf, self.problem.setup_hours, horizon)
        self._charge(rows, self.grid.setup[:, :, :horizon], self.grid.engage_setup[:, :, :horizon])

    def _charge(self, rows: Whole, of_starts: Array, of_engaging: Array) -> None:
        """One amount a row for each start (P, T, rows) and each engagement (E, T, rows)."""
        self.programme.block(rows, self.starts, _steps(of_starts[self.option, self.week], self.last))
        engaging = of_engaging[self.engage_person, self.engage_week]
        self.programme.block(rows, self.engages, _steps(engaging, self.engage_last))

    def _budget(self) -> None:
        if self.grid.budget is None:
            return
        rows = self.programme.rows(-math.inf, self.grid.budget, self.problem.buckets)
        self._charge(rows, self.grid.bill, self.grid.engage_bill)
        bucket = np.arange(self.problem.weeks) // 4
        for e, paid in self.paid.items():
            self.programme.at_row.append(rows[bucket])
            self.programme.at_column.append(paid)
            self.programme.amount.append(np.full(len(paid), self.grid.price[e]))

    def run(self, effort: Effort, warm: Schedule | None) -> Answer | None:
        import highspy

        solver = highspy.Highs()
        for name, choice in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", effort.seed),
            ("mip_rel_gap", effort.gap),
            ("mip_abs_gap", 1e-6),
            ("time_limit", effort.seconds),
            ("primal_feasibility_tolerance", 1e-7),
            # Measured on owner-size plans: the root with cuts does the work; presolve and dives cost more than that.
            ("presolve", "off"),
            ("mip_heuristic_effort", 0.01),
        ):
            solver.setOptionValue(name, choice)
        solver.passModel(self._model())
        if warm is not None:
            self._give(solver, warm)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            if solver.getModelStatus() in (highspy.HighsModelStatus.kModelError, highspy.HighsModelStatus.kSolveError):
                raise NoPlanError("The planner could not work with these figures.", hint="Check for extreme values.")
            return None
        chosen = np.array(solver.getSolution().col_value)
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Answer(self._schedule(chosen), float(info.objective_function_value), float(info.mip_dual_bound), proven)

    def _model(self) -> highspy.HighsLp:
        import highspy

        programme = self.programme
        model = highspy.HighsLp()
        columns, rows = len(programme.cost), len(programme.row_low)
        at_row = np.concatenate(programme.at_row) if programme.at_row else np.zeros(0, dtype=int)
        at_column = np.concatenate(programme.at_column) if programme.at_column else np.zeros(0, dtype=int)
        amount = np.concatenate(programme.amount) if programme.amount else np.zeros(0)
        order = np.lexsort((at_row, at_column))
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.array(programme.cost)
        model.col_lower_, model.col_upper_ = _finite(programme.low), _finite(programme.high)
        model.row_lower_, model.row_upper_ = _finite(programme.row_low), _finite(programme.row_high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = columns, rows
        model.a_matrix_.start_ = np.searchsorted(at_column[order], np.arange(columns + 1)).astype(np.int32)
        model.a_matrix_.index_ = at_row[order].astype(np.int32)
        model.a_matrix_.value_ = amount[order].astype(float)
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in programme.whole
        ]
        model.sense_ = highspy.ObjSense.kMaximize
        return model

    def _give(self, solver: highspy.Highs, warm: Schedule) -> None:
        """Hand a known plan to the solver: its whole-number columns; it works the others out."""
        first = dict(warm.engaged)
        for p, t in warm.starts:
            e = int(self.grid.engagement_of[p])
            first[e] = min(first.get(e, t), t)
        started = dict(warm.starts)
        never = self.problem.weeks
        values = [
            *(float(started.get(int(p), never) <= t) for p, t in zip(self.option, self.week, strict=True)),
            *(float(first.get(int(e), never) <= t) for e, t in zip(self.engage_person, self.engage_week, strict=True)),
            *(float(int(a) in warm.dropped) for a in self.drop_activity),
        ]
        solver.setSolution(len(values), np.arange(len(values), dtype=np.int32), np.array(values))

    def _schedule(self, chosen: Array) -> Schedule:
        on = _first(chosen[self.starts] > 0.5, self.option)
        engaged = _first(chosen[self.engages] > 0.5, self.engage_person)
        used = {int(self.grid.engagement_of[p]) for p in self.option[on]}
        return Schedule(
            starts=tuple(sorted((int(p), int(t)) for p, t in zip(self.option[on], self.week[on], strict=True))),
            dropped=tuple(sorted(int(a) for a in self.drop_activity[chosen[self.drops] > 0.5])),
            engaged=tuple(
                (int(e), int(t))
                for e, t in zip(self.engage_person[engaged], self.engage_week[engaged], strict=True)
                if int(e) in used
            ),
        )


def _steps(amounts: Array, last: Mask) -> Array:
    """Amounts of starting at each column's week, as what having started by it adds: less the next column's."""
    following = np.zeros_like(amounts)
    following[:-1] = amounts[1:]
    following[last] = 0.0
    return np.asarray(amounts - following)


def _first(on: Mask, group: Whole) -> Mask:
    """The first column that is on in each group of neighbours."""
    before = np.concatenate(([False], on[:-1] & (group[1:] == group[:-1])))[: len(on)]
    return on & ~before


def _finite(bounds: list[float]) -> Array:
    """HiGHS takes anything from 1e20 on as infinite."""
    return np.asarray(np.clip(np.array(bounds, dtype=float), -1e30, 1e30))
