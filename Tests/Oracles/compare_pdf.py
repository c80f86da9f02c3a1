#!/usr/bin/env python3
"""Compares every figure of finished PDFs with the figures files beside them, cell by cell: words are read back by a PDF library
with their places; a row is found by its code, a column by its number in the column-number row. Of charts, every number that is
printed must be one of the chart: a point, a share, a tick, or part of a label, and no more often than there.

usage: compare_pdf.py [--workers N] FOLDER…    Prints each difference and, last, 'F files, L labels of charts, N equal, M different'.
"""
import collections
import concurrent.futures
import glob
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


def charts(path):
    """Title without blanks → (labels of points and shares, all other words), each with how often it may stand."""
    found, chart = {}, None
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if not fields[0].startswith("chart/"):
            continue
        if fields[1] == "chart":
            chart = found[re.sub(r"\s", "", fields[6].rsplit(" ", 1)[0])] = (collections.Counter(), collections.Counter(fields[6].split()))
        elif fields[1] in ("point", "share"):
            chart[0][fields[6]] += 1
        else:
            chart[1].update(fields[6].replace("|", " ").split())
    return found


def compare_charts(pdf, path):
    wanted, equal, problems = charts(path[:-4] + ".figures.tsv"), 0, []
    for page in pdf.pages:
        marked = {c["mcid"] for c in page.chars if c.get("tag") == "Figure"}
        for number in sorted(marked):
            part = page.filter(lambda item: item.get("mcid") == number)
            text = re.sub(r"\s", "", "".join(c["text"] for c in part.chars))
            title = next((t for t in wanted if t in text), None)
            if title is None:
                problems.append("a chart without a place: %s" % text[:60])
                continue
            points, others = wanted.pop(title)
            words = collections.Counter(w["text"] for w in part.extract_words(x_tolerance=1.2, y_tolerance=1))
            for word, count in words.items():
                if not re.fullmatch(r"[−-]?[\d,]+(\.\d+)?%?", word):
                    continue
                if count > points[word] + others[word]:
                    problems.append("%s: %s stands %d times, not %d" % (title, word, count, points[word] + others[word]))
                else:
                    equal += min(count, points[word])
    return equal, problems + ["%s is not printed" % title for title in wanted]


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
        labels, others = compare_charts(pdf, path)
    problems += others + ["%s/r%s/c%s is not printed" % key for key in wanted if key not in seen and wanted[key]]
    return os.path.basename(path), equal, labels, problems


def main():
    arguments, workers = sys.argv[1:], os.cpu_count() or 1
    if arguments[:1] == ["--workers"]:
        workers, arguments = int(arguments[1]), arguments[2:]
    paths = [p for folder in arguments for p in sorted(glob.glob(folder + "/*/*.pdf")) if os.path.exists(p[:-4] + ".figures.tsv")]
    equal = different = labels = 0
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for name, count, drawn, problems in pool.map(compare, paths):
            equal += count
            labels += drawn
            different += len(problems)
            for problem in problems:
                print(name, problem)
    print("%d files, %d labels of charts, %d equal, %d different" % (len(paths), labels, equal, different))
    return 1 if different or not equal else 0


if __name__ == "__main__":
    sys.exit(main())
