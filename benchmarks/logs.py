"""The same made-up log in the formats of several products, and a store that holds it; kept between runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import ROOT, child
from benchmarks.peers import NotHereError, cache

SEED, YEARS, YEAR = 7, 3, 2025
ZONE = "Europe/Berlin"


def maker() -> Path:
    """The script that makes up logs.

    Raises: NotHereError, without the shared folder.
    """
    stated = os.environ.get("HOURSBACK_SHARED")
    script = (Path(stated) if stated else ROOT.parent / "shared") / "benchmarks" / "make_log.py"
    if not script.is_file():
        raise NotHereError("make_log.py is not there (set HOURSBACK_SHARED to the shared folder)")
    return script


def log(entries: int, format_: str = "toggl-csv", ending: str = "csv") -> Path:
    """A log of three years in one format."""
    path = cache() / f"log-{entries}.{ending}"
    is_folder = format_ == "timewarrior"
    if not path.exists():
        options = ["--entries", str(entries), "--seed", str(SEED), "--years", str(YEARS), "--format", format_]
        made = path.with_suffix(".part")
        shutil.rmtree(made, ignore_errors=True)
        subprocess.run(
            [sys.executable, str(maker()), *options, "--out", f"{made}/" if is_folder else str(made)], check=True
        )
        made.rename(path)
    return path


def truth(entries: int) -> Path:
    """Seconds of every activity and ISO week of that log."""
    path = cache() / f"truth-{entries}.json"
    if not path.exists():
        options = ["--entries", str(entries), "--seed", str(SEED), "--years", str(YEARS), "--out", os.devnull]
        subprocess.run([sys.executable, str(maker()), *options, "--truth", str(path)], check=True)
    return path


def store(entries: int, *, anew: bool = False) -> Path:
    """A data folder whose log is that file; `anew` where what wrote it may have changed."""
    folder = cache() / f"store-{entries}"
    if anew or not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        child("prepare", data=folder)
        child("bring_in", str(log(entries)), data=folder)
        (folder / "ready").touch()
    else:
        child("upgrade", data=folder)
    return folder


def empty_store(name: str) -> Path:
    """A data folder with an owner and nothing else."""
    folder = cache() / f"store-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    child("prepare", data=folder)
    return folder


def forget_stores() -> None:
    """Drop what earlier runs stored."""
    for folder in cache().glob("store-*"):
        shutil.rmtree(folder, ignore_errors=True)
