#!/usr/bin/env bash
# Reports asked of other people's programs (tests/outside_reports.rs). Installs them, pinned, below target/ and runs the tests;
# where they cannot be had, says so in one line and leaves it at that.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/tools-reports
what="reports by sarif-multitool, compliance-trestle, junitparser and check-jsonschema"

leave_out() {
    printf 'left out: %s: %s\n' "$what" "$1"
    exit 0
}

command -v npm >/dev/null 2>&1 || leave_out "no npm here"
command -v python3 >/dev/null 2>&1 || leave_out "no Python here"
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || leave_out "the multitool is started as its Linux program"

mkdir -p "$tools"
if [ ! -x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" ]; then
    npm install --prefix "$tools" --no-audit --no-fund --silent \
        @microsoft/sarif-multitool@5.7.0 @microsoft/sarif-multitool-linux@5.7.0 >/dev/null 2>&1 ||
        leave_out "npm could not install it"
fi
if [ ! -x "$tools/py/bin/trestle" ] || [ ! -d "$(echo "$tools"/py/lib/python3*/site-packages/junitparser)" ]; then
    python3 -m venv "$tools/py" >/dev/null 2>&1 || leave_out "no venv here"
    "$tools/py/bin/python" -m pip install --quiet --disable-pip-version-check \
        compliance-trestle==5.2.0 check-jsonschema==0.39.0 junitparser==5.0.3 lxml==6.1.3 >/dev/null 2>&1 ||
        leave_out "pip could not install them"
fi
# The schema of Jenkins' plugin for such results is found in the sources of pytest, which tests itself with it.
schema="$tools/junit-10.xsd"
if [ ! -s "$schema" ]; then
    "$tools/py/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --dest "$tools/pytest" \
        pytest==8.4.2 >/dev/null 2>&1 || leave_out "pip could not fetch the schema for JUnit"
    tar -xzOf "$tools/pytest/pytest-8.4.2.tar.gz" pytest-8.4.2/testing/example_scripts/junit-10.xsd >"$schema"
fi
chmod +x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"

TIMLINT_REPORT_TOOLS="$tools" cargo test --test outside_reports -- --ignored
