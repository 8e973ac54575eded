"""Rules of the code that keep rows where they belong, read off the source itself; each with a planted breach."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client, override_settings

from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.accounts.rights import all_rules
from hoursback.web.accounts.roles import Door
from tests.web.cast import Player

WEB = Path(__file__).resolve().parents[2] / "src" / "hoursback" / "web"
EDGES = ("views", "forms", "api", "jobs", "templatetags", "context", "middleware", "urls")
"""Modules (or packages) that ask selectors and actions, and never look a row up themselves."""
EVERYWHERE = {
    "accounts/api.py": "replays answers under its own lock, before any operation runs",
    "accounts/selectors.py": "tokens and invitations are found before any workspace is known",
    "accounts/actions/erasing.py": "the end of a workspace",
    "accounts/letters.py": "one job empties the outbox of every workspace",
    "accounts/record.py": "writes the record itself, also for commands",
    "capture/rollups.py": "raw totals",
    "focus/calendars/due.py": "one job finds what is due in every workspace",
    "home/keeping": "backup, export and restore of everything",
    "home/tidying.py": "throws away what is too old, in every workspace",
}
ANCHORS = re.compile(r"(workspace|pk|person|activity|member|plan|token_hash)(_id|__in)?")
"""Narrowed to these, rows were found by somebody's right before, or belong to one workspace."""
NARROW = frozenset({"bulk_create", "bulk_update", "in_bulk", "create", "get_or_create", "update_or_create", "none"})


def sources() -> list[Path]:
    return [file for file in WEB.rglob("*.py") if "migrations" not in file.parts]


def is_in(file: Path, allowed: dict[str, str]) -> bool:
    here = file.relative_to(WEB).as_posix()
    return any(here == name or here.startswith(f"{name}/") for name in allowed)


def is_edge(file: Path) -> bool:
    parts = (*file.relative_to(WEB).parts[:-1], file.stem)
    return any(part in EDGES or part.startswith("api_") for part in parts)


def owned() -> set[str]:
    """Names of the models whose rows belong to one workspace."""
    return {model.__name__ for model in apps.get_models() if issubclass(model, WorkspaceOwned)}


def managers(text: str, manager: str) -> Iterator[tuple[str, str, bool]]:
    """Uses of a manager in a piece of code: the model, the whole query, and whether it is narrowed."""
    tree = ast.parse(text)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == manager
            and isinstance(node.value, ast.Name | ast.Attribute)
        ):
            chain: ast.AST = node
            is_narrow = False
            while isinstance(above.get(chain), ast.Attribute | ast.Call) and _continues(above[chain], chain):
                chain = above[chain]
                is_narrow |= isinstance(chain, ast.Call) and _narrows(chain)
            yield ast.unparse(node.value).rpartition(".")[2], ast.unparse(chain), is_narrow


def _continues(node: ast.AST, inner: ast.AST) -> bool:
    return getattr(node, "value", None) is inner or getattr(node, "func", None) is inner


def _narrows(call: ast.Call) -> bool:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return method in NARROW or any(word.arg is None or ANCHORS.fullmatch(word.arg) for word in call.keywords)


def looked_up(text: str) -> list[str]:
    """Rows of a workspace that a piece of code looks up by itself."""
    names = owned()
    found = [(model, query) for manager in ("objects", "everywhere") for model, query, _ in managers(text, manager)]
    return [query for model, query in found if model in names and not query.endswith(".none()")]


def wide(text: str) -> list[str]:
    """Queries over all workspaces in a piece of code."""
    return [query for _, query, is_narrow in managers(text, "everywhere") if not is_narrow]


def wide_over_users(text: str) -> list[str]:
    """Queries over everybody in a piece of code."""
    tables = ("User", "Workspace", "Member")
    return [query for model, query, is_narrow in managers(text, "objects") if model in tables and not is_narrow]


def faults(check: Callable[[str], list[str]], files: Iterable[Path]) -> dict[str, list[str]]:
    found = {str(file.relative_to(WEB)): check(file.read_text()) for file in files}
    return {file: lines for file, lines in found.items() if lines}


def test_pages_forms_jobs_and_the_api_look_no_row_up() -> None:
    assert faults(looked_up, (f for f in sources() if is_edge(f) and not is_in(f, EVERYWHERE))) == {}


def test_nothing_reads_all_workspaces_but_what_must() -> None:
    assert faults(wide, (f for f in sources() if not is_in(f, EVERYWHERE))) == {}


def test_the_tables_of_all_users_are_asked_in_accounts_alone() -> None:
    elsewhere = [f for f in sources() if f.relative_to(WEB).parts[0] != "accounts" and not is_in(f, EVERYWHERE)]
    assert faults(wide_over_users, elsewhere) == {}


def test_planted_look_ups_are_found() -> None:
    assert looked_up("def view(request):\n    return Entry.objects.all()") == ["Entry.objects.all()"]
    assert wide("Entry.everywhere.filter(day=1)") == ["Entry.everywhere.filter(day=1)"]
    assert wide("Entry.everywhere.order_by('pk').filter(workspace_id=7)") == []
    assert wide_over_users("User.objects.count()") == ["User.objects.count()"]


def unsafe(text: str) -> list[str]:
    """Ways around the escaping of what users typed, in Python."""
    words = ("mark_safe", "SafeString(", "SafeText(", "autoescape=False")
    return [word for word in words if word in text]


def test_nothing_goes_around_the_escaping_but_the_charts() -> None:
    allowed = {
        "shared/charts.py": "SVG made here",
        "shared/chartlook.py": "the same",
        "capture/reports/table.py": "a year's cells, each escaped where it is written",
        "shared/markdown.py": "sanitised",
    }
    assert faults(unsafe, (f for f in sources() if not is_in(f, allowed))) == {}


def template_faults(text: str) -> list[str]:
    """What a strict content policy, or safety, forbids in a template."""
    rules = {
        "|safe": r"\|\s*safe\b",
        "autoescape off": r"{%\s*autoescape\s+off",
        "inline script": r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>",
        "inline style": r"<style\b|\sstyle\s*=",
        "event attribute": r"\son[a-z]+\s*=\s*[\"']|hx-on",
        "script in hx-vals": r"hx-(?:vals|headers)\s*=\s*[\"'](?:js|javascript):",
        "foreign address": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    }
    return [name for name, pattern in rules.items() if re.search(pattern, text)]


def templates() -> Iterator[Path]:
    return WEB.rglob("templates/**/*.html")


def test_templates_keep_to_the_content_policy() -> None:
    assert faults(template_faults, templates()) == {}


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("{{ note|safe }}", "|safe"),
        ("<script>go()</script>", "inline script"),
        ('<p style="color: red">', "inline style"),
        ('<a onclick="go()">', "event attribute"),
        ("<div hx-vals='js:{a: 1}'>", "script in hx-vals"),
        ('<img src="https://example.com/x.png">', "foreign address"),
    ],
)
def test_a_planted_breach_of_the_policy_is_found(planted: str, named: str) -> None:
    assert template_faults(planted) == [named]


def test_plain_markup_is_no_breach() -> None:
    assert template_faults('<script type="module" src="{% static "x.js" %}"></script><a href="/">Home</a>') == []


NEVER_ASKED = {
    "accounts.Once": "keys of submissions, read by the record alone",
    "capture.Labels": "interned words of entries, reached through them",
    "capture.DayTotal": "sums of entries, asked for by person",
    "capture.WeekTotal": "sums of entries, asked for by person",
}


def test_every_model_of_a_workspace_has_its_rights_or_says_why_not() -> None:
    labels = {model._meta.label for model in apps.get_models() if issubclass(model, WorkspaceOwned)}
    stated = {model._meta.label for model in all_rules()}
    assert labels - stated - NEVER_ASKED.keys() == set()


Functions = dict[str, ast.FunctionDef]


def functions_of(text: str) -> Functions:
    return {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}


def unrecorded(text: str, helpers: Functions | None = None) -> list[str]:
    """Functions that act for somebody in a transaction and leave nothing on record, not even by what they call.

    Args:
        helpers: functions of the same app that they may call.
    """
    own = functions_of(text)
    known = {**(helpers or {}), **own}

    def calls(node: ast.FunctionDef, seen: set[str]) -> bool:
        names = {
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for call in ast.walk(node)
            if isinstance(call, ast.Call)
        }
        new = (names & known.keys()) - seen
        seen |= new
        return "record" in names or any(calls(known[name], seen) for name in new)

    return [name for name, node in own.items() if _acts(node) and not calls(node, {name})]


def _acts(node: ast.FunctionDef) -> bool:
    taken = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    is_whole = any(ast.unparse(decorator) == "transaction.atomic" for decorator in node.decorator_list)
    return is_whole and bool(taken & {"actor", "member"}) and not node.name.startswith("_")


def actions() -> list[Path]:
    return [f for f in sources() if f.stem == "actions" or "actions" in f.relative_to(WEB).parts]


def helpers_of(file: Path) -> Functions:
    """Functions of the file's app, but not the pages'."""
    app = WEB / file.relative_to(WEB).parts[0]
    return {
        name: node
        for other in sources()
        if app in other.parents and not is_edge(other)
        for name, node in functions_of(other.read_text()).items()
    }


NO_EVENT = {
    "capture/actions/habits.py: remind_once": "notes that a reminder was shown",
    "capture/importing/actions.py: queue": "the import itself is on record when it is done",
}
"""Actions that change nothing that others could miss, with the reason."""


def test_every_action_leaves_an_event() -> None:
    missing = {f"{f.relative_to(WEB)}: {n}" for f in actions() for n in unrecorded(f.read_text(), helpers_of(f))}
    assert missing - NO_EVENT.keys() == set()


def test_an_action_without_an_event_is_found() -> None:
    planted = "@transaction.atomic\ndef drop(*, actor, pk):\n    Entry.objects.filter(pk=pk).delete()\n"
    assert unrecorded(planted) == ["drop"]
    assert unrecorded(planted + "    keep(actor)\ndef keep(actor):\n    record(actor, 'x', 'y')\n") == []


# What goes over the wire.


def test_every_page_carries_the_content_policy_and_is_kept_by_nobody(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}settings/members")
    policy = page["Content-Security-Policy"]
    for part in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert page["Cache-Control"] == "no-store"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"


def test_cookies_are_kept_from_scripts_and_other_sites(olive: Player) -> None:
    client = Client()
    answer = client.post(
        "/account/login/", {"login": olive.user.email, "password": "correct horse battery", "remember": "on"}
    )
    assert answer.status_code == 302
    for cookie in (client.cookies["sessionid"], client.cookies["csrftoken"]):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_private_money_is_never_kept_by_a_browser(olive: Player) -> None:
    from hoursback.web.accounts.rights import all_routes

    private = [name for name, row in all_routes().items() if row.is_private_money and row.door is Door.MEMBER]
    assert private
    page = olive.client.get(f"{olive.root}worth/")
    assert page["Cache-Control"] == "no-store"
    assert "ETag" not in page


def test_the_public_profile_passes_djangos_own_check(tmp_path: Path) -> None:
    stated = {
        "HOURSBACK_URL": "https://hours.example.com",
        "HOURSBACK_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hoursback.web.settings",
        "EMAIL_URL": "smtp://mail.example.com:25",
    }
    left_out = {"HOURSBACK_TEST_DATA", "HOURSBACK_SECRET_KEY", "HOURSBACK_DEBUG", "DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | stated
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "no issues" in done.stdout + done.stderr) == (0, True), done.stdout + done.stderr


@override_settings(DEBUG=True)
def test_not_even_debugging_opens_an_address_without_a_row(olive: Player) -> None:
    assert olive.client.get(f"{olive.root}nothing/here").status_code == 404
