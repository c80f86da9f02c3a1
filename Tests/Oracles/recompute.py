#!/usr/bin/env python3
"""Recomputes every printed figure of SB-Z01 … SB-Z05 and SB-Y03 of one month straight from the text interface files,
with integers and fractions only, and compares with the figures files that Gazette wrote.

usage: recompute.py EXCHANGE OUTPUT yyyymm
Shares no code and no definition file with Gazette. Prints each difference and, last, 'N passed, M failed'.
"""
import glob
import os
import sys
from fractions import Fraction

EXCHANGE, OUTPUT, PERIOD = sys.argv[1], sys.argv[2], int(sys.argv[3])
FEEDS = {"110": ("YL", "gb18030"), "120": ("JG", "utf-8"), "170": ("CX", "utf-8"), "210": ("SY", "gb18030"), "410": ("GS", "utf-8"), "310": ("YB", "utf-8")}
DISTRICTS = "110101 110102 110105 110106 110107 110108 110109 110111 110112 110113 110114 110115 110116 110117 110118 110119 110130 110199".split()
NA, MISSING = "n/a", "missing"

# Real parameters, typed again by hand from the published tables.
LOWER = {2018: 3387, 2019: 3613, 2020: 3613, 2021: 5360, 2022: 5869, 2023: 6326, 2024: 6821, 2025: 7162, 2026: 7270}
UPPER = {2018: 25401, 2019: 23565, 2020: 26541, 2021: 28221, 2022: 31884, 2023: 33891, 2024: 35283, 2025: 35811, 2026: 36348}
AVERAGE = {2018: 7855, 2019: 8847, 2020: 9407, 2021: 10628, 2022: 11297, 2023: 11761, 2024: 11937, 2025: 12116}
MINIMUM = {2018: MISSING, 2019: 2200, 2020: 2200, 2021: 2320, 2022: 2320, 2023: 2420, 2024: 2420, 2025: 2540, 2026: 2540}


def cents(text):
    """Yuan text to integer cents, half away from zero."""
    negative = text.startswith("-")
    whole, _, part = text.lstrip("-").partition(".")
    scaled = int(whole) * 100 + int((part + "00")[:2]) + (1 if len(part) > 2 and part[2] >= "5" else 0)
    return -scaled if negative else scaled


def shift(period, months):
    n = period // 100 * 12 + period % 100 - 1 + months
    return n // 12 * 100 + n % 12 + 1


def lower_limit(period):
    year = period // 100 if period % 100 >= 7 else period // 100 - 1
    return LOWER[year] * 100


class Cell:
    """Sums of one feed, month and district."""
    def __init__(self):
        self.units, self.n = set(), dict.fromkeys("payers base at_lower due_u due_p paid_u paid_p clr_u clr_p owed_u owed_p back late insured active drawing maternity".split(), 0)


def read_feed(insurance, period):
    prefix, encoding = FEEDS[insurance]
    path = "%s/%d/%s_%d.TXT" % (EXCHANGE, period, prefix, period)
    if not os.path.exists(path):
        return None
    cells = {d: Cell() for d in DISTRICTS}
    low = lower_limit(period)
    for line in open(path, encoding=encoding, newline="\n"):
        f = line.rstrip("\n").split("|")
        cell = cells[f[1]]
        n, klass, status = cell.n, f[4], f[19]
        paid_u, paid_p = cents(f[10]), cents(f[11])
        if paid_u + paid_p > 0 and int(f[18]) > 0:
            base = cents(f[7])
            n["payers"] += 1
            n["base"] += base
            if base == low:
                n["at_lower"] += 1
            if f[2]:
                cell.units.add(f[2])
        for key, index in (("due_u", 8), ("due_p", 9), ("clr_u", 12), ("clr_p", 13), ("owed_u", 14), ("owed_p", 15), ("back", 16), ("late", 17)):
            if f[index] != "0.00":
                n[key] += cents(f[index])
        n["paid_u"] += paid_u
        n["paid_p"] += paid_p
        group = klass[0]
        if insurance in ("110", "120"):
            n["insured"] += status in "123"
            n["active"] += group in "12" and status in "12"
            n["drawing"] += group == "3" and status == "3"
        elif insurance == "170":
            n["insured"] += klass in ("61", "62") and status in "123"
            n["active"] += klass == "61" and status in "12"
            n["drawing"] += klass == "62" and status == "3"
        else:
            n["insured"] += group in "123" and status in "12"
            n["active"] += group in "12" and status in "12"
            n["drawing"] += group in "45" and status == "3"
        if insurance == "310":
            n["maternity"] += f[20] == "1" and status in "12"
    return cells


CACHE = {}


def feed(insurance, period):
    key = (insurance, period)
    if key not in CACHE:
        CACHE[key] = read_feed(insurance, period)
    return CACHE[key]


def fund(period):
    key = ("fund", period)
    if key not in CACHE:
        sums = {}
        path = "%s/%d/JJ_%d.TXT" % (EXCHANGE, period, period)
        if not os.path.exists(path):
            CACHE[key] = None
        else:
            for line in open(path, encoding="utf-8", newline="\n"):
                f = line.rstrip("\n").split("|")
                k = (f[1], f[2], f[3][0])
                sums[k] = sums.get(k, 0) + cents(f[4])
            CACHE[key] = sums
    return CACHE[key]


# ---------------------------------------------------------------- values with missing and not applicable

def combine(op, *values):
    for special in (MISSING, NA):
        if special in values:
            return special
    return op(*values)


def plus(*values):
    """Sum that skips what does not apply."""
    known = [v for v in values if v != NA]
    if not known:
        return NA
    return MISSING if MISSING in known else sum(known)


def ratio(a, b, factor=1):
    return combine(lambda x, y: NA if y == 0 else Fraction(x) * factor / y, a, b)


def growth(new, old):
    return combine(lambda x, y: NA if y <= 0 else (Fraction(x) / y - 1) * 100, new, old)


def year_to_date(function, period):
    return plus(*[function(period // 100 * 100 + m) for m in range(1, period % 100 + 1)])


def measure(insurance, period, key, scope):
    cells = feed(insurance, period)
    if cells is None:
        return MISSING
    return sum(cells[d].n[key] for d in (DISTRICTS if scope == "city" else [scope]))


def unit_count(insurance, period, scope):
    cells = feed(insurance, period)
    if cells is None:
        return MISSING
    return len(set().union(*[cells[d].units for d in (DISTRICTS if scope == "city" else [scope])]))


def fund_sum(insurance, period, kind, scope):
    sums = fund(period)
    if sums is None:
        return MISSING
    return sum(v for (i, d, k), v in sums.items() if i == insurance and k == kind and (scope == "city" or d == scope))


# ---------------------------------------------------------------- reports: {(row, column): (value, decimals, scale)}

YUAN, WAN = Fraction(1, 100), Fraction(1, 1000000)


def z02(scope, period):
    def part(insurance, which, name, p):
        if insurance == "170" and name != "paid":
            return NA
        keys = {"unit": ["_u"], "person": ["_p"], None: ["_u", "_p"]}[which]
        if insurance == "170":
            keys = ["_p"]
        short = {"due": "due", "paid": "paid", "cleared": "clr", "owed": "owed"}[name]
        return plus(*[measure(insurance, p, short + k, scope) for k in keys])

    rows = [("02", "110", None), ("03", "110", "unit"), ("04", "110", "person"), ("05", "120", None), ("06", "120", "unit"), ("07", "120", "person"),
            ("08", "170", None), ("09", "210", None), ("10", "210", "unit"), ("11", "210", "person"), ("12", "410", None), ("13", "310", None),
            ("14", "310", "unit"), ("15", "310", "person")]
    mains = [r for r in rows if r[2] is None]

    def col(row, c, p):
        code, insurance, which = row
        if code == "01":
            if c in (5, 7, 8, 9):
                return plus(*[col(r, c, p) for r in mains])
            if c == 10:
                return ratio(combine(lambda a, b: a - b, col(row, 7, p), col(("08", "170", None), 7, p)), col(row, 5, p), 100)
            if c <= 4:
                return NA
        elif c == 1:
            return NA if which or insurance == "170" else unit_count(insurance, p, scope)
        elif c == 2:
            return NA if which else measure(insurance, p, "payers", scope)
        elif c == 3:
            return NA if which or insurance == "170" else measure(insurance, p, "base", scope)
        elif c == 4:
            return ratio(col(row, 3, p), col(row, 2, p))
        elif c in (5, 7, 8, 9):
            return part(insurance, which, {5: "due", 7: "paid", 8: "cleared", 9: "owed"}[c], p)
        if c == 6:
            return plus(col(row, 7, p), col(row, 8, p))
        if c == 10:
            return ratio(col(row, 7, p), col(row, 5, p), 100)
        if c == 11:
            return year_to_date(lambda q: col(row, 6, q), p)
        if c == 12:
            return growth(col(row, 11, p), col(row, 11, shift(p, -12)))
        return combine(lambda a, b: a - b, col(row, 10, p), col(row, 10, shift(p, -12)))

    table = {}
    for row in [("01", None, None)] + rows:
        for c in range(1, 14):
            scale = {1: 1, 2: 1, 3: WAN, 4: YUAN}.get(c, 1 if c in (10, 12, 13) else WAN)
            table[row[0], c] = (col(row, c, period), 0 if c in (1, 2, 4) else 2, scale)
    for code, key in (("16", "back"), ("17", "late")):
        def total(p):
            return plus(*[measure(i, p, key, scope) for i in FEEDS])
        now, before = year_to_date(total, period), year_to_date(total, shift(period, -12))
        for c in range(1, 14):
            value = {6: total(period), 11: now, 12: growth(now, before)}.get(c, NA)
            table[code, c] = (value, 2, 1 if c == 12 else WAN)
    return table


def z03(period):
    table = {}
    for row, scope in enumerate(["city"] + DISTRICTS, 1):
        for group, insurance in enumerate(["110", "120", "170", "210", "410", "310"]):
            def paid(p, where=scope):
                keys = ["paid_u", "paid_p"] + ([] if insurance == "170" else ["clr_u", "clr_p"])
                return plus(*[measure(insurance, p, k, where) for k in keys])
            current = plus(measure(insurance, period, "paid_u", scope), measure(insurance, period, "paid_p", scope))
            due = NA if insurance == "170" else plus(measure(insurance, period, "due_u", scope), measure(insurance, period, "due_p", scope))
            ytd = year_to_date(paid, period)
            share = ratio(ytd, year_to_date(lambda p: paid(p, "city"), period), 100)
            values = [(measure(insurance, period, "payers", scope), 0, 1), (paid(period), 2, WAN), (ratio(current, due, 100), 2, 1), (ytd, 2, WAN), (share, 2, 1)]
            for offset, value in enumerate(values, 1):
                table["%02d" % row, group * 5 + offset] = value
    for group in range(6):  # shares meet 100.00 by the largest remainder
        column = group * 5 + 5
        parts = [(r, table[r, column][0]) for r in ("%02d" % n for n in range(2, 20)) if table[r, column][0] not in (NA, MISSING)]
        floors = {r: v * 100 // 1 for r, v in parts}
        order = sorted(parts, key=lambda p: (-(p[1] * 100 - floors[p[0]]), p[0]))
        for r, _ in order[:10000 - sum(floors.values())]:
            floors[r] += 1
        for r, v in parts:
            table[r, column] = (v, 2, 1, Fraction(floors[r], 100))
    return table


def z01(scope, period):
    table = {}
    insurances = [("02", "110"), ("03", "120"), ("04", "170"), ("05", "210"), ("06", "410"), ("07", "310")]

    def person_columns(code, count):
        now = count(period)
        table[code, 1] = (now, 0, 1)
        table[code, 4] = (growth(now, count(shift(period, -1))), 2, 1)
        table[code, 5] = (growth(now, count(shift(period, -12))), 2, 1)

    def fund_columns(code, income, expenditure, balance):
        for first, flow in ((6, income), (9, expenditure)):
            ytd = year_to_date(flow, period)
            table[code, first] = (flow(period), 2, WAN)
            table[code, first + 1] = (ytd, 2, WAN)
            table[code, first + 2] = (growth(ytd, year_to_date(flow, shift(period, -12))), 2, 1)
        table[code, 12] = (balance if scope == "city" else NA, 2, WAN)

    for code, i in insurances:
        person_columns(code, lambda p, i=i: measure(i, p, "insured", scope))
        table[code, 2] = (measure(i, period, "active", scope), 0, 1)
        table[code, 3] = (NA if i == "310" else measure(i, period, "drawing", scope), 0, 1)
        fund_columns(code, lambda p, i=i: fund_sum(i, p, "1", scope), lambda p, i=i: fund_sum(i, p, "2", scope), fund_sum(i, period, "9", scope))
    five = [i for c, i in insurances if c != "07"]
    fund_columns("01", lambda p: plus(*[fund_sum(i, p, "1", scope) for i in five]), lambda p: plus(*[fund_sum(i, p, "2", scope) for i in five]),
                 plus(*[fund_sum(i, period, "9", scope) for i in five]))
    for c in range(1, 6):
        table["01", c] = (NA, 0, 1)
    person_columns("08", lambda p: measure("310", p, "maternity", scope))
    for c in (2, 3, 6, 7, 8, 9, 10, 11, 12):
        table["08", c] = (NA, 0, 1)
    return table


def y03(period):
    table, previous = {}, None
    for number, year in enumerate(range(2018, period // 100 + 1), 1):
        code, end = "%02d" % number, min(year * 100 + 12, period)
        sums = {k: year_to_date(lambda p: measure("110", p, k, "city"), end) for k in ("base", "payers", "at_lower")}
        mean = ratio(sums["base"], sums["payers"])
        table[code, 1] = (LOWER[year], 0, 1)
        table[code, 2] = (UPPER[year], 0, 1)
        table[code, 3] = (AVERAGE.get(year, MISSING), 0, 1)
        table[code, 4] = (mean, 0, YUAN)
        table[code, 5] = (NA if previous is None else growth(mean, previous), 2, 1)
        table[code, 6] = (ratio(sums["at_lower"], sums["payers"], 100), 2, 1)
        table[code, 7] = (MINIMUM[year], 0, 1)
        previous = mean
    return table


def fund_item(insurance, period, item, field):
    """Amount (4), initial (5) or adjusted budget (6) of the items that begin with `item`, over the whole city."""
    rows = fund_rows(period)
    if rows is None:
        return MISSING
    return sum(cents(r[field]) for r in rows if r[1] == insurance and r[3].startswith(item))


def fund_rows(period):
    key = ("fund rows", period)
    if key not in CACHE:
        path = "%s/%d/JJ_%d.TXT" % (EXCHANGE, period, period)
        CACHE[key] = [l.rstrip("\n").split("|") for l in open(path, encoding="utf-8", newline="\n")] if os.path.exists(path) else None
    return CACHE[key]


def z04(period):
    table, number = {}, 0
    items = ["1", "101", "102", "103", "104", "105", "106", "2", "201", "202", "203", "204", "205"]
    elapsed = Fraction(period % 100 * 100, 12)

    def row(code, value, with_rates=True):
        """`value(p, field)`: of one month."""
        initial, adjusted, month = (value(period, f) for f in (5, 6, 4))
        ytd = year_to_date(lambda p: value(p, 4), period)
        before = year_to_date(lambda p: value(p, 4), shift(period, -12))
        rate = ratio(ytd, adjusted, 100) if with_rates else NA
        lead = combine(lambda r: r - elapsed, rate)
        cells = [(initial, WAN), (adjusted, WAN), (month, WAN), (ytd, WAN), (rate, 1), (lead, 1), (before, WAN), (growth(ytd, before), 1)]
        for column, (cell, scale) in enumerate(cells, 1):
            table[code, column] = (cell, 2, scale)

    for insurance in ("110", "120", "170", "210", "410", "310"):
        for item in items:
            number += 1
            row("%02d" % number, lambda p, f, i=insurance, t=item: fund_item(i, p, t, f))
        number += 1
        row("%02d" % number, lambda p, f, i=insurance: combine(lambda a, b: a - b, fund_item(i, p, "1", f), fund_item(i, p, "2", f)), with_rates=False)
        number += 1
        now, then = fund_item(insurance, period, "9", 4), fund_item(insurance, shift(period, -12), "9", 4)
        for column in range(1, 9):
            table["%02d" % number, column] = (NA, 2, 1)
        table["%02d" % number, 4] = (now, 2, WAN)
        table["%02d" % number, 7] = (then, 2, WAN)
        table["%02d" % number, 8] = (growth(now, then), 2, 1)
    return table

BANDS = [("02", lambda b, l, u, r, m: b < l), ("03", lambda b, l, u, r, m: b < m), ("04", lambda b, l, u, r, m: b == l),
         ("05", lambda b, l, u, r, m: b > l and 10 * b < 6 * r), ("06", lambda b, l, u, r, m: b > l and 10 * b >= 6 * r and b < r),
         ("07", lambda b, l, u, r, m: r <= b < 2 * r), ("08", lambda b, l, u, r, m: b >= 2 * r and b < u), ("09", lambda b, l, u, r, m: b == u)]


def z05(scope, period):
    year = period // 100 if period % 100 >= 7 else period // 100 - 1
    low, high, wage, minimum = LOWER[year] * 100, UPPER[year] * 100, AVERAGE[year - 1] * 100, 254000
    prefix, encoding = FEEDS["110"]
    people = []
    for line in open("%s/%d/%s_%d.TXT" % (EXCHANGE, period, prefix, period), encoding=encoding, newline="\n"):
        f = line.rstrip("\n").split("|")
        if (scope == "city" or f[1] == scope) and cents(f[10]) + cents(f[11]) > 0 and int(f[18]) > 0:
            people.append((cents(f[7]), f[4]))
    table = {}

    def row(code, chosen):
        base = sum(b for b, _ in chosen)
        table[code, 1] = (len(chosen), 0, 1)
        table[code, 2] = (ratio(len(chosen), len(people), 100), 2, 1)
        table[code, 3] = (base, 2, WAN)
        table[code, 4] = (ratio(base, len(chosen)), 0, YUAN)
        for column, klass in enumerate(("11", "12", "13", "14", "15", "16"), 5):
            table[code, column] = (sum(k == klass for _, k in chosen), 0, 1)

    row("01", people)
    for code, belongs in BANDS:
        row(code, [p for p in people if belongs(p[0], low, high, wage, minimum)])
    for code, value in (("10", low), ("11", high), ("12", wage), ("13", minimum)):
        for column in range(1, 11):
            table[code, column] = (value, 0, YUAN) if column == 4 else (NA, 0, 1)
    return table

# ---------------------------------------------------------------- comparison

def text(entry):
    value, decimals, scale = entry[:3]
    if value == NA:
        return "—"
    if value == MISSING:
        return "缺"
    shown = entry[3] if len(entry) > 3 else Fraction(value) * scale
    scaled = abs(shown) * 10 ** decimals
    digits = int(scaled + Fraction(1, 2))
    whole, part = divmod(digits, 10 ** decimals)
    result = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    return ("\u2212" if shown < 0 and digits else "") + result


def printed(path):
    figures = {}
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if f[0].startswith("table/r"):
            _, row, column = f[0].split("/")
            figures[row[1:], int(column[1:])] = f[6]
    return figures


passed = failed = 0


def compare(report, scope, name, expected):
    global passed, failed
    found = printed("%s/%s/%s_%s_%s.figures.tsv" % (OUTPUT, report, report, scope, name))
    for key in sorted(set(expected) | set(found)):
        want = text(expected[key]) if key in expected else "(no such cell)"
        if found.get(key) == want:
            passed += 1
        else:
            failed += 1
            print("%s %s r%s c%s: printed %s, recomputed %s" % (report, scope, key[0], key[1], found.get(key), want))


month = "%d-%02d" % divmod(PERIOD, 100)
own = [d for d in DISTRICTS if d != "110199"]
for place in ["city"] + own:
    compare("SB-Z01", place, month, z01(place, PERIOD))
    compare("SB-Z02", place, month, z02(place, PERIOD))
    compare("SB-Z05", place, month, z05(place, PERIOD))
compare("SB-Z03", "city", month, z03(PERIOD))
compare("SB-Z04", "city", month, z04(PERIOD))
compare("SB-Y03", "city", str(PERIOD // 100), y03(PERIOD))
print("%d passed, %d failed" % (passed, failed))
sys.exit(1 if failed else 0)
