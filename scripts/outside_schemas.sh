#!/usr/bin/env bash
# What we say of our own JSON files and of JSON output, asked of check-jsonschema.
# Called by .ci/run, which collects lines that begin with `left out:`.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/tools
if [ ! -x "$tools/bin/check-jsonschema" ] && command -v python3 >/dev/null 2>&1; then
    python3 -m venv "$tools" >/dev/null 2>&1 || rm -rf "$tools"
    if [ -x "$tools/bin/python" ]; then
        "$tools/bin/python" -m pip install --quiet --disable-pip-version-check check-jsonschema==0.39.0 || true
    fi
fi
if [ ! -x "$tools/bin/check-jsonschema" ]; then
    echo "left out: schemas and JSON output by check-jsonschema: no Python with venv and pip here"
    exit 0
fi
TIMLINT_TOOLS="$tools" cargo test --locked --test outside_tools -- --ignored --skip libreoffice
