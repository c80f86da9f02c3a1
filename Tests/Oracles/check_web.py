#!/usr/bin/env python3
"""Can everybody walk the HTML reports, and are the SVG charts sound?

HTML: language, a caption for each table, a scope for each head, one head a row, rows of equal width, ids that stand once, links that
lead somewhere, notes that lead back. SVG: well-formed XML, a title, series and category names of the figures file, and no number that
is neither a point nor an axis label nor a part of a text there.

usage: check_web.py FOLDER    Prints each problem and, last, 'N pages, N tables, N charts, N problems'.
"""
import glob
import os
import re
import sys
import xml.etree.ElementTree as xml
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.language, self.ids, self.links, self.tables, self.part, self.backs, self.note = None, [], [], [], None, set(), None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "html":
            self.language = a.get("lang")
        elif tag == "p":
            self.note = a.get("id")
        elif tag == "a":
            self.links.append(a["href"])
            if self.note:
                self.backs.add(self.note)
        elif tag == "table":
            self.tables.append({"caption": "", "rows": [], "bad": 0})
        elif tag in ("thead", "tbody", "caption"):
            self.part = tag
        elif tag == "tr":
            self.tables[-1]["rows"].append([self.part, 0, 0])
        elif tag in ("th", "td") and self.tables:
            table, span = self.tables[-1], int(a.get("colspan", 1))
            row = len(table["rows"]) - 1
            for below in range(int(a.get("rowspan", 1))):
                table.setdefault("width", {}).setdefault(row + below, 0)
                table["width"][row + below] += span
            table["rows"][-1][1] += tag == "th"
            table["bad"] += tag == "th" and a.get("scope") not in (("row",) if self.part == "tbody" else ("col", "colgroup"))

    def handle_data(self, data):
        if self.part == "caption":
            self.tables[-1]["caption"] += data

    def handle_endtag(self, tag):
        if tag in ("thead", "tbody", "caption"):
            self.part = None


problems, tables, charts = [], 0, 0
pages = sorted(glob.glob(sys.argv[1] + "/*/*.html"))
for path in pages:
    page, name = Page(), os.path.basename(path)
    page.feed(open(path, encoding="utf-8").read())
    tables += len(page.tables)
    if page.language != "zh-CN":
        problems.append("%s: language %s" % (name, page.language))
    for number, table in enumerate(page.tables):
        if not table["caption"].strip():
            problems.append("%s: table %d has no caption" % (name, number + 1))
        if table["bad"]:
            problems.append("%s: %d heads of table %d have no scope" % (name, table["bad"], number + 1))
        if any(part == "tbody" and heads != 1 for part, heads, _ in table["rows"]):
            problems.append("%s: a row of table %d has not one head" % (name, number + 1))
        if len(set(table["width"].values())) != 1:
            problems.append("%s: rows of table %d differ in width" % (name, number + 1))
    problems += ["%s: id %s stands twice" % (name, i) for i in set(page.ids) if page.ids.count(i) > 1]
    problems += ["%s: %s leads nowhere" % (name, link) for link in page.links if link[1:] not in page.ids]
    problems += ["%s: note %s leads nowhere" % (name, i) for i in page.ids if i.startswith("note") and "mark" + i[4:] in page.ids and i not in page.backs]

for path in sorted(glob.glob(sys.argv[1] + "/*/*.svg")):
    charts += 1
    name, (report, chart) = os.path.basename(path), os.path.basename(path)[:-4].rsplit("_", 1)
    root = xml.parse(path).getroot()
    texts = ["".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    lines = [line.rstrip("\n").split("\t") for line in open(os.path.dirname(path) + "/" + report + ".figures.tsv", encoding="utf-8")]
    facts = [f for f in lines if f[0] == "chart/" + chart or f[0].startswith("chart/%s/" % chart)]
    known = [part for f in facts for part in f[6].split("|") if part]
    if root.find("{http://www.w3.org/2000/svg}title") is None or not root.get("aria-label"):
        problems.append(name + ": no title")
    shown = re.sub(r"\s", "", "".join(texts))
    drawn = [f for f in facts if f[1] == "series" and any(p[0].startswith(f[0] + "/") and p[1] == "point" for p in facts)]
    # The labels of a line of months are thinned out in small charts.
    labels = [] if facts[0][2] == "small-multiples" else [f[6].split("|")[0] for f in facts if f[1] == "category"]
    wanted = labels + ([f[6] for f in drawn] if len(drawn) > 1 else [])
    points = [f[6].split("|")[0] for f in facts if f[1] == "point"]
    # Nothing but zeros, or nothing: a statement stands for them.
    if not any(digit in "123456789" for point in points for digit in point):
        wanted = ["各项均为 0" if points else "本期无数据"]
    problems += ["%s: '%s' is not shown" % (name, w) for w in wanted if re.sub(r"\s", "", w) not in shown]
    everything = " ".join(known) + " " + " ".join(f[6] for f in lines if f[0].startswith(("table", "note")))
    for text in texts:
        for number in re.findall(r"[−-]?[0-9][0-9,]*(?:\.[0-9]+)?", text):
            if number not in everything and not re.search(r"溯源码|数据|　|[A-Z]", text):
                problems.append("%s: %s in '%s' is no figure of the report" % (name, number, text))
print("\n".join(problems[:40]))
print("%d pages, %d tables, %d charts, %d problems" % (len(pages), tables, charts, len(problems)))
sys.exit(1 if problems or not pages else 0)
