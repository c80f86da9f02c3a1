#!/usr/bin/env python3
"""Compares the pages and the workbook of a data dictionary with its Markdown: every table, view and column, cell by cell.

usage: judge_dictionary.py BASE_PATH      (BASE_PATH.md, .pdf, .xlsx)
Prints each difference, last 'N checks, M differences'; exit status 1 when there are any. Shares no code with Gazette.
"""
import re
import subprocess
import sys

import openpyxl

from tally import expect, finish, squeezed


def told(path):
    """(database, object, kind) → rows of cells, in the order of the Markdown."""
    result, database, rows = {}, None, None
    for line in open(path, encoding="utf-8"):
        if match := re.match(r"## 库 (\S+)", line):
            database = match[1]
        elif match := re.match(r"### (\S+) (表|视图)", line):
            rows = result[database, match[1], match[2]] = []
        elif rows is not None and line.startswith("| ") and not line.startswith("| 列 |"):
            rows.append([squeezed(cell.replace("\\|", "|").replace("\\_", "_")) for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]])
    return result


base = sys.argv[1]
objects = told(base + ".md")

book = openpyxl.load_workbook(base + ".xlsx")
expect(book.sheetnames, ["表和视图", "列"], "sheets")
sheets = {sheet.title: [[squeezed(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book}


def below(name, first):
    """The rows below the head, whose first cells are given."""
    rows = sheets[name]
    head = next(index for index, row in enumerate(rows) if row[: len(first)] == first)
    return rows[head + 1:]


overview = below("表和视图", ["库", "名称", "类别", "列数"])
expect([row[:4] for row in overview], [[database, name, kind, str(len(rows))] for (database, name, kind), rows in objects.items()], "sheet of tables")
columns = below("列", ["库", "表或视图", "列"])
wanted = [[database, name] + row for (database, name, _), rows in objects.items() for row in rows]
expect(len(columns), len(wanted), "rows of the sheet of columns")
for number, (found, want) in enumerate(zip(columns, wanted)):
    expect(found, want, "column %d" % number)
expect(book["列"].auto_filter.ref is not None, True, "filter of the sheet of columns")

# Every page of the PDF, blanks out: cells are broken anywhere. Tables follow each other; so do the columns of each.
pages = subprocess.run(["pdftotext", "-layout", base + ".pdf", "-"], capture_output=True, check=True, text=True).stdout
words, at = re.split(r"\s+", pages), 0
for (database, name, kind), rows in objects.items():
    for text in [name, kind] + [row[0] for row in rows]:
        found = next((index for index in range(at, len(words)) if words[index] == text), None)
        expect(found is not None, True, "%s %s: '%s' in the pages" % (database, name, text))
        at = at if found is None else found
text = squeezed(pages)
for (database, name, _), rows in objects.items():
    for row in rows:
        for report in re.findall(r"SB-[A-Z]\d\d", row[-1]):
            expect(report in text, True, "%s of %s.%s in the pages" % (report, name, row[0]))

finish()
