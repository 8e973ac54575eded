#!/bin/sh
# Prints the path of a Python that Hoursback runs on (3.12 to 3.14), or exits 1.
# A version manager's stub may exist and yet not run, so each candidate is tried, not just looked up.
fits() {
  [ -n "$1" ] && "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}
versions="${PYENV_ROOT:-$HOME/.pyenv}/versions"
for candidate in "$HOURSBACK_PYTHON" python3.13 python3.14 python3.12 python3 python \
  "$versions"/3.13*/bin/python "$versions"/3.14*/bin/python "$versions"/3.12*/bin/python \
  /opt/homebrew/bin/python3.1[234] /usr/local/bin/python3.1[234] \
  "$HOME"/.local/share/uv/python/cpython-3.1[234]*/bin/python3; do
  if fits "$candidate"; then
    "$candidate" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done
exit 1
