#!/bin/sh
# Makes .venv and installs the locked packages of requirements/NAME.txt and Hoursback itself into it.
# Usage: scripts/bootstrap.sh core|dev
set -eu
cd "$(dirname "$0")/.."
name="${1:-core}"

if ! python="$(sh scripts/find-python.sh)"; then
  echo "Hoursback needs Python 3.12, 3.13 or 3.14, and none was found." >&2
  echo "Install one (python.org, your package manager, or 'uv python install 3.13'), or name it: HOURSBACK_PYTHON=/path/to/python make demo" >&2
  exit 1
fi

# A version manager's stub of uv may exist and fail; HOURSBACK_NO_UV=1 takes pip in any case.
if [ -z "${HOURSBACK_NO_UV:-}" ] && uv --version >/dev/null 2>&1; then
  [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
  install() { uv pip install --quiet --python .venv/bin/python "$@"; }
else
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -m venv .venv
  fi
  install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }
fi

install --require-hashes -r "requirements/$name.txt"
install --no-deps --no-build-isolation -e .
