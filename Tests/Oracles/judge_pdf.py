#!/usr/bin/env python3
"""Judges finished PDFs from outside: reads the ink of every character, the ruling lines and the filled shapes back with a PDF
library (PDFium) and looks for text over text, text on a rule, labels over the marks of charts, text too small to read, text
outside the margins, characters that do not come back, pages without text, wrong page numbers.

usage: judge_pdf.py [--workers N] FILE.pdf or FOLDER…
Prints each finding and, last, 'F files, N pages, M findings'; exit status 1 when there are any, or nothing to judge.
Shares no code with Gazette.
"""
import ctypes
import math
import concurrent.futures
import os
import re
import sys
from collections import namedtuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MARGIN = 14.0    # points: nothing is printed nearer to the edge
GRID = 0.80      # lines lighter than this are chart grids; text crosses them on a white ground
TOUCH = 0.4      # points: ink may touch, not overlap deeper
SMALLEST = 4.4   # points: the raised marks of notes; all other text is larger
CONTRAST = 2.5   # of text on the shape behind it

Char = namedtuple("Char", "text box size color")
Shape = namedtuple("Shape", "box color points")
Line = namedtuple("Line", "a b width color")


def depth(a, b):
    """How deep two boxes (left, bottom, right, top) lie in each other."""
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def lightness(color):
    """Relative luminance, 0…1."""
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
    return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])


def brightness(color):
    return sum(color[:3]) / 765


def contrast(a, b):
    high, low = sorted((lightness(a), lightness(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def meets(box, a, b):
    """Does a segment meet a box? (Liang and Barsky's clipping.)"""
    low, high = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for p, q in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
        if p == 0:
            if q < 0:
                return False
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    return low <= high


def inside(point, polygon):
    is_inside, previous = False, polygon[-1]
    for corner in polygon:
        if (corner[1] > point[1]) != (previous[1] > point[1]):
            if point[0] < (previous[0] - corner[0]) * (point[1] - corner[1]) / (previous[1] - corner[1]) + corner[0]:
                is_inside = not is_inside
        previous = corner
    return is_inside


def characters(page):
    """Ink of each character that is not blank."""
    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    found, matrix = [], raw.FS_MATRIX()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if chr(code).isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
        raw.FPDFPageObj_GetMatrix(raw.FPDFText_GetTextObject(text, index), matrix)
        found.append(Char(
            "\ufffd" if raw.FPDFText_HasUnicodeMapError(text, index) == 1 else chr(code), (left.value, bottom.value, right.value, top.value),
            raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.b, matrix.d), (red.value, green.value, blue.value)))
    return found, text.get_text_bounded()


def color_of(get, item):
    values = [ctypes.c_uint() for _ in range(4)]
    get(item, *values)
    return tuple(value.value for value in values)


def subpaths(item):
    """The lines and curves of a path as polylines on the page; a curve by its ends."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    paths, curve = [], 0
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            paths.append([point])
        elif kind == raw.FPDF_SEGMENT_LINETO:
            paths[-1].append(point)
        else:
            curve += 1
            if curve % 3 == 0:
                paths[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            paths[-1].append(paths[-1][0])
    return paths, math.hypot(matrix.a, matrix.b)


def drawings(page):
    """Filled shapes, and stroked lines, in the order in which they are painted."""
    shapes, lines = [], []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        paths, scale = subpaths(item)
        if fill.value:
            color = color_of(raw.FPDFPageObj_GetFillColor, item)
            for path in paths:
                xs, ys = [p[0] for p in path], [p[1] for p in path]
                if len(path) > 2:
                    shapes.append(Shape((min(xs), min(ys), max(xs), max(ys)), color, path))
        if stroke.value:
            width = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(item, width)
            color = color_of(raw.FPDFPageObj_GetStrokeColor, item)
            for path in paths:
                lines += [Line(a, b, width.value * scale, color) for a, b in zip(path, path[1:])]
    return shapes, lines


def over_text(chars):
    ordered = sorted(chars, key=lambda c: c.box[1])
    for index, char in enumerate(ordered):
        for other in ordered[index + 1:]:
            if other.box[1] >= char.box[3]:
                break
            if depth(char.box, other.box) > TOUCH:
                yield "'%s' over '%s' at %.0f, %.0f" % (char.text, other.text, other.box[0], other.box[1])


def on_lines(chars, lines):
    dark = [line for line in lines if brightness(line.color) < GRID]
    for char in chars:
        left, bottom, right, top = char.box
        core = (left + 0.2, bottom + 0.2, right - 0.2, top - 0.2)
        for line in dark:
            if max(line.a[0], line.b[0]) < left or min(line.a[0], line.b[0]) > right or max(line.a[1], line.b[1]) < bottom or min(line.a[1], line.b[1]) > top:
                continue
            if core[0] < core[2] and core[1] < core[3] and meets(core, line.a, line.b):
                yield "'%s' on a rule at %.0f, %.0f" % (char.text, left, bottom)
                break


def on_shapes(chars, shapes):
    """A label may stand in its bar, readable and whole; not across an edge, and not on a ground that hides it."""
    for char in chars:
        ground = None
        for shape in shapes:
            if depth(char.box, shape.box) <= TOUCH:
                continue
            core = (char.box[0] + TOUCH, char.box[1] + TOUCH, char.box[2] - TOUCH, char.box[3] - TOUCH)
            crossed = any(meets(core, a, b) for a, b in zip(shape.points, shape.points[1:] + shape.points[:1]))
            if not crossed and inside((core[0], core[1]), shape.points):
                ground = shape
            elif crossed and brightness(shape.color) < GRID:
                yield "'%s' over the edge of a mark at %.0f, %.0f" % (char.text, char.box[0], char.box[1])
        if ground is not None and contrast(char.color, ground.color) < CONTRAST:
            yield "'%s' hardly stands out on its ground at %.0f, %.0f" % (char.text, char.box[0], char.box[1])


def page_number(number, count):
    return r"第\s*%s\s*页\s*共\s*%s\s*页" % (number, count)


def is_numbered(document):
    """Page numbers are expected when the first page has one, or any page its own: a book of forms starts with a cover."""
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return re.search(page_number(r"\d*", r"\d*"), texts[0]) is not None or any(
        re.search(page_number(number, len(texts)), text) for number, text in enumerate(texts, 1))


def judge(page, number, count, numbered):
    width, height = page.get_size()
    chars, text = characters(page)
    if not chars:
        yield "page without text"
    for char in chars:
        left, bottom, right, top = char.box
        if char.text == "\ufffd":
            yield "character does not come back at %.0f, %.0f" % (left, bottom)
        if left < MARGIN or right > width - MARGIN or bottom < MARGIN or top > height - MARGIN:
            yield "'%s' at %.0f, %.0f is outside the margins" % (char.text, left, bottom)
        if char.size < SMALLEST:
            yield "'%s' at %.0f, %.0f is set in %.1f pt" % (char.text, left, bottom, char.size)
    if numbered and not re.search(page_number(number, count), text):
        yield "the page number is missing or wrong"
    shapes, lines = drawings(page)
    yield from over_text(chars)
    yield from on_lines(chars, lines)
    yield from on_shapes(chars, shapes)


def judge_file(path):
    """Pages and findings of a file."""
    document = pdfium.PdfDocument(path)
    count, findings = len(document), []
    numbered = is_numbered(document)
    for number in range(1, count + 1):
        page = document[number - 1]
        findings += ["%s, page %d: %s" % (os.path.basename(path), number, finding) for finding in judge(page, number, count, numbered)]
        page.close()
    document.close()
    return count, findings


def files(arguments):
    for argument in arguments:
        if os.path.isdir(argument):
            for folder, _, names in sorted(os.walk(argument)):
                yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".pdf"))
        else:
            yield argument


def main():
    arguments, workers = sys.argv[1:], os.cpu_count() or 1
    if arguments[:1] == ["--workers"]:
        workers, arguments = int(arguments[1]), arguments[2:]
    paths = list(files(arguments))
    pages = findings = 0
    with concurrent.futures.ProcessPoolExecutor(max(1, min(workers, len(paths)))) as pool:
        for count, found in pool.map(judge_file, paths, chunksize=8):
            pages += count
            findings += len(found)
            for finding in found:
                print(finding)
    print("%d files, %d pages, %d findings" % (len(paths), pages, findings))
    return 1 if findings or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
