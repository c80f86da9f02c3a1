#!/usr/bin/env python3
"""Compares every figure of HTML reports, in all their tables, with the figures files beside them.

usage: compare_html.py FOLDER    Prints each difference and, last, 'N equal, M different'.
"""
import glob
import os
import sys
from html.parser import HTMLParser


class Tables(HTMLParser):
    """Of each table the column numbers and the cells of the body, by row code, or by place when no codes are printed."""
    def __init__(self):
        super().__init__()
        self.tables, self.cells, self.text, self.skip = [], None, None, 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "table":
            self.tables.append(([], {}))
        elif tag == "tr":
            self.cells, self.heads = [], []
        elif tag == "sup":
            self.skip += 1
        elif tag in ("td", "th"):
            self.text, self.kind = "", (tag, attributes.get("class"))

    def handle_data(self, data):
        if self.text is not None and not self.skip:
            self.text += data.replace("\n", "")

    def handle_endtag(self, tag):
        if tag == "sup":
            self.skip -= 1
        elif tag == "td":
            self.cells.append((self.kind[1], self.text))
        elif tag == "th":
            self.heads.append(self.text)
        elif tag == "tr" and self.cells:
            code = next((text for kind, text in self.cells if kind == "code"), None)
            self.tables[-1][1][code or len(self.tables[-1][1])] = [text for kind, text in self.cells if kind != "code"]
        elif tag == "tr":
            self.tables[-1][0][:] = [n for n in self.heads if n not in "甲乙"]
        if tag in ("td", "th"):
            self.text = None


equal = different = 0
for path in sorted(glob.glob(sys.argv[1] + "/*/*.html")):
    page, names, places = Tables(), [], {}
    page.feed(open(path, encoding="utf-8").read())
    for line in open(path[:-5] + ".figures.tsv", encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        parts = fields[0].split("/")
        if len(parts) != 3 or not (parts[0] == "table" or parts[0].startswith("table-")):
            continue
        name, row, column = parts
        if name not in names:
            names.append(name)
        numbers, rows = page.tables[names.index(name)]
        order = places.setdefault(name, {})
        found = rows.get(row[1:]) or rows.get(order.setdefault(row, len(order)), [])
        place = numbers.index(column[1:])
        if place < len(found) and found[place] == fields[6]:
            equal += 1
        else:
            different += 1
            print("%s %s: %s, not %s" % (os.path.basename(path), fields[0], found[place] if place < len(found) else "nothing", fields[6]))
print("%d equal, %d different" % (equal, different))
sys.exit(1 if different or not equal else 0)
