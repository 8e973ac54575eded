"""Other products to compare with: taken as they are installed, else fetched into a cache of the benchmarks' own."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path


class NotHereError(Exception):
    """A peer that cannot be had here; the text says why."""


def cache() -> Path:
    """Where peers and made-up logs are kept between runs: BENCH_CACHE, else the user's cache."""
    stated = os.environ.get("BENCH_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(stated) if stated else base / "hoursback-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def python_with(package: str, *others: str) -> Path:
    """A Python that has a package, in a virtual environment of its own.

    Args:
        others: what else to install, such as an older version of something it stands on.
    Raises: NotHereError.
    """
    folder = cache() / f"venv-{package}"
    python = folder / "bin" / "python"
    done = folder / "installed"
    if done.exists():
        return python
    try:
        venv.create(folder, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotHereError(f"no virtual environment ({type(error).__name__})") from None
    found = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", package, *others],
        capture_output=True,
        text=True,
    )
    if found.returncode:
        last = found.stderr.strip().splitlines()
        raise NotHereError(f"pip could not install {package}: {last[-1][:80] if last else 'no reason given'}")
    done.touch()
    return python


def program(name: str, package: str) -> str:
    """A program that is installed, else unpacked from the system's package without installing it.

    Raises: NotHereError.
    """
    found = shutil.which(name)
    if found:
        return found
    folder = cache() / f"deb-{package}"
    path = folder / "usr" / "bin" / name
    if not path.exists():
        _unpack(package, folder)
    if not path.exists():
        raise NotHereError(f"{package} has no {name}")
    return str(path)


def _unpack(package: str, folder: Path) -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NotHereError(f"{package} is not installed, and there is no apt")
    folder.mkdir(parents=True, exist_ok=True)
    got = subprocess.run(["apt-get", "download", package], cwd=folder, capture_output=True, text=True)
    files = sorted(folder.glob("*.deb"))
    if got.returncode or not files:
        raise NotHereError(f"apt could not fetch {package}")
    subprocess.run(["dpkg-deb", "-x", str(files[-1]), str(folder)], check=True, capture_output=True)
