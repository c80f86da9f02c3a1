#!/usr/bin/env python3
"""Compares every figure of finished workbooks, in tables and behind charts, with the figures files beside them, as openpyxl reads
them: a table's row is found by its code, its column by its number; a chart's by its number and order.

usage: compare_workbook.py [--workers N] FOLDER…    Prints each difference and, last, 'F files, N equal, M different'.
"""
import concurrent.futures
import glob
import os
import re
import sys
from fractions import Fraction

import openpyxl

POWER = {"万元": 10000, "亿元": 100000000, "万人": 10000}


def figures(path):
    """(key, fields) of each line, in the order of the file."""
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if not line.startswith("#"):
            yield fields[0], fields


def is_equal(value, fields, scaled):
    """Full precision, or the same number as displayed; a special value by its word. `scaled`: the cell counts in the unit."""
    kind, exact, unit, decimals, shown = fields[1], fields[2], fields[3], fields[4], fields[6]
    if kind not in ("number", "point"):
        return value is not None and str(value).startswith(shown) if shown else value is None
    if not isinstance(value, (int, float)):
        return False
    wanted = Fraction(exact) / (POWER.get(unit, 1) if scaled else 1)
    return abs(Fraction(value) - wanted) <= abs(wanted) * Fraction(1, 10 ** 14) or f"{value:.{int(decimals)}f}" == shown.replace(",", "").replace("\u2212", "-")


def tables(book):
    """Row code → column number → value, for each table with a row of column numbers."""
    for sheet in book.worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        heads = [i for i, row in enumerate(rows) if row[0] == "甲" and "1" in [str(v) for v in row]]
        for head, end in zip(heads, heads[1:] + [len(rows)]):
            columns = {str(v): i for i, v in enumerate(rows[head]) if v is not None}
            yield {str(row[columns["乙"]]): {n: row[i] for n, i in columns.items()} for row in rows[head + 1:end] if row[columns["乙"]] is not None}


def charts(book):
    """Number of the chart → its rows below the head, without the categories."""
    found, rows = {}, None
    for sheet in book.worksheets:
        if sheet.title != "图表数据":
            continue
        for row in sheet.iter_rows(values_only=True):
            if isinstance(row[0], str) and re.match(r"图\d+\u3000", row[0]):
                rows = found[row[0].split("\u3000")[0]] = []
            elif rows is not None and row[0] is not None:
                rows.append(row[1:])
    return {number: rows[1:] for number, rows in found.items()}


def compare(path):
    book, problems, equal = openpyxl.load_workbook(path, data_only=True), [], 0
    sheets, drawn, names, number = list(tables(book)), charts(book), [], {}
    for key, fields in figures(path[:-5] + ".figures.tsv"):
        parts, value = key.split("/"), None
        if parts[0] == "table" or parts[0].startswith("table-"):
            if parts[0] not in names:
                names.append(parts[0])
            place = sheets[names.index(parts[0])] if names.index(parts[0]) < len(sheets) else {}
            row = place.get(parts[1][1:])
            if row is None or parts[2][1:] not in row:
                problems.append("%s: no such cell" % key)
                continue
            value, scaled = row[parts[2][1:]], True
        elif parts[0] == "chart" and fields[1] == "chart":
            number[parts[1]] = fields[6].split(" ")[0]
            continue
        elif parts[0] == "chart" and fields[1] in ("point", "no-point"):
            rows, series, category = drawn.get(number[parts[1]], []), int(parts[2][1:]) - 1, int(parts[3][1:]) - 1
            if category >= len(rows) or series >= len(rows[category]):
                problems.append("%s: no such cell" % key)
                continue
            value, scaled = rows[category][series], False
        else:
            continue
        if is_equal(value, fields, scaled):
            equal += 1
        else:
            problems.append("%s: %r, not %s (%s)" % (key, value, fields[2], fields[6]))
    return os.path.basename(path), equal, problems


def main():
    arguments, workers = sys.argv[1:], os.cpu_count() or 1
    if arguments[:1] == ["--workers"]:
        workers, arguments = int(arguments[1]), arguments[2:]
    paths = [p for folder in arguments for p in sorted(glob.glob(folder + "/*/*.xlsx")) if os.path.exists(p[:-5] + ".figures.tsv")]
    equal = different = 0
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for name, count, problems in pool.map(compare, paths):
            equal += count
            different += len(problems)
            for problem in problems:
                print(name, problem)
    print("%d files, %d equal, %d different" % (len(paths), equal, different))
    return 1 if different or not equal else 0


if __name__ == "__main__":
    sys.exit(main())
