"""The documents say what the program does: commands, assumptions, terms, examples, links.

Keys of the settings file are looked after in tests/cli/test_docs.py, the library page in tests/engine/test_library.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main

from hoursback.cli.main import app
from hoursback.engine.assumptions import Assumptions, names
from hoursback.engine.capture.sample import sample_csv
from hoursback.engine.figures import Figure
from hoursback.engine.people import Experience, PersonKind
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.settings import parse_settings
from hoursback.engine.plan.verdicts import Verdict
from hoursback.engine.review.questions import ReviewList
from tests.cli.cast import LOG as WEEK
from tests.cli.cast import Shell
from tests.cli.conftest import shell as shell  # a fixture is found under its name here

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
EXAMPLES = DOCS / "examples"
LOG, SETTINGS = EXAMPLES / "olive-two-weeks.csv", EXAMPLES / "olive.toml"


def text_of(*pages: Path) -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def blocks(language: str, page: Path) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text_of(page), re.DOTALL)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


# Commands


def commands() -> dict[str, set[str]]:
    """Every command in words, with its options."""
    return dict(_below("hoursback", typer.main.get_command(app)))


def _below(name: str, command: Any) -> Iterator[tuple[str, set[str]]]:
    yield name, {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    for word, deeper in getattr(command, "commands", {}).items():
        yield from _below(f"{name} {word}", deeper)


def test_the_commands_are_found() -> None:
    assert "--explain" in commands()["hoursback plan make"]


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_and_option_is_in_the_how_to_pages(command: str) -> None:
    pages = text_of(*(DOCS / "how-to").glob("*.md"))
    assert command in pages
    assert [option for option in sorted(commands()[command]) if not re.search(rf"`[^`]*{option}\b", pages)] == []


def test_every_command_that_is_shown_exists() -> None:
    known = commands()
    ends = [words for words in known if not any(other.startswith(f"{words} ") for other in known)]
    shown = [line for page in PAGES for block in blocks("sh", page) for line in block.splitlines()]
    typed = [match[0] for line in shown for match in re.finditer(r"hoursback [a-z].*", line)]
    assert typed
    assert [line for line in typed if not any(f"{line} ".startswith(f"{words} ") for words in ends)] == []


# Methods


def stated_assumptions() -> dict[str, tuple[float, float, float]]:
    """Default, low and high of every row of the tables in docs/methods."""
    row = re.compile(r"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) to ([\d.]+) \| [^|]+ \| [^|]{10,} \|$", re.MULTILINE)
    found = row.findall(text_of(*(DOCS / "methods").glob("*.md")))
    assert len(found) == len({name for name, *_ in found})
    return {name: (float(value), float(low), float(high)) for name, value, low, high in found}


def test_every_assumption_is_explained_with_the_values_it_has() -> None:
    assumed = Assumptions()
    figures: dict[str, Figure] = {field.name: getattr(assumed, field.name) for field in fields(assumed)}
    assert stated_assumptions() == {name: (f.value, f.low, f.high) for name, f in figures.items()}


@pytest.mark.parametrize("page", sorted((DOCS / "methods").glob("*.md")), ids=named)
def test_the_tests_that_a_methods_page_names_exist(page: Path) -> None:
    paths = re.findall(r"`((?:tests|engine)/[\w/.]+)`", text_of(page))
    assert paths
    assert [path for path in paths if not ((ROOT / path).exists() or (ROOT / "src/hoursback" / path).exists())] == []


def test_every_worked_example_is_named_by_a_methods_page() -> None:
    text = text_of(*(DOCS / "methods").glob("*.md"))
    examples = sorted((ROOT / "tests/methods").glob("test_example_*.py"))
    assert examples
    assert [named(example) for example in examples if named(example) not in text] == []


# Glossary


def glossary() -> list[str]:
    return re.findall(r"^\| \*\*(.+?)\*\*", text_of(DOCS / "glossary.md"), re.MULTILINE)


def test_a_term_of_the_glossary_is_used_somewhere() -> None:
    sources = [page for page in PAGES if page.name != "glossary.md"] + sorted((ROOT / "src").rglob("*.py"))
    used = re.sub(r"[\W_]+", " ", text_of(*sources)).casefold()
    assert [term for term in glossary() if re.sub(r"[\W_]+", " ", term).casefold() not in used] == []


def test_words_that_answers_are_made_of_are_in_the_glossary() -> None:
    page = re.sub(r"[\s-]+", " ", text_of(DOCS / "glossary.md")).casefold()
    shown = [*Action, *Verdict, *PersonKind, *Experience, *ReviewList]
    assert [word.value for word in shown if word.value.replace("_", " ") not in page] == []
    assert [name for name in ("phi", "rho", "EVPI", "EVPPI", "EVSI", "HHI", "NPV") if name not in glossary()] == []


# Examples


def test_the_sample_log_is_what_the_program_makes() -> None:
    assert LOG.read_bytes().decode() == sample_csv(7, date(2026, 1, 5))


def test_the_steps_of_the_tutorial_are_parts_of_its_settings_file() -> None:
    whole, steps = text_of(SETTINGS), blocks("toml", DOCS / "tutorial.md")
    assert parse_settings(whole).people
    assert len(steps) > 3
    assert [part for step in steps for part in step.strip().split("\n\n") if part not in whole] == []


def lines_shown(page: Path) -> list[list[str]]:
    """The lines of each block of output that a page quotes, those that stand for left out ones aside."""
    return [[line for line in block.splitlines() if line.strip() not in ("", "…")] for block in blocks("text", page)]


def test_the_tutorial_shows_what_reading_and_reviewing_print(shell: Shell) -> None:
    file_holds, week, *_ = lines_shown(DOCS / "tutorial.md")
    printed = shell("capture", "import", LOG, "--dry-run").out.splitlines()
    assert [line for line in file_holds if line not in printed] == []
    printed = shell("review", "hours", LOG).out.splitlines()
    assert [line for line in week if line not in printed] == []


def test_the_plan_of_the_tutorial_has_the_parts_it_names(shell: Shell) -> None:
    # Its figures may differ by a hair from machine to machine, its parts not.
    printed = shell("plan", "make", LOG).out.splitlines()
    parts = [line for line in lines_shown(DOCS / "tutorial.md")[2] if re.fullmatch(r"[A-Z][a-z ]+", line)]
    assert len(parts) > 5
    assert [part for part in parts if part not in printed] == []


def keys_of(answer: object) -> set[str]:
    """Names of all fields of a JSON answer, at any depth."""
    if isinstance(answer, list):
        return {key for one in answer for key in keys_of(one)}
    return set(answer) | keys_of(list(answer.values())) if isinstance(answer, dict) else set()


def test_every_field_of_a_plan_in_json_is_named(shell: Shell, tmp_path: Path) -> None:
    log = tmp_path / "week.csv"
    log.write_text(WEEK)
    answer = shell("plan", "make", log, "--json").json
    listed = set(re.findall(r"\b[a-z_0-9]+\b", text_of(DOCS / "how-to/make-a-plan.md")))
    assert answer["decisions"]
    assert sorted((set(answer) | keys_of(answer["decisions"]) | keys_of(answer["totals"])) - listed) == []


# Links, changes and decisions


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.casefold()).strip().replace(" ", "-")


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in re.findall(r"\]\(\s*([^)\s]+)\s*\)", text_of(page)):
        target, _, anchor = link.partition("#")
        file = page.parent / target if target else page
        headings = re.findall(r"^#+ (.+)$", text_of(file), re.MULTILINE) if anchor and file.is_file() else []
        if not file.exists() or (anchor and anchor not in map(slug, headings)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](nowhere.md) [b](#one) [c](#two)\n")
    assert broken_links(page) == ["nowhere.md", "#two"]


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md", DOCS / "decisions/README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [page.parent / link for link in re.findall(r"\]\(([^)#\s]+)", text_of(page))]
    assert [named(page) for page in PAGES if page.resolve() not in seen] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_has_an_address_or_a_path_of_one_machine(page: Path) -> None:
    assert re.findall(r"https?://|(?<![\w.`])/(?:home|root|work|tmp|Users)/", text_of(page)) == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=named)
def test_a_decision_has_all_its_parts(page: Path) -> None:
    text = text_of(page)
    assert text.startswith(f"# {page.name[:4]}: ")
    assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: \w+", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    stated = [*project["project"]["dependencies"], *(one for g in project["dependency-groups"].values() for one in g)]
    page = text_of(DOCS / "decisions/0007-dependencies.md")
    listed = re.findall(r"^\| ([a-z][a-z0-9-]+) \| .+ \|$", page, re.MULTILINE)
    assert {re.split(r"[<>=\[ ]", name)[0] for name in stated} == set(listed) - {"package"}


@pytest.mark.parametrize("fragment", sorted((ROOT / "changelog.d").glob("*.md")), ids=named)
def test_a_change_is_told_in_one_sentence(fragment: Path) -> None:
    assert re.fullmatch(r"[a-z-]+\.(added|changed|fixed|removed)\.md", fragment.name)
    assert re.fullmatch(r"[^\n]{20,}\.\n", text_of(fragment))


def test_what_the_readme_tells_to_type_and_set_exists() -> None:
    readme, make = text_of(ROOT / "README.md"), text_of(ROOT / "Makefile")
    targets = set(re.findall(r"(?:^    |`)make (\w+)", readme, re.MULTILINE))
    assert targets
    assert [target for target in sorted(targets) if not re.search(rf"^{target}:", make, re.MULTILINE)] == []
    code = text_of(*(ROOT / "scripts").glob("*.sh"), *(ROOT / "src").rglob("*.py"), ROOT / "tests/conftest.py") + make
    assert [name for name in set(re.findall(r"HOURSBACK_\w+", readme)) if name not in code] == []


def test_every_assumption_can_be_stated() -> None:
    text = "[assumptions]\n" + "".join(f"{name} = {value}\n" for name, (value, *_) in stated_assumptions().items())
    assert parse_settings(text).stated >= {f"assumptions.{name}" for name in names()}
