#!/usr/bin/env python3
"""Holds every font embedded in finished PDFs against the face that it is made of: each character must have the outline and the
advance that the face has for it, the PDF's own width must be that advance, and the font file must be whole.

usage: check_pdf_fonts.py FONTS-FOLDER FILE.pdf or FOLDER…
Prints each difference and, last, 'F files, N fonts, C characters, M differences'; exit status 1 when there are any, or nothing was
compared. Reads PDFs with pdfminer and fonts with fontTools; shares no code with Gazette.
"""
import glob
import io
import os
import re
import sys

from fontTools.ttLib import TTFont
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1


def texts(stream):
    """Code → text, of a ToUnicode table with bfchar entries."""
    found = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", stream.get_data().decode("ascii"), re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", part):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found


def outline(font, glyph):
    coordinates, ends, flags = font["glyf"][glyph].getCoordinates(font["glyf"])
    return list(coordinates), list(ends), [flag & 1 for flag in flags]


def embedded(descriptor):
    return TTFont(io.BytesIO(resolve1(resolve1(descriptor)["FontFile2"]).get_data()), checkChecksums=2)


def fonts_of(path):
    """The font dictionaries of a file, each once."""
    seen = {}
    with open(path, "rb") as opened:
        file = io.BytesIO(opened.read())
    for page in PDFPage.create_pages(PDFDocument(PDFParser(file))):
        for reference in (resolve1(page.resources.get("Font")) or {}).values():
            seen[reference.objid] = resolve1(reference)
    return seen.values()


def check(font, faces):
    """(characters compared, problems)"""
    name = font["BaseFont"].name.split("+")[1]
    face, problems, count = faces[name], [], 0
    known = face.getBestCmap()
    is_wide = font["Subtype"].name == "Type0"
    if is_wide:
        inner = resolve1(resolve1(font["DescendantFonts"])[0])
        subset, widths, row = embedded(inner["FontDescriptor"]), {}, resolve1(inner["W"])
        for first, run in zip(row[::2], row[1::2]):
            widths.update({first + place: width for place, width in enumerate(resolve1(run))})
        default = inner["DW"]
    else:
        subset, first = embedded(font["FontDescriptor"]), font["FirstChar"]
        widths, default = {first + place: width for place, width in enumerate(resolve1(font["Widths"]))}, None
    order, own = subset.getGlyphOrder(), subset.getBestCmap()
    for code, text in texts(resolve1(font["ToUnicode"])).items():
        glyph = order[code] if is_wide else own[ord(text)]
        wanted = known.get(ord(text)) or known[0x3013]   # a character that the face lacks is drawn as 〓
        count += 1
        if outline(subset, glyph) != outline(face, wanted):
            problems.append("%s: another outline for '%s'" % (name, text))
        if subset["hmtx"][glyph] != face["hmtx"][wanted]:
            problems.append("%s: another advance for '%s'" % (name, text))
        if widths.get(code, default) != face["hmtx"][wanted][0] * 1000 // face["head"].unitsPerEm:
            problems.append("%s: the PDF gives another width for '%s'" % (name, text))
    return count, problems


def main():
    faces = {os.path.basename(path)[:-4]: TTFont(path) for path in glob.glob(sys.argv[1] + "/*.ttf")}
    files = [path for argument in sys.argv[2:]
             for path in (sorted(glob.glob(argument + "/**/*.pdf", recursive=True)) if os.path.isdir(argument) else [argument])]
    fonts = characters = differences = 0
    for path in files:
        for font in fonts_of(path):
            count, problems = check(font, faces)
            fonts, characters, differences = fonts + 1, characters + count, differences + len(problems)
            for problem in problems:
                print("%s, %s" % (os.path.basename(path), problem))
    print("%d files, %d fonts, %d characters, %d differences" % (len(files), fonts, characters, differences))
    sys.exit(0 if characters and not differences else 1)


if __name__ == "__main__":
    main()
