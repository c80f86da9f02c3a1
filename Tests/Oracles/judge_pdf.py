#!/usr/bin/env python3
"""Judges finished PDFs from outside: reads character boxes and ruling lines back with a PDF library and looks for text over text,
text on a rule, text outside the margins, characters that do not come back, pages without text.

usage: judge_pdf.py FILE.pdf…    Prints each finding and, last, 'N pages, M findings'; exit status 1 when there are any.
Shares no code with Gazette.
"""
import sys

import pdfplumber

MARGIN = 14.0  # points: nothing is printed nearer to the edge
GRID = 0.80    # lines lighter than this are chart grids; text crosses them on a white ground


def core(char):
    """The middle of a character's box, where its ink is whatever the letter."""
    height = char["bottom"] - char["top"]
    return char["x0"] + 0.1 * char["width"], char["top"] + 0.33 * height, char["x1"] - 0.1 * char["width"], char["bottom"] - 0.33 * height


def lightness(color):
    if color is None:
        return 0
    color = color if isinstance(color, (list, tuple)) else [color]
    return sum(color) / len(color) if color else 0


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.4 and min(a[3], b[3]) - max(a[1], b[1]) > 0.4


def judge(page):
    chars = [c for c in page.chars if c["text"].strip()]
    if not chars:
        yield "page without text"
    for char in chars:
        if "\ufffd" in char["text"] or char["text"].startswith("(cid:"):
            yield "character does not come back at %.0f, %.0f" % (char["x0"], char["top"])
        if char["x0"] < MARGIN or char["x1"] > page.width - MARGIN or char["top"] < MARGIN or char["bottom"] > page.height - MARGIN:
            yield "'%s' at %.0f, %.0f is outside the margins" % (char["text"], char["x0"], char["top"])
    boxes = sorted(((core(c), c["text"]) for c in chars), key=lambda b: b[0][1])
    for index, (box, text) in enumerate(boxes):
        for other, other_text in boxes[index + 1:]:
            if other[1] >= box[3]:
                break
            if overlap(box, other):
                yield "'%s' over '%s' at %.0f, %.0f" % (text, other_text, other[0], other[1])
    rules = [line for line in page.lines if abs(line["top"] - line["bottom"]) < 0.1 and lightness(line["stroking_color"]) < GRID]
    for box, text in boxes:
        for rule in rules:
            if box[1] < rule["top"] < box[3] and rule["x0"] < box[2] and rule["x1"] > box[0]:
                yield "'%s' on a rule at %.0f, %.0f" % (text, box[0], rule["top"])


def main():
    pages = findings = 0
    for path in sys.argv[1:]:
        with pdfplumber.open(path) as document:
            for number, page in enumerate(document.pages, 1):
                pages += 1
                for finding in judge(page):
                    findings += 1
                    print("%s, page %d: %s" % (path.rsplit("/", 1)[-1], number, finding))
                page.close()
    print("%d pages, %d findings" % (pages, findings))
    return 1 if findings or not pages else 0


sys.exit(main())
