"""Reads an XLSX file with openpyxl and prints what it holds, one fact per line, for the tests to compare.

Lines: kind TAB sheet TAB place TAB value… Numbers are printed by repr (shortest text of the double).
Usage: read_workbook.py FILE
"""

import sys
import zipfile
import xml.dom.minidom

import openpyxl
from openpyxl.cell.cell import MergedCell


def out(*fields):
    print("\t".join("" if f is None else str(f).replace("\n", "\\n") for f in fields))


def package(path):
    with zipfile.ZipFile(path) as archive:
        bad = archive.testzip()
        out("zip", "", "", "damaged " + bad if bad else "ok")
        for name in sorted(archive.namelist()):
            if name.endswith((".xml", ".rels")):
                xml.dom.minidom.parseString(archive.read(name))
            out("part", "", name, "well-formed")
        for name in sorted(n for n in archive.namelist() if n.startswith("xl/charts/chart")):
            document = xml.dom.minidom.parseString(archive.read(name))
            kinds = [k for k in ("c:barChart", "c:lineChart", "c:areaChart", "c:pieChart", "c:doughnutChart") if document.getElementsByTagName(k)]
            values = [v.firstChild.data for v in document.getElementsByTagName("c:v")]
            texts = [t.firstChild.data for t in document.getElementsByTagName("a:t")]
            out("chart", "", name, ",".join(kinds), "|".join(values), "|".join(texts))
            for axis in document.getElementsByTagName("c:valAx"):
                limits = [axis.getElementsByTagName(tag) for tag in ("c:min", "c:max", "c:majorUnit")]
                out("axis", "", name, *(tag[0].getAttribute("val") if tag else "" for tag in limits))


def drawings(path):
    """Charts and pictures per drawing part, counted in its XML (openpyxl needs an imaging library for pictures)."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if n.startswith("xl/drawings/drawing")):
            document = xml.dom.minidom.parseString(archive.read(name))
            out("drawings", "", name, *(len(document.getElementsByTagName(tag)) for tag in ("xdr:graphicFrame", "xdr:pic")))


def color(c):
    return c.rgb[-6:].lower() if c is not None and c.type == "rgb" and c.rgb else ""


def sheet(ws, results):
    name = ws.title
    setup = ws.page_setup
    out("freeze", name, "", ws.freeze_panes)
    out("titles", name, "", ws.print_title_rows)
    out("area", name, "", ws.print_area)
    out("page", name, "", setup.paperSize, setup.orientation, 1 if setup.fitToWidth is None else setup.fitToWidth, setup.fitToHeight, ws.sheet_properties.pageSetUpPr.fitToPage)
    out("view", name, "", ws.sheet_view.showGridLines, ws.sheet_view.zoomScale or 100, ws.print_options.horizontalCentered)
    out("margins", name, "", *(round(m * 25.4, 2) for m in (ws.page_margins.left, ws.page_margins.right, ws.page_margins.top, ws.page_margins.bottom)))
    out("footer", name, "", ws.oddFooter.left.text, ws.oddFooter.right.text)
    guard = ws.protection
    out("protection", name, "", guard.sheet, guard.password or "", guard.formatColumns, guard.formatRows, guard.autoFilter, guard.formatCells, ws.auto_filter.ref)
    for merged in sorted(str(r) for r in ws.merged_cells.ranges):
        out("merge", name, merged, "")
    for letters, dimension in sorted(ws.column_dimensions.items()):
        out("width", name, letters, round(dimension.width, 3))
    for row in ws.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.value is None and not cell.has_style:
                continue
            result = results[cell.coordinate].value
            formula = cell.value if cell.data_type == "f" else ""
            value = repr(result) if isinstance(result, (int, float)) else result
            kind = "empty" if cell.value is None else "number" if isinstance(result, (int, float)) else "text"
            font = cell.font
            fill = color(cell.fill.fgColor) if cell.fill.patternType == "solid" else ""
            edge = cell.border
            out("cell", name, cell.coordinate, kind, value, cell.number_format, "bold" if font.b else "", color(font.color), fill,
                cell.alignment.horizontal, int(cell.alignment.indent or 0), edge.top.style or "", edge.bottom.style or "", formula, cell.protection.locked)


def main():
    path = sys.argv[1]
    package(path)
    drawings(path)
    book = openpyxl.load_workbook(path, rich_text=False)
    results = openpyxl.load_workbook(path, rich_text=False, data_only=True)
    properties = book.properties
    out("properties", "", "", properties.title, properties.creator, properties.created.isoformat(), properties.keywords)
    out("more-properties", "", "", properties.subject, properties.category, properties.contentStatus, properties.description)
    for custom in book.custom_doc_props.props:
        out("custom", "", custom.name, custom.value)
    for name, defined in sorted(book.defined_names.items()):
        out("name", "", name, defined.attr_text)
    for ws in book.worksheets:
        sheet(ws, results[ws.title])


main()
