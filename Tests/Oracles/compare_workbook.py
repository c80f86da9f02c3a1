#!/usr/bin/env python3
"""Compares every figure of a workbook with the figures file of the same report.
usage: compare_workbook.py REPORT.xlsx REPORT.figures.tsv"""
import sys
from fractions import Fraction
import openpyxl

POWER = {"万元": 10000, "亿元": 100000000, "万人": 10000}
sheet = openpyxl.load_workbook(sys.argv[1], data_only=True).worksheets[0]
figures = {}
for line in open(sys.argv[2], encoding="utf-8"):
    f = line.rstrip("\n").split("\t")
    if f[0].startswith("table/r"):
        _, row, column = f[0].split("/")
        figures.setdefault(row[1:], {})[int(column[1:])] = (f[1], f[2], f[3], f[4], f[6])

numbers = [(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value in ("乙", "甲")]
assert numbers, "no column-number row"
header = max(r for r, _ in numbers)
code_column = max(c for r, c in numbers if r == header)
bad = checked = 0
rows = {str(sheet.cell(r, code_column).value): r for r in range(header + 1, sheet.max_row + 1) if sheet.cell(r, code_column).value is not None}
for code, columns in figures.items():
    if code not in rows:
        print("row", code, "is missing")
        bad += 1
        continue
    for column, (kind, exact, unit, decimals, shown) in columns.items():
        value = sheet.cell(rows[code], code_column + column).value
        checked += 1
        if kind != "number":
            ok = value is not None and str(value).startswith(shown)
        else:
            wanted = Fraction(exact) / POWER.get(unit, 1)
            got = Fraction(value) if isinstance(value, (int, float)) else None
            ok = got is not None and (abs(got - wanted) <= abs(wanted) * Fraction(1, 10 ** 14) or f"{value:.{int(decimals)}f}" == shown.replace(",", "").replace("\u2212", "-"))
        if not ok:
            print("row", code, "column", column, "workbook", value, "figures", exact, shown)
            bad += 1
print(checked, "checked,", bad, "different")
sys.exit(1 if bad or not checked else 0)
