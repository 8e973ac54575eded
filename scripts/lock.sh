#!/bin/sh
# Writes requirements/*.txt anew from pyproject.toml: names, versions and hashes, no address. Needs uv.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.12 pyproject.toml "$@"; }
lock --group build -o requirements/core.txt
lock --group build --group dev --extra postgres --extra pdf -o requirements/dev.txt
