#!/usr/bin/env python3
"""Compares every figure of finished PDFs with the figures files beside them, cell by cell: words are read back by a PDF library
with their places; a row is found by its code, a column by its number in the column-number row.

usage: compare_pdf.py [--workers N] FOLDER…    Prints each difference and, last, 'F files, N equal, M different'.
"""
import glob
import concurrent.futures
import os
import re
import sys

import pdfplumber


def figures(path):
    """(table, row, column) → printed text, in the order of the file."""
    found = {}
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        match = re.match(r"(table[^/]*)/r(.+)/c([^/]+)$", fields[0])
        if match:
            found[match.groups()] = fields[6]
    return found


def lines(page):
    """Words on a base line, from left to right; lines from above. Raised marks are left out."""
    rows = []
    words = page.extract_words(x_tolerance=1.2, y_tolerance=1, keep_blank_chars=False, extra_attrs=["size"])
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if re.fullmatch("[①-⑳]+", word["text"]):
            continue
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) < 1.5:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w["x0"]) for row in rows]


def segments(pdf):
    """Each table on each page: {column number: middle}, then its rows as (code, words)."""
    for page in pdf.pages:
        columns = None
        for row in lines(page):
            texts = [w["text"] for w in row]
            if texts[:2] == ["甲", "乙"] or texts[:1] == ["甲"] and len(texts) > 1 and all(t.isdigit() for t in texts[1:]):
                if columns:
                    yield columns, body
                columns = {w["text"]: (w["x0"] + w["x1"]) / 2 for w in row if w["text"] not in "甲乙"}
                code = next(((w["x0"] + w["x1"]) / 2 for w in row if w["text"] == "乙"), None)
                body = []
            elif columns and code is not None:
                place = next((i for i, w in enumerate(row) if abs((w["x0"] + w["x1"]) / 2 - code) < 6 and re.fullmatch(r"\d+", w["text"])), None)
                if place is not None:
                    body.append((row[place]["text"], row[place + 1:]))
        if columns:
            yield columns, body


def columns_of(words, columns):
    """Column number → text. Figures stand right of the edge to the column before; the nearest middle decides."""
    found = {}
    for word in words:
        middle = (word["x0"] + word["x1"]) / 2
        number = min(columns, key=lambda n: abs(columns[n] - middle))
        found[number] = found.get(number, "") + re.sub("[①-⑳]", "", word["text"])
    return found


def compare(path):
    wanted, seen, problems, equal = figures(path[:-4] + ".figures.tsv"), set(), [], 0
    tables, codes = list(dict.fromkeys(key[0] for key in wanted)), {key[1] for key in wanted}
    with pdfplumber.open(path) as pdf:
        for columns, lines_of_page in segments(pdf):
            # A number in a chart below the table may stand where row codes stand: each code counts once.
            body = [row for i, row in enumerate(lines_of_page) if row[0] in codes and row[0] not in [r[0] for r in lines_of_page[:i]]]
            fits = [t for t in tables if all((t, code, n) in wanted and (t, code, n) not in seen for code, _ in body for n in columns)]
            if not body or not fits:
                problems += ["a table without a place: columns %s, rows %s" % (" ".join(columns), " ".join(code for code, _ in body))] if body else []
                continue
            for code, words in body:
                printed = columns_of(words, columns)
                for number in columns:
                    key = (fits[0], code, number)
                    seen.add(key)
                    if printed.get(number, "") == wanted[key].replace(" ", ""):
                        equal += 1
                    else:
                        problems.append("%s/r%s/c%s: %s, not %s" % (*key, printed.get(number, "nothing"), wanted[key]))
    problems += ["%s/r%s/c%s is not printed" % key for key in wanted if key not in seen and wanted[key]]
    return os.path.basename(path), equal, problems


def main():
    arguments, workers = sys.argv[1:], os.cpu_count() or 1
    if arguments[:1] == ["--workers"]:
        workers, arguments = int(arguments[1]), arguments[2:]
    paths = [p for folder in arguments for p in sorted(glob.glob(folder + "/*/*.pdf")) if os.path.exists(p[:-4] + ".figures.tsv")]
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
