"""Independent oracle of the workbook reader: writes workbooks with xlwt and openpyxl, and dumps workbooks with xlrd and openpyxl.

Usage: sheets.py make FOLDER      writes the test workbooks (synthetic data)
       sheets.py seeds FOLDER     writes small workbooks of all kinds of cells, which tests damage
       sheets.py dump FILE        prints what the file holds, one fact per line
       sheets.py source FOLDER    writes what the committed fixtures are converted from (Scripts/make-sheet-fixtures.sh)

Lines, TAB between fields, control characters and backslashes in texts as \\xHHHH:
  book   1900|1904
  sheet  name  visible|hidden|veryHidden
  merge  A1:C3                                   sorted
  row    4  hidden                               then the columns: column  C  hidden
  cell   A1  number|date  repr of the double     cells by row and column; empty ones and empty results are left out
  cell   A1  text|boolean|error  value
"""

import datetime
import os
import struct
import sys
import warnings

LONG = "职工基本养老保险待遇核定表𠮷々〆" * 600
FORMATS = ["yyyy-mm-dd", '[$-804]yyyy"年"m"月"d"日"', "h:mm:ss", "[h]:mm", "yyyy/m/d h:mm", "m\\-d"]
NUMBER_FORMATS = ["0.00", '#,##0.00"元/月 dmy"', "[Red]0.0", "0.00E+00", '0"d"', "_(* #,##0_)", "[>100]0;0.0", "\\d0", "General"]


def escaped(text):
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return "".join("\\x%04x" % ord(c) if c == "\\" or ord(c) < 32 or ord(c) == 127 else c for c in text)


def out(*fields):
    print("\t".join(fields))


def name(row, column):
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def hidden(rows, columns):
    for row in sorted(rows):
        out("row", str(row + 1), "hidden")
    for column in sorted(columns):
        out("column", name(0, column)[:-1], "hidden")


# Dumps

def dump_xls(path):
    import xlrd
    # LibreOffice cuts texts between the two halves of 𠮷, and XLS counts halves; xlrd decodes each piece by itself, counts
    # characters, and would give up. Here it gets the halves, which escaped() joins.
    def halves(data, encoding):
        return "".join(map(chr, struct.unpack("<%dH" % (len(data) // 2), data))) if encoding == "utf_16_le" else data.decode(encoding)
    xlrd.book.unicode = xlrd.sheet.unicode = xlrd.biffh.unicode = halves
    book = xlrd.open_workbook(path, formatting_info=True, ragged_rows=True)
    out("book", "1904" if book.datemode else "1900")
    for sheet in book.sheets():
        out("sheet", escaped(sheet.name), ["visible", "hidden", "veryHidden"][sheet.visibility])
        for r1, r2, c1, c2 in sorted(sheet.merged_cells, key=lambda m: (m[0], m[2], m[1], m[3])):
            out("merge", f"{name(r1, c1)}:{name(r2 - 1, c2 - 1)}")
        hidden([r for r, info in sheet.rowinfo_map.items() if info.hidden], [c for c, info in sheet.colinfo_map.items() if info.hidden and c < 256])
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
                place = name(row, column)
                if kind == xlrd.XL_CELL_TEXT and value != "":
                    out("cell", place, "text", escaped(value))
                elif kind == xlrd.XL_CELL_NUMBER:
                    out("cell", place, "number", repr(float(value)))
                elif kind == xlrd.XL_CELL_DATE:
                    out("cell", place, "date", repr(float(value)))
                elif kind == xlrd.XL_CELL_BOOLEAN:
                    out("cell", place, "boolean", str(int(value)))
                elif kind == xlrd.XL_CELL_ERROR:
                    out("cell", place, "error", xlrd.error_text_from_code[value])


def dump_xlsx(path):
    import openpyxl
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(path, data_only=True)
    out("book", "1904" if book.epoch == CALENDAR_MAC_1904 else "1900")
    for sheet in book.worksheets:
        out("sheet", escaped(sheet.title), sheet.sheet_state)
        for r in sorted(sheet.merged_cells.ranges, key=lambda m: (m.min_row, m.min_col, m.max_row, m.max_col)):
            out("merge", f"{name(r.min_row - 1, r.min_col - 1)}:{name(r.max_row - 1, r.max_col - 1)}")
        columns = [d for d in sheet.column_dimensions.values() if d.hidden]
        hidden([r - 1 for r, d in sheet.row_dimensions.items() if d.hidden], {c - 1 for d in columns for c in range(d.min, d.max + 1)})
        # Not iter_rows(), which makes a cell for every place up to the last one.
        for _, cell in sorted(sheet._cells.items()):
            value, place = cell.value, cell.coordinate
            if value is None or value == "" or isinstance(cell, openpyxl.cell.cell.MergedCell):
                continue
            if isinstance(value, bool):
                out("cell", place, "boolean", str(int(value)))
            elif isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
                out("cell", place, "date", repr(float(to_excel(value, book.epoch))))
            elif isinstance(value, (int, float)):
                out("cell", place, "date" if is_date_format(cell.number_format) else "number", repr(float(value)))
            elif cell.data_type == "e":
                out("cell", place, "error", value)
            else:
                out("cell", place, "text", escaped(value))


# Workbooks to read

class Numbers:
    """Pseudo-random numbers, the same everywhere."""

    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound

    def amount(self):
        kind = self.next(6)
        if kind == 0:
            return self.next(1000)
        if kind == 1:
            return self.next(10**9) / 100
        if kind == 2:
            return -self.next(10**6) / 1000
        if kind == 3:
            return self.next(2**40) * 1e7 + self.next(100) / 7
        if kind == 4:
            return 1 / (1 + self.next(10**6))
        return self.next(2**31) * 10.0 ** (self.next(40) - 20)


def make_xls(path, date_1904, rows, cut):
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    numbers, sheet = Numbers(7), book.add_sheet("参保𠮷 々")
    styles = [xlwt.easyxf(num_format_str=f) for f in FORMATS + NUMBER_FORMATS]
    for column, style in enumerate(styles):
        for row, serial in enumerate([1.0, 59.0, 61.0, 45000.25, 46326.999988, 0.5]):
            sheet.write(row, column, serial, style)
    texts = ["合成数据", "plain ASCII", "é Latin ÿ", "𠮷野家", "々", " 空格 ", "行一\n行二", "tab\there", "", "a" * 9000, LONG[:9000], "x" * 300 + "汉" * 30]
    for index, text in enumerate(texts):
        sheet.write(10 + index, 0, text)
    for index, value in enumerate([True, False]):
        sheet.write(10, 3 + index, value)
    for index, code in enumerate(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]):
        row = sheet.row(11)
        row.set_cell_error(3 + index, code + "!" if code == "#N/A" else code)
    for index in range(400):
        sheet.write(30 + index // 20, index % 20, numbers.amount())
    sheet.write_merge(60, 62, 0, 3, "合并")
    sheet.merge(64, 65, 2, 4)
    rich = ((("粗体", xlwt.easyfont("bold true"))), "普通", ("斜体 𠮷", xlwt.easyfont("italic true")))
    sheet.write_rich_text(66, 0, rich)
    for row in (31, 32, 35):
        sheet.row(row).hidden = True
    for column in (2, 3, 7):
        sheet.col(column).hidden = True
    hidden = book.add_sheet("隐藏")
    hidden.visibility = 1
    hidden.write(65535, 255, "IV65536")
    very = book.add_sheet("VeryHidden")
    very.visibility = 2
    very.write(0, 0, 1)
    long = book.add_sheet("长文本")
    for index in range(cut):
        # Texts of every length, compressed and wide by turns, so that the table of texts is cut at every kind of place.
        text = ("abc%d" % index) + ("x" if index % 3 else "险") * (index % 211)
        long.write(index, index % 5, text)
    many = book.add_sheet("多行")
    for row in range(rows):
        many.write(row, 0, row)
        many.write(row, 1, "行 %d" % (row % 977))
        many.write(row, 2, numbers.amount())
    book.save(path)


def make_xlsx(path, date_1904, rows):
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    book = openpyxl.Workbook()
    if date_1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904
        book.epoch = CALENDAR_MAC_1904
    numbers, sheet = Numbers(11), book.active
    sheet.title = "参保𠮷 々"
    for column, code in enumerate(FORMATS + NUMBER_FORMATS):
        for row, serial in enumerate([61, 45000.25, 46326.5]):
            sheet.cell(row + 1, column + 1, serial).number_format = code
    texts = ["合成数据", "𠮷野家", " 空格 ", "行一\n行二", "tab\there", "<&>\"'", "a" * 9000, LONG[:9000], "=SUM(A1:A2)x"[1:]]
    for index, text in enumerate(texts):
        sheet.cell(11 + index, 1, text)
    sheet["D11"], sheet["E11"] = True, False
    for index, code in enumerate(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]):
        sheet.cell(12, 4 + index, code)
    for index in range(400):
        sheet.cell(31 + index // 20, 1 + index % 20, numbers.amount())
    sheet.merge_cells("A61:D63")
    sheet["A61"] = "合并"
    sheet.merge_cells("C65:E66")
    sheet["A67"] = CellRichText("普通", TextBlock(InlineFont(b=True), "粗体"), " 𠮷")
    for row in (32, 33, 36):
        sheet.row_dimensions[row].hidden = True
    for column in "CDH":
        sheet.column_dimensions[column].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["XFD1048576"] = "last"
    very = book.create_sheet("VeryHidden")
    very.sheet_state = "veryHidden"
    very["A1"] = 1
    many = book.create_sheet("多行")
    for row in range(rows):
        many.append([row, "行 %d" % (row % 977), numbers.amount()])
    book.save(path)


def make_source(path, date_1904):
    """Formulas whose results LibreOffice stores when it converts the file."""
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    book = openpyxl.Workbook()
    if date_1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "公式 合成数据"
    for row in range(1, 41):
        sheet.cell(row, 1, row * 1234.5678 / 10)
        sheet.cell(row, 2, f"=A{row}*2")
        sheet.cell(row, 3, f'="第"&{row}&"行 𠮷"')
        sheet.cell(row, 4, f"=A{row}>1000")
        sheet.cell(row, 5, f"=1/({row}-7)")
        sheet.cell(row, 6, f'=IF(A{row}>1000,"","有")')
        sheet.cell(row, 7, f"=DATE(2026,1,{row})").number_format = '[$-804]yyyy"年"m"月"d"日"'
        sheet.cell(row, 8, datetime.datetime(2026, 10, 31, 13, 5)).number_format = "yyyy-mm-dd hh:mm"
    sheet["A42"], sheet["B42"] = "=SUM(A1:A40)", "=NA()"
    sheet["C42"] = '=REPT("长文本𠮷",2500)'
    sheet["D42"] = "=VLOOKUP(1,A1:B2,2,FALSE)"
    sheet.merge_cells("A44:H45")
    sheet["A44"] = "合并"
    for row in (5, 6, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    long = book.create_sheet("长文本")
    for index in range(150):
        # More than one record of shared texts, each text of another length, with letters of one, two and four bytes.
        long.cell(index + 1, index % 5 + 1, "%d%s" % (index, ("𠮷险" if index % 2 else "ab") * (index % 61)))
    rich = CellRichText("普通", TextBlock(InlineFont(b=True), "粗体"), " 𠮷", TextBlock(InlineFont(i=True), "险" * 3000))
    long["G1"] = rich
    second = book.create_sheet("隐藏")
    second.sheet_state = "hidden"
    second["B2"] = "='公式 合成数据'!A42"
    book.save(path)


def make_small(path):
    import openpyxl
    book = openpyxl.Workbook()
    book.active.title = "合成数据"
    book.active.append(["参保", 1])
    book.save(path)


def make_seeds(folder):
    make_xls(os.path.join(folder, "xlwt.xls"), False, 40, 60)
    make_xls(os.path.join(folder, "xlwt-small.xls"), True, 3, 3)
    make_xlsx(os.path.join(folder, "openpyxl.xlsx"), True, 40)
    make_xlsx(os.path.join(folder, "openpyxl-small.xlsx"), False, 3)


def main():
    command, path = sys.argv[1:3]
    if command == "dump":
        with open(path, "rb") as file:
            magic = file.read(4)
        (dump_xlsx if magic == b"PK\x03\x04" else dump_xls)(path)
    elif command == "make":
        for year, rows, cut in ((1900, 65536, 2500), (1904, 300, 40)):
            make_xls(os.path.join(path, f"xlwt{year}.xls"), year == 1904, rows, cut)
            make_xlsx(os.path.join(path, f"openpyxl{year}.xlsx"), year == 1904, rows)
    elif command == "seeds":
        make_seeds(path)
    elif command == "source":
        make_source(os.path.join(path, "source.xlsx"), False)
        make_source(os.path.join(path, "source1904.xlsx"), True)
        make_small(os.path.join(path, "small.xlsx"))


main()
