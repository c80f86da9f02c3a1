#!/usr/bin/env python3
"""Compares return packages and quality reports with what was planted in the demo month, reading every file from outside.

usage: judge_documents.py return  PACKAGE_FOLDER MONTH_FOLDER DISTRICTS_CSV
       judge_documents.py quality BASE_PATH MONTH_FOLDER PACKAGE_FOLDER…
PACKAGE_FOLDER holds <stem>.summary.xlsx, .error-report.pdf/.html and the error files; BASE_PATH.pdf/.xlsx/.html is a quality report.
Prints each difference, last 'N checks, M differences'; exit status 1 when there are any. Shares no code with Gazette.
"""
import collections
import csv
import glob
import hashlib
import html.parser
import json
import os
import re
import sys

import openpyxl
import pdfplumber

from tally import expect, finish, squeezed


class Tables(html.parser.HTMLParser):
    """Every table of a page as rows of texts."""

    def __init__(self, path):
        super().__init__()
        self.tables, self.cell = [], None
        self.feed(open(path, encoding="utf-8").read())

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def number(text):
    return int(str(text).replace(",", ""))


def pdf_text(path):
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def sheets(path):
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    expect(cell.value, "no formula", "%s %s!%s" % (path, sheet.title, cell.coordinate))
    return {sheet.title: [[cell for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def table(rows, first):
    """Rows below the heads that begin with `first`, as dictionaries."""
    start = next(i for i, row in enumerate(rows) if row and row[0] == first)
    heads = rows[start]
    result = []
    for row in rows[start + 1:]:
        if row[0] is None or not any(row[1:]):
            break
        result.append(dict(zip(heads, row)))
    return result


def class_of(files):
    return re.sub(r"^[^.]*\.(.*)\.txt$", r"\1", files.split("\n")[0])


def planted(month):
    lines = open(month + "/defects.tsv", encoding="utf-8").read().splitlines()[1:]
    return [line.split("\t") for line in lines]


def split(row, is_gb):
    return row.decode("gb18030" if is_gb else "utf-8", errors="replace").split("|")


def no_person(texts, persons):
    """No personal number of a bad row stands in a text, even when it is broken over lines."""
    for name, text in texts.items():
        closed = squeezed(text)
        expect([p for p in persons if p in text or p in closed], [], "personal numbers in " + name)


def judge_package(package, month, districts_file):
    summary = glob.glob(package + "/*.summary.xlsx")[0]
    stem = os.path.basename(summary)[:-len(".summary.xlsx")]
    file = stem + ".TXT"
    manifest = json.load(open(month + "/manifest.json", encoding="utf-8"))["files"][file]
    source = open(month + "/" + file, "rb").read().split(b"\n")
    is_gb = stem[:2] in ("YL", "SY", "DW", "YH")  # Docs/SampleCity.md
    book = sheets(summary)
    # Classes: workbook, page, printed page.
    wanted = manifest["defects"]
    rows = table(book["按类别"], "类别") if wanted else []
    classes = {class_of(r["错误文件"]): r for r in rows if r["类别"] != "合计"}
    expect({name: r["记录数"] for name, r in classes.items()}, wanted, stem + " workbook by class")
    pages = Tables(package + "/%s.error-report.html" % stem).tables
    if wanted:
        shown = next(t for t in pages if t[0] and t[0][0] == "类别" and "记录数" in t[0])
        expect({class_of(r[-1]): number(r[1]) for r in shown[1:] if r[0] != "合计"}, wanted, stem + " page by class")
        expect([number(r[1]) for r in shown if r[0] == "合计"], [sum(wanted.values())], stem + " page total")
    text = pdf_text(package + "/%s.error-report.pdf" % stem)
    for name, row in classes.items():
        expect(bool(re.search(r"(?m)^%s.* %s \d+\.\d{3} " % (re.escape(row["类别"][:6]), format(row["记录数"], ",")), text)), True, "%s PDF: %s %d" % (stem, row["类别"], row["记录数"]))
    # Districts, computed from the rows of the interface file.
    codes = {r["code"]: r["name"] for r in csv.DictReader(open(districts_file, encoding="utf-8"))}
    own = [p for p in planted(month) if p[0] == file and p[2] in wanted]
    by_class, by_row = collections.defaultdict(collections.Counter), {}
    width = max(collections.Counter(len(split(r, is_gb)) for r in source[:2000]).items(), key=lambda c: c[1])[0]
    for _, line, name, column, _ in own:
        parts = split(source[int(line) - 1], is_gb)
        district = parts[1] if len(parts) == width and parts[1] in codes else ""
        by_class[district][name] += 1
        by_row[int(line)] = district
    if "按区县和类别" in book and wanted:
        found = {}
        for r in table(book["按区县和类别"], "区县"):
            code = re.search(r"（(\d+)）", r["区县"])
            key = code.group(1) if code else "" if r["区县"] == "无法判定" else r["区县"]
            found[key] = r
        totals = found.pop("合计")
        expect({k: r["拒收行"] for k, r in found.items()}, dict(collections.Counter(by_row.values())), stem + " rows by district")
        expect(totals["拒收行"], manifest["rows"] - manifest["clean"] - manifest["filtered"], stem + " rejected rows")
        titles = {r["类别"]: name for name, r in classes.items()}
        for code, r in found.items():
            expect({titles[t]: n for t, n in r.items() if t in titles and n}, dict(by_class[code]), "%s classes of district %s" % (stem, code))
    # Sums of what was loaded.
    sums = {re.findall(r"（(\w+)）", r["列"])[-1]: r["已装载"] for r in table(book["数值合计"], "列")}
    for column, cents in manifest["sums"].items():
        expect(round(sums[column] * 100), cents, "%s sum of %s" % (stem, column))
    # Error files: the lines and bytes that were planted.
    for name in wanted:
        lines = [r.split(b"\t", 3) for r in open("%s/%s.%s.txt" % (package, stem, name), "rb").read().splitlines()]
        expect(sorted(int(r[0]) for r in lines), sorted(int(p[1]) for p in own if p[2] == name), "%s lines of %s" % (stem, name))
        expect(all(source[int(r[0]) - 1].rstrip(b"\r") == r[3].rstrip(b"\r") for r in lines), True, "%s bytes of %s" % (stem, name))
    for line in open(package + "/sha256sums.txt", encoding="utf-8"):
        digest, name = line.rstrip("\n").split("  ")
        expect(hashlib.sha256(open(package + "/" + name, "rb").read()).hexdigest(), digest, "digest of " + name)
    foreign = [n for n in os.listdir(package) if not n.startswith(stem[:2] + "_") and n != "sha256sums.txt"]
    expect(foreign, [], stem + " files of other feeds")
    no_person(texts_of(package), persons(source, [int(p[1]) for p in planted(month) if p[0] == file]))


def persons(source, lines):
    return sorted({m.decode() for line in lines for m in re.findall(rb"\d{17}[\dXxZS]", source[line - 1])})


def texts_of(folder):
    texts = {}
    for path in sorted(glob.glob(folder + "/*")):
        if path.endswith(".pdf"):
            texts[path] = pdf_text(path)
        elif path.endswith(".xlsx"):
            texts[path] = "\n".join(str(c) for rows in sheets(path).values() for row in rows for c in row if c is not None)
        elif path.endswith(".html"):
            texts[path] = open(path, encoding="utf-8").read()
    return texts


def judge_quality(base, month, packages):
    manifest = json.load(open(month + "/manifest.json", encoding="utf-8"))["files"]
    book = sheets(base + ".xlsx")
    pages = Tables(base + ".html").tables
    problems = next(t for t in pages if t[0][:3] == ["类型", "问题", "记录数"])
    printed = squeezed(pdf_text(base + ".pdf"))
    persons_of_all = []
    for package in packages:
        summary = glob.glob(package + "/*.summary.xlsx")[0]
        stem = os.path.basename(summary)[:-len(".summary.xlsx")]
        expected = manifest[stem + ".TXT"]
        own = sheets(summary)
        titles = {class_of(r["错误文件"]): r["类别"] for r in (table(own["按类别"], "类别") if expected["defects"] else []) if r["类别"] != "合计"}
        batch = next(row[i + 1] for row in own["概况"] for i in (0, 2) if len(row) > i + 1 and row[i] == "批次").split("，")[0]
        wanted = {titles[name]: count for name, count in expected["defects"].items()}
        expect({r[1]: number(r[2]) for r in problems[1:] if len(r) > 5 and r[0] == "拒收" and r[5] == batch}, wanted, stem + " quality page")
        rows = [r for r in book["问题与数据量"] if r[0] == "拒收" and r[5] == batch]
        expect({r[1]: r[2] for r in rows}, wanted, stem + " quality workbook")
        for row in rows:
            expect(row[3], (row[2] * 200000 + expected_rows(expected)) // (2 * expected_rows(expected)) / 1000, stem + " share of " + row[1])
        for kind, key in (("疑似", "suspects"), ("不装载", "filtered")):
            expect(sum(number(r[2]) for r in problems[1:] if len(r) > 5 and r[0] == kind and r[5] == batch), expected[key], "%s %s" % (stem, kind))
        for title, key in (("小数位超长，已舍入", "rounded"), ("空值，已取缺省", "defaulted")):
            expect(sum(number(r[2]) for r in problems[1:] if len(r) > 5 and r[1] == title and r[5] == batch), expected[key], "%s %s" % (stem, key))
        expect(batch in printed, True, "batch %s in the PDF" % batch)
        source = open(month + "/" + stem + ".TXT", "rb").read().split(b"\n")
        persons_of_all += persons(source, [int(p[1]) for p in planted(month) if p[0] == stem + ".TXT"])
    texts = {base + ".pdf": pdf_text(base + ".pdf"), base + ".html": open(base + ".html", encoding="utf-8").read(),
             base + ".xlsx": "\n".join(str(c) for rows in book.values() for row in rows for c in row if c is not None)}
    expect(len(persons_of_all) > 0, True, "rows with personal numbers")
    no_person(texts, persons_of_all)


def expected_rows(entry):
    return entry["rows"] - entry["filtered"]


def main():
    if sys.argv[1] == "return":
        judge_package(*sys.argv[2:])
    else:
        judge_quality(sys.argv[2], sys.argv[3], sys.argv[4:])
    finish()


main()
