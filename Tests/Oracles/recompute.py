#!/usr/bin/env python3
"""Recomputes every printed figure of the twelve reports of one month straight from the text interface files,
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


# ---------------------------------------------------------------- the reports about benefits, budget and distribution

def rows_of(prefix, period):
    """Fields of each row of a benefit feed; None when the file is not there."""
    key = (prefix, period)
    if key not in CACHE:
        path = "%s/%d/%s_%d.TXT" % (EXCHANGE, period, prefix, period)
        CACHE[key] = [l.rstrip("\n").split("|") for l in open(path, encoding="utf-8", newline="\n")] if os.path.exists(path) else None
    return CACHE[key]


def total(prefix, period, scope, column=None, where=lambda f: True, number=cents):
    """Sum of a column, or number of rows, of a feed whose second field is the district."""
    rows = rows_of(prefix, period)
    if rows is None:
        return MISSING
    return sum(number(f[column]) if column is not None else 1 for f in rows if (scope == "city" or f[1] == scope) and where(f))


def pay_rows(period):
    """District, class, unit, base in cents and payer of each row of YL."""
    key = ("pay", period)
    if key not in CACHE:
        path = "%s/%d/YL_%d.TXT" % (EXCHANGE, period, period)
        CACHE[key] = [(f[1], f[4], cents(f[7])) for f in (l.rstrip("\n").split("|") for l in open(path, encoding="gb18030", newline="\n"))
                      if cents(f[10]) + cents(f[11]) > 0 and int(f[18]) > 0]
    return CACHE[key]


def class_sums(insurance, period):
    """(district, class) → active persons, base and paid amounts of YL or JG."""
    key = ("class", insurance, period)
    if key not in CACHE:
        prefix, encoding = FEEDS[insurance]
        sums = {}
        for line in open("%s/%d/%s_%d.TXT" % (EXCHANGE, period, prefix, period), encoding=encoding, newline="\n"):
            f = line.rstrip("\n").split("|")
            n = sums.setdefault((f[1], f[4]), [0, 0, 0, 0])
            n[0] += f[4][0] in "12" and f[19] in "12"
            if cents(f[10]) + cents(f[11]) > 0 and int(f[18]) > 0:
                n[1] += cents(f[7])
            n[2] += cents(f[10])
            n[3] += cents(f[11])
        CACHE[key] = sums
    return CACHE[key]


def by_class(insurance, period, scope, index, classes):
    return sum(v[index] for (d, k), v in class_sums(insurance, period).items() if (scope == "city" or d == scope) and k in classes)


FUND_ITEMS = {"110": ([101, 102, 103, 104, 105, 106], [201, 202, 203, 204, 205])}
FUNDS = ["110", "120", "170", "210", "410"]


def fund_item(insurance, period, item, field):
    """Amount (4), initial (5) or adjusted budget (6) of the items that begin with `item`, over the whole city."""
    rows = rows_of("JJ" if field == 4 else "YS", period)
    if rows is None:
        return MISSING
    place, column = (3, 4) if field == 4 else (2, field - 2)
    return sum(cents(r[column]) for r in rows if r[1] == insurance and r[place].startswith(item))


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


def z04_annual(period):
    """From the monthly form's own cells, but the difference to the budget and the balance anew."""
    monthly, table = z04(period), {}
    for (row, column), cell in monthly.items():
        if column in (1, 2): table[row, column] = cell
        if column == 4: table[row, 3] = cell
        if column == 5: table[row, 4] = cell
        if column in (7, 8): table[row, column - 1] = cell
        if column == 4: table[row, 5] = (combine(lambda a, b: a - b, cell[0], monthly[row, 2][0]), 2, WAN)
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


def y01(period):
    table, before = {}, shift(period, -1)
    for n, scope in enumerate(["city"] + DISTRICTS, 1):
        base, payers = measure("110", period, "base", scope), measure("110", period, "payers", scope)
        values = [unit_count("110", period, scope), measure("110", period, "insured", scope), measure("110", period, "active", scope)]
        values += [by_class("110", period, scope, 0, [k]) for k in ("11", "12", "13", "14", "15", "16")]
        values += [measure("110", period, "drawing", scope), measure("110", before, "insured", scope)]
        values += [total("ZJ", period, scope, 3, lambda f, k=k: f[2] == k, int) for k in "12"]
        for c, value in enumerate(values + [payers], 1):
            table["%02d" % n, c] = (value, 0, 1)
        table["%02d" % n, 15] = (base, 2, WAN)
        table["%02d" % n, 16] = (ratio(base, payers), 0, YUAN)
    return table


def y02(scope, period):
    rows = [lambda f: True, lambda f: f[3] == "31", lambda f: f[3] == "32"]
    rows += [lambda f, b=b: f[3] == "32" and f[5] == b for b in "1234"]
    rows += [lambda f: f[6] == "1", lambda f: f[3] == "33", lambda f: f[3] == "34"]
    table = {}
    for n, where in enumerate(rows, 1):
        persons = total("YF", period, scope, None, where)
        s = {c: total("YF", period, scope, c, where) for c in range(7, 15)}
        values = [(persons, 0, 1), (s[7], 2, WAN), (s[8], 2, WAN)] + [(ratio(s[c], persons), 2, YUAN) for c in (9, 11, 12, 13, 14, 10, 7)]
        for c, value in enumerate(values + [(ratio(ratio(s[10], persons), ratio(s[9], persons), 100), 2, 1)], 1):
            table["%02d" % n, c] = value
    return table


def y02_annual(scope, period):
    now, then, table = y02(scope, period), y02(scope, shift(period, -12)), {}
    places = {4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 10}
    rows = {"01": "01", "02": "02", "03": "03", "04": "04", "05": "05", "06": "06", "07": "07", "09": "08", "10": "09"}
    for old, new in rows.items():
        table[new, 1] = now[old, 1]
        for source, place in places.items():
            table[new, place] = now[old, source]
        where = {"01": lambda f: True, "02": lambda f: f[3] == "31", "03": lambda f: f[3] == "32", "08": lambda f: f[3] == "33", "09": lambda f: f[3] == "34"}
        here = where.get(new) or (lambda f, b=str(int(new) - 3): f[3] == "32" and f[5] == b)
        table[new, 2] = (total("YF", period, scope, 10, here), 2, WAN)
        table[new, 11] = then[old, 11]
        table[new, 12] = (combine(lambda a, b: a - b, now[old, 11][0], then[old, 11][0]), 2, 1)
    return table


def g01(scope, period):
    table = {}
    for n, k in enumerate([None] + list("12345678"), 1):
        here = lambda f: k is None or f[3] == k
        rate = lambda c, number=cents: total("GL", period, scope, c, here, number)
        base, paid = rate(7), rate(8)
        values = [(total("GL", period, scope, None, lambda f: here(f) and int(f[5]) > 0), 0, 1), (rate(5, int), 0, 1), (base, 2, WAN), (paid, 2, WAN),
                  (ratio(paid, base, 100), 2, 1), (total("GF", period, scope, None, lambda f: here(f) and f[5] == "1"), 0, 1)]
        values += [(total("GF", period, scope, None, lambda f, a=a: here(f) and f[6] in a), 0, 1) for a in ("1234", "1", "2", "3", "4")]
        items = [total("GF", period, scope, c, here) for c in (7, 8, 9, 10)]
        values += [(total("GF", period, scope, None, here), 0, 1), (sum(items), 2, WAN)] + [(v, 2, WAN) for v in items]
        for c, value in enumerate(values, 1):
            table["%02d" % n, c] = value
    project = lambda f: f[4] == "1"
    base, paid = total("GL", period, scope, 7, project), total("GL", period, scope, 8, project)
    own = [(total("GL", period, scope, None, lambda f: project(f) and int(f[5]) > 0), 0, 1), (total("GL", period, scope, 5, project, int), 0, 1),
           (base, 2, WAN), (paid, 2, WAN), (ratio(paid, base, 100), 2, 1)]
    for c in range(1, 18):
        table["10", c] = own[c - 1] if c <= 5 else (NA, 0, 1)
    return table


STANDARD = [2129, 2156, 2188, 2215, 2286, 2129]


def s01(scope, period):
    assert period >= 202509
    table, least = {}, MINIMUM[period // 100]
    drawing = lambda f: f[11] == "3"
    for n, tier in enumerate([None] + list("123456"), 1):
        here = lambda f: tier is None or f[4] == tier
        persons = total("SF", period, scope, None, lambda f: here(f) and drawing(f))
        due, paid, medical, subsidy = (total("SF", period, scope, c, here) for c in (7, 8, 9, 10))
        standard = NA if tier is None else STANDARD[int(tier) - 1] * 100
        values = [(persons, 0, 1), (standard, 0, YUAN), (due, 2, WAN), (paid, 2, WAN), (ratio(paid, persons), 0, YUAN),
                  (ratio(standard, least), 1, 1), (medical, 2, WAN), (subsidy, 2, WAN)]
        for c, value in enumerate(values, 1):
            table["%02d" % n, c] = value
    extra = [measure("210", period, "insured", scope), total("SF", shift(period, -1), scope, None, drawing),
             total("SF", period, scope, None, lambda f: drawing(f) and f[5] == "1"), total("SF", period, scope, None, lambda f: f[11] == "4")]
    for n, value in enumerate(extra, 8):
        for c in range(1, 9):
            table["%02d" % n, c] = (value if c == 1 else NA, 0, 1)
    return table


def j01(scope, period):
    table = {}
    for n, k in enumerate([None, "21", "22", "23", "24", "25"], 1):
        here = lambda f: k is None or f[3] == k
        classes = [k] if k else ["21", "22", "23", "24", "25"]
        active, retired = by_class("120", period, scope, 0, classes), total("ZN", period, scope, 5, here, int)
        base, unit, person = (by_class("120", period, scope, i, classes) for i in (1, 2, 3))
        annuity, booked, own, pension = (total("ZN", period, scope, c, here) for c in (7, 8, 9, 10))
        values = [(total("ZN", period, scope, None, here), 0, 1), (active + retired, 0, 1), (active, 0, 1), (retired, 0, 1)]
        values += [(v, 2, WAN) for v in (base, unit + person, unit, person, annuity + own, annuity, booked, own, pension)]
        for c, value in enumerate(values + [(ratio(pension, retired), 2, YUAN)], 1):
            table["%02d" % n, c] = value
    return table


def c01(period):
    table = {}
    for n, scope in enumerate(["city"] + DISTRICTS, 1):
        count = lambda where, p=period: total("CF", p, scope, None, where)
        paying, drawing, welfare = (count(lambda f, k=k: f[3] == k) for k in ("61", "62", "63"))
        grades = [year_to_date(lambda p, g=g: count(lambda f: f[5] == g, p), period) for g in "123"]
        paid, subsidy, basic, account, old, other = (total("CF", period, scope, c) for c in range(6, 12))
        values = [(v, 0, 1) for v in [paying + drawing, paying, count(lambda f: f[3] == "61" and f[4] == "1"), drawing, welfare] + grades]
        values += [(v, 2, WAN) for v in (paid, subsidy, basic + account + old + other, basic, account, old, other)]
        for c, value in enumerate(values + [(ratio(basic + account, drawing), 2, YUAN)], 1):
            table["%02d" % n, c] = value
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
compare("SB-Z03", "city", month, z03(PERIOD))
compare("SB-Y03", "city", str(PERIOD // 100), y03(PERIOD))
compare("SB-Z04", "city", month, z04(PERIOD))
compare("SB-Z04N", "city", str(PERIOD // 100), z04_annual(PERIOD))
compare("SB-Y01", "city", month, y01(PERIOD))
compare("SB-C01", "city", month, c01(PERIOD))
for place in ["city"] + own:
    for report, function in (("SB-Z05", z05), ("SB-Y02", y02), ("SB-G01", g01), ("SB-S01", s01), ("SB-J01", j01)):
        compare(report, place, month, function(place, PERIOD))
    compare("SB-Y02N", place, str(PERIOD // 100), y02_annual(place, PERIOD))
print("%d passed, %d failed" % (passed, failed))
sys.exit(1 if failed else 0)
