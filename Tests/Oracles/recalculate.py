"""Has LibreOffice open workbooks, compute every formula anew and save them; compares each cell with the result that was written.

All workbooks go through one process, with a profile of its own in which formulas are always computed on loading (OOXMLRecalcMode 0).
Lines: file TAB sheet TAB cell TAB kind TAB formula TAB written TAB computed. Kinds: formula (equal), different, lost. A last line
`total TAB files TAB cells TAB formulas TAB different`.
Usage: recalculate.py FOLDER FILE…   (FOLDER is made and holds the profile and what LibreOffice writes)
"""

import os
import shutil
import subprocess
import sys

import openpyxl

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def shown(value, number_format):
    """A number as the format shows it, from the first 15 digits, rounded half away from zero."""
    from decimal import ROUND_HALF_UP, Decimal

    places = len(number_format.split(".")[1].split('"')[0].rstrip("_-")) if "." in number_format.split('"')[0] else 0
    return str(Decimal("%.15g" % value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def equal(written, computed, number_format):
    if isinstance(written, (int, float)) and isinstance(computed, (int, float)):
        if abs(written - computed) > abs(written) * 1e-9:
            return False
        return number_format == "General" or shown(written, number_format) == shown(computed, number_format)
    return (written or "") == (computed or "")


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    profile, output = os.path.join(folder, "profile"), os.path.join(folder, "computed")
    os.makedirs(os.path.join(profile, "user"), exist_ok=True)
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w") as file:
        file.write(SETTINGS)
    office = shutil.which("soffice")
    if office is None:
        sys.exit("soffice is missing: run 'make test', which installs Scripts/test-packages.txt, or install libreoffice-calc-nogui")
    command = [office, "--headless", "-env:UserInstallation=file://" + os.path.abspath(profile), "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", output]
    result = subprocess.run(command + files, capture_output=True, text=True, timeout=600)
    cells = formulas = different = 0
    for path in files:
        name = os.path.basename(path)
        made = os.path.join(output, name)
        if not os.path.exists(made):
            sys.exit("LibreOffice did not convert %s: %s %s" % (path, result.stdout[-500:], result.stderr[-500:]))
        source, written, computed = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(made, data_only=True)
        if source.sheetnames != computed.sheetnames:
            sys.exit("%s: sheets %s became %s" % (name, source.sheetnames, computed.sheetnames))
        for sheet in source.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is None:
                        continue
                    cells += 1
                    before, after = written[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
                    same = equal(before, after, cell.number_format)
                    different += not same
                    if cell.data_type == "f":
                        formulas += 1
                        print(name, sheet.title, cell.coordinate, "formula" if same else "different", cell.value, before, after, sep="\t")
                    elif not same:
                        print(name, sheet.title, cell.coordinate, "lost", "", repr(before), repr(after), sep="\t")
    print("total", len(files), cells, formulas, different, sep="\t")


main()
