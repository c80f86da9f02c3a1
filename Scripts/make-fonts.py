#!/usr/bin/env python3
"""Makes the three typefaces in Fonts/ from Debian's fonts-noto-cjk. Run by a maintainer; the result is committed.

    python3 -m venv .venv && .venv/bin/pip install fonttools==4.68.0
    .venv/bin/python Scripts/make-fonts.py [--source /usr/share/fonts/opentype/noto] [--out Fonts]

Noto Sans CJK SC and Noto Serif CJK SC (OpenType with CFF outlines) become TrueType faces with the GBK characters:
cubic outlines are approximated to 0.5 of 1000 units, layout features and hinting are left out, the digits of the
Song face are the half-width ones (500 units), so that they stand in columns as those of Hei do. The family names are
our own, because Noto is a trademark; the copyright line and the licence (OFL 1.1) stay. Same input, same bytes.
"""
import argparse
import hashlib
import os

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TOLERANCE = 0.5
# 2026-01-01T00:00:00Z in seconds since 1904: the same for every run.
FIXED_DATE = 3850070400
VERSION = "Version 1.000"
MORE = (
    "–—−×÷≤≥≠±·…‰℃“”‘’～№Σ¹²³→←↑↓↔▲△▼▽●○■□◆◇〓€¥￥✓"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)

FACES = [
    ("GazetteHei-Regular.ttf", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "Gazette Hei", "Regular", False),
    ("GazetteHei-Bold.ttf", "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "Gazette Hei", "Bold", False),
    ("GazetteSong-Bold.ttf", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", "Gazette Song", "Bold", True),
]


def wanted_characters():
    """GBK, ASCII, Latin-1, full-width forms and the marks that Gazette itself prints."""
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0xFF01, 0xFF5F)) | set(map(ord, MORE))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                wanted.update(map(ord, bytes([lead, trail]).decode("gbk")))
            except UnicodeDecodeError:
                pass
    return wanted


def open_face(path, family):
    """The face of the collection whose family name is `family`."""
    for number in range(64):
        font = TTFont(path, fontNumber=number, recalcTimestamp=False)
        if font["name"].getDebugName(1) == family:
            return font
    raise SystemExit(f"{path}: no face named {family}")


def half_width_digits(font):
    """Character code → glyph name of the hwid feature, for 0–9."""
    gsub, cmap, result = font["GSUB"].table, font.getBestCmap(), {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag != "hwid":
            continue
        for index in record.Feature.LookupListIndex:
            for table in gsub.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(table, "ExtSubTable", table), "mapping", {})
                result.update({code: mapping[cmap[code]] for code in range(0x30, 0x3A) if cmap[code] in mapping})
    if len(result) != 10 or {font["hmtx"][name][0] for name in result.values()} != {500}:
        raise SystemExit("the serif face has no half-width digits of 500 units")
    return result


def remap(font, replacements):
    for table in font["cmap"].tables:
        if table.isUnicode() and hasattr(table, "cmap"):
            table.cmap.update({code: name for code, name in replacements.items() if code in table.cmap})


def keep_only(font, characters):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables = ["VORG", "vhea", "vmtx", "BASE", "GSUB", "GPOS", "GDEF"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def to_truetype(font):
    """Replaces the CFF outlines by quadratic ones."""
    glyph_set, order, glyphs = font.getGlyphSet(), font.getGlyphOrder(), {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    del font["CFF "]
    glyf.compile(font)
    for name in order:
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyf[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
        "maxComponentElements maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentDepth"
    ).split():
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font, family, style):
    """Our family name; the original copyright, designers and licence stay, the trademark line goes with the name."""
    names = font["name"]
    postscript = family.replace(" ", "") + "-" + style
    origin = names.getDebugName(3)
    names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409 and n.nameID in (0, 8, 9, 10, 11, 12, 13, 14)]
    for number, text in {
        1: family, 2: style, 3: f"{postscript}; from {origin}", 4: f"{family} {style}", 5: VERSION, 6: postscript,
    }.items():
        names.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = FIXED_DATE
    font["head"].fontRevision = 1.0


def make(source, out, face, characters):
    file, collection, origin, family, style, half_width = face
    font = open_face(os.path.join(source, collection), origin)
    lacking = sorted(characters - set(font.getBestCmap()))
    if half_width:
        remap(font, half_width_digits(font))
    keep_only(font, characters)
    to_truetype(font)
    rename(font, family, style)
    path = os.path.join(out, file)
    font.save(path)
    data = open(path, "rb").read()
    print(f"{hashlib.sha256(data).hexdigest()}  {file}  {len(data)} bytes, {len(font.getBestCmap())} characters, "
          f"lacking: {' '.join('U+%04X' % c for c in lacking) or 'none'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default="/usr/share/fonts/opentype/noto")
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fonts"))
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    characters = wanted_characters()
    for face in FACES:
        make(options.source, options.out, face, characters)


if __name__ == "__main__":
    main()
