#!/usr/bin/env bash
# Makes Tests/SpreadsheetsTests/Fixtures anew: workbooks as LibreOffice writes them (synthetic data). Needs LibreOffice Calc
# (Debian: libreoffice-calc-nogui) and the virtual environment (make venv). The files are committed, so tests need no LibreOffice.
set -euo pipefail
cd "$(dirname "$0")/.."
fixtures=Tests/SpreadsheetsTests/Fixtures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python Tests/Oracles/sheets.py source "$work"
convert() { # target extension, filter, source, result
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1:$2" --outdir "$work/out" "$work/$3" > /dev/null
    mv "$work/out/${3%.*}.$1" "$fixtures/$4"
}
convert xls "MS Excel 97" source.xlsx libreoffice1900.xls
convert xlsx "Calc MS Excel 2007 XML" source.xlsx libreoffice1900.xlsx
convert xls "MS Excel 97" source1904.xlsx libreoffice1904.xls
convert xlsx "Calc MS Excel 2007 XML" source1904.xlsx libreoffice1904.xlsx
convert ods calc8 small.xlsx opendocument.ods
du -cb "$fixtures"/*
