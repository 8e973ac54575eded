"""The engine decides from what it is given: no clock, file or network, and no framework."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hoursback.engine

ENGINE = Path(hoursback.engine.__file__).parent
MODULES = sorted(ENGINE.rglob("*.py"))
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
WORLD = {"open", "input", "print", "exec", "eval", "breakpoint"}
FORBIDDEN_IMPORTS = {
    *(
        "django",
        "typer",
        "rich",
        "os",
        "pathlib",
        "socket",
        "urllib",
        "http",
        "subprocess",
        "sqlite3",
        "time",
        "tempfile",
    ),
    *("shutil", "requests", "logging", "ctypes", "multiprocessing", "threading"),
}


def violations(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found += _called(node.func)
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] in FORBIDDEN_IMPORTS]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_IMPORTS:
            found.append(node.module or "")
    return found


def _called(function: ast.expr) -> list[str]:
    if isinstance(function, ast.Name) and function.id in WORLD:
        return [function.id]
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        pair = (function.value.id, function.attr)
        return [".".join(pair)] if pair in CLOCKS or pair == ("np.random", "seed") else []
    return []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_a_module_of_the_engine_touches_nothing_outside(module: Path) -> None:
    assert violations(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    ["open('x')", "import os", "from pathlib import Path", "from datetime import date\ndate.today()", "datetime.now()"],
)
def test_the_guard_sees_a_planted_fault(planted: str) -> None:
    assert violations(planted) != []
