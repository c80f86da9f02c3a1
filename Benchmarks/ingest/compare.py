#!/usr/bin/env python3
"""Gazette's load beside other loaders, on the same file in one run.
usage: compare.py GAZETTE PEERS WORK [--rows 5000000] [--rounds 3] [--python PYTHON]

PEERS is a folder with gen.py (writes the file and its manifest), minload.cpp (C++, without a database and into SQLite; needs g++ and
libsqlite3-dev) and duck.py (DuckDB; PYTHON is an interpreter that has it). WORK takes about 4 GB. Every Gazette run is held against the manifest: rows,
rows per error class, sums in cents. Commands run in turn; medians of CPU time; the ratio is the median of the rounds' ratios."""
import argparse, json, os, shutil, sqlite3, statistics, subprocess, sys, time

parser = argparse.ArgumentParser()
parser.add_argument("gazette"), parser.add_argument("peers"), parser.add_argument("work")
parser.add_argument("--rows", type=int, default=5_000_000), parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--python", default=sys.executable)
a = parser.parse_args()
here = os.path.dirname(os.path.abspath(__file__))
gazette, peers, work = map(os.path.abspath, (a.gazette, a.peers, a.work))
MONTH = "202403"

def path(name): return os.path.join(work, name)

def generate(name, *options):
    if not os.path.exists(path(name)):
        subprocess.check_call([sys.executable, peers + "/gen.py", "--rows", str(a.rows), "--out", path(name), *options])
    return json.load(open(path(name) + ".manifest.json"))

def generate_bad():
    """The same rows with a code that is not in force, in every row but the first thousand."""
    if os.path.exists(path("bad.txt")): return
    with open(path("d.txt"), "rb") as source, open(path("bad.txt.part"), "wb") as target:
        for number, line in enumerate(source):
            target.write(line if number < 1000 else line.replace(b"|11", b"|99", 1))
    os.rename(path("bad.txt.part"), path("bad.txt"))

def workspace(name, file, encoding):
    folder, definitions = path(name), path(name + "-definitions")
    shutil.rmtree(folder, ignore_errors=True), shutil.rmtree(definitions, ignore_errors=True)
    shutil.copytree(here + "/ReportDefs", definitions)
    specification = definitions + "/interfaces/detail.yaml"
    text = open(specification).read().replace("encoding: utf-8", "encoding: " + encoding)
    open(specification, "w").write(text)
    subprocess.check_call([gazette, "init", folder, "--definitions", definitions, "--fonts", here + "/../../Fonts"], stdout=subprocess.DEVNULL)
    os.makedirs(folder + "/exchange/" + MONTH)
    os.link(path(file), f"{folder}/exchange/{MONTH}/JF_{MONTH}.TXT")
    return folder

def again(*paths):
    for name in paths:
        shutil.rmtree(path(name), ignore_errors=True) if os.path.isdir(path(name)) else os.path.exists(path(name)) and os.remove(path(name))

def run(command):
    subprocess.run(["sync"])
    start = time.monotonic()
    with open(path("out.txt"), "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=work)
        _, status, usage = os.wait4(process.pid, 0)
    if status: sys.exit("%s failed: %s" % (command[0], open(path("out.txt"), errors="replace").read()[-600:]))
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

def check(folder, manifest):
    catalog = sqlite3.connect(f"{folder}/warehouse/catalog.sqlite")
    rows, accepted, rejected = catalog.execute("SELECT rows, accepted, rejected FROM batch").fetchone()
    assert (rows, accepted, rejected) == (manifest["rows"], manifest["clean"], manifest["bad"]), (rows, accepted, rejected)
    sums = dict(catalog.execute('SELECT "column", sum FROM load_sum'))
    assert {k: sums[k] for k in ("base", "employer", "employee")} == manifest["sum_cents"], sums
    errors, d = dict(catalog.execute("SELECT name, count FROM load_error")), manifest["defects"]
    expected = {"column-count": d["missing_col"] + d["extra_col"], "type": d["bad_decimal"], "date": d["bad_date"], "date-range": d["date_before_1753"],
                "required": d["null_required"], "code": d["code_not_found"], "length": d["too_long"]}
    assert errors == {k: v for k, v in expected.items() if v}, errors
    assert sum(v for (v,) in catalog.execute("SELECT value FROM summary WHERE measure = 'base'")) == manifest["sum_cents"]["base"]
    file = f"{folder}/warehouse/detail/" + catalog.execute("SELECT detail_file FROM batch").fetchone()[0]
    detail = sqlite3.connect(file)
    assert detail.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert detail.execute("SELECT count(*), sum(base) FROM detail").fetchone() == (manifest["clean"], manifest["sum_cents"]["base"])

os.makedirs(path("errors"), exist_ok=True)
manifest = generate("d.txt")
assert generate("gbk.txt", "--encoding", "gbk")["sum_cents"] == manifest["sum_cents"]
generate("clean.txt", "--defects", "0")
generate_bad()
subprocess.check_call(["g++", "-O2", "-std=c++17", "-o", path("minload"), peers + "/minload.cpp", "-lsqlite3"])
cases = [
    ("c4 DuckDB, checks, files", [a.python, peers + "/duck.py", path("d.txt"), path("duck.db"), "1", "full", path("errors")], ["duck.db"]),
    ("b0 C++, no database", [path("minload"), path("d.txt"), path("none.db"), path("errors"), "parse"], ["none.db"]),
    ("b2 C++ into SQLite", [path("minload"), path("d.txt"), path("b2.db"), path("errors"), "fact"], ["b2.db"]),
    ("b8 C++, virtual table", [path("minload"), path("d.txt"), path("b8.db"), path("errors"), "vtab"], ["b8.db"]),
]
spaces = {}
for label, name, file, encoding in [("Gazette", "utf8", "d.txt", "utf-8"), ("Gazette, GBK", "gbk", "gbk.txt", "gbk"), ("Gazette, detected GBK", "detect", "gbk.txt", "detect"),
                                    ("Gazette, clean file", "clean", "clean.txt", "utf-8"), ("Gazette, all rows bad", "bad", "bad.txt", "utf-8")]:
    spaces[name] = workspace(name, file, encoding)
    cases.append((label, [gazette, "load", "--workspace", spaces[name], "--quiet"], [name + "/warehouse", name + "/output"]))
found = {label: [] for label, _, _ in cases}
for round in range(a.rounds):
    for label, command, leftovers in cases:
        again(*leftovers)
        found[label].append(run(command))
for name in ("utf8", "gbk", "detect"): check(spaces[name], manifest)

def query_time(folder):
    """Milliseconds of a report's question to the summary table, in a new connection each time: three dimensions, every measure."""
    times = []
    for _ in range(21):
        start = time.perf_counter()
        catalog = sqlite3.connect(f"{folder}/warehouse/catalog.sqlite")
        rows = catalog.execute("SELECT measure, members, sum(value) FROM summary GROUP BY measure, members").fetchall()
        catalog.close()
        times.append((time.perf_counter() - start) * 1000)
    assert rows
    return statistics.median(times)

bad = sqlite3.connect(spaces["bad"] + "/warehouse/catalog.sqlite").execute("SELECT rows, accepted, rejected FROM batch").fetchone()
assert bad[0] == manifest["rows"] and bad[1] <= 1000, bad

def median(values): return statistics.median(values)
def ratio(label, to): return median(x[1] / y[1] for x, y in zip(found[label], found[to]))
print("%d rows; %d rounds; every Gazette load equals the manifest" % (a.rows, a.rounds))
for label, results in found.items():
    wall, cpu, memory = (median(column) for column in zip(*results))
    print("%-26s wall %6.2f s  CPU %6.2f s  %6.0f krows per CPU-s  peak %4.0f MB  of DuckDB's CPU %.2f" % (label, wall, cpu, a.rows / cpu / 1000, memory, ratio(label, cases[0][0])))
for name, label, to, limit in [("full load of DuckDB's CPU", "Gazette", cases[0][0], 0.65), ("of C++ without database", "Gazette", "b0 C++, no database", 4.0),
                               ("GBK of UTF-8", "Gazette, GBK", "Gazette", 1.30), ("detected GBK of UTF-8", "Gazette, detected GBK", "Gazette", 1.30),
                               ("all rows bad of clean", "Gazette, all rows bad", "Gazette, clean file", 2.0)]:
    print("%-26s %.2f (at most %.2f)%s" % (name, ratio(label, to), limit, "" if ratio(label, to) <= limit else "  MISSED"))
query = query_time(spaces["utf8"])
print("%-26s %.1f ms (at most 50)%s" % ("query of summary tables", query, "" if query <= 50 else "  MISSED"))
peak = max(x[2] for label, results in found.items() if label.startswith("Gazette") for x in results)
print("%-26s %.0f MB (at most 160)%s" % ("peak memory", peak, "" if peak <= 160 else "  MISSED"))
