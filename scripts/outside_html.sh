#!/usr/bin/env bash
# Opens pages of timlint in Chromium: languages, filters, keyboard, paper, accessibility, ten thousand findings.
# Needs node with npm and a Chromium; what is missing is said in one line and is no failure.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/tools-html
playwright="playwright-core@1.56.1"
axe="axe-core@4.11.0"

left_out() { printf 'left out: the HTML report in a browser: %s\n' "$1"; exit 0; }
have() { command -v "$1" >/dev/null 2>&1; }

browser=${TIMLINT_CHROMIUM:-}
for name in chromium chromium-browser google-chrome; do
    if [ -z "$browser" ] && have "$name"; then browser=$(command -v "$name"); fi
done
[ -n "$browser" ] || left_out "no Chromium here"
{ have node && have npm; } || left_out "no node with npm here"
if [ ! -d "$tools/node_modules/axe-core" ] || [ ! -d "$tools/node_modules/playwright-core" ]; then
    mkdir -p "$tools"
    npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix "$tools" "$playwright" "$axe" >/dev/null 2>&1 \
        || left_out "playwright-core and axe-core could not be installed"
fi
TIMLINT_HTML_TOOLS="$tools" TIMLINT_CHROMIUM="$browser" cargo test --test outside_html -- --ignored
