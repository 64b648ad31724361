#!/usr/bin/env bash
# What other people's spreadsheet programs make of our workbooks: LibreOffice opens and saves them, openpyxl reads them.
# Installs both below target/ or, for LibreOffice, by apt where this may. What cannot be had is named on a line that
# begins with "left out:".
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

tools=target/tools-excel
reader=openpyxl==3.1.5

have() { command -v "$1" >/dev/null 2>&1; }

if ! have soffice && have apt-get && [ "$(id -u)" = 0 ]; then
    { apt-get update && apt-get install -y --no-install-recommends libreoffice-calc; } >/dev/null 2>&1 || true
fi
if [ ! -x "$tools/bin/python" ] && have python3; then
    python3 -m venv "$tools" >/dev/null 2>&1 || rm -rf "$tools"
fi
if [ -x "$tools/bin/python" ]; then
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check "$reader" >/dev/null 2>&1 || true
fi
if ! { [ -x "$tools/bin/python" ] && "$tools/bin/python" -c 'import openpyxl' 2>/dev/null; }; then
    echo "left out: exported workbooks by openpyxl and LibreOffice: no Python with venv and openpyxl here"
    exit 0
fi
skip=()
if ! have soffice; then
    echo "left out: exported workbooks by LibreOffice: it cannot be installed here"
    skip=(--skip libreoffice)
fi
TIMLINT_EXCEL_TOOLS="$tools" cargo test --test outside_excel -- --ignored ${skip[@]+"${skip[@]}"}
if have soffice; then
    cargo test --test outside_tools -- --ignored libreoffice
fi
