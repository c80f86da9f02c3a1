#!/usr/bin/env python3
"""A month of the whole city, 20 million persons, about 70 million rows: made, then loaded, checked and summed in one command, and
held against the generator's manifest. Looks for free disk first; leaves nothing behind unless asked.
usage: whole-city.py GAZETTE WORK [--scale 1] [--month 2026-10] [--keep]"""
import argparse, json, os, shutil, sqlite3, subprocess, sys, time

parser = argparse.ArgumentParser()
parser.add_argument("gazette"), parser.add_argument("work")
parser.add_argument("--scale", type=int, default=1), parser.add_argument("--month", default="2024-10", help="the city's first month is made fastest")
parser.add_argument("--keep", action="store_true")
a = parser.parse_args()
gazette, work, compact = os.path.abspath(a.gazette), os.path.abspath(a.work), a.month.replace("-", "")
# Measured at 1 : 20: 155 bytes a row of text, 110 of detail; a third more to be safe, and the rejects.
needed = 24 * 10**9 // a.scale
os.makedirs(work, exist_ok=True)
free = shutil.disk_usage(work).free
if free < needed:
    sys.exit(f"{work}: {free / 1e9:.1f} GB free, the month at 1 : {a.scale} needs {needed / 1e9:.1f} GB. Name a folder on another device, or a scale: --scale 10")
city = work + "/city"
if os.path.exists(city): sys.exit(f"{city} exists: remove it or name another folder")

def run(label, *command):
    start = time.monotonic()
    process = subprocess.Popen([gazette, *command, "--workspace", city, "--quiet"])
    _, status, usage = os.wait4(process.pid, 0)
    wall, cpu = time.monotonic() - start, usage.ru_utime + usage.ru_stime
    print("%-30s wall %7.1f s   CPU %7.1f s   peak memory %5.0f MB" % (label, wall, cpu, usage.ru_maxrss / 1024), flush=True)
    if os.waitstatus_to_exitcode(status): sys.exit(f"gazette {command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return cpu

def size(folder): return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)

try:
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    subprocess.check_call([gazette, "init", city, "--definitions", root + "/ReportDefs", "--fonts", root + "/Fonts"], stdout=subprocess.DEVNULL)
    run("interface files made", "sample", "--from", a.month, "--to", a.month, "--scale", str(a.scale), "--defects")
    manifest = json.load(open(f"{city}/exchange/{compact}/manifest.json"))
    cpu = run("loaded, checked, summed", "load", a.month)
    catalogue = sqlite3.connect(city + "/warehouse/catalog.sqlite")
    batches = {file: (rows, accepted, batch) for file, rows, accepted, batch in catalogue.execute("SELECT file, rows + filtered, accepted, id FROM batch WHERE superseded_by IS NULL")}
    rows = 0
    for name, entry in manifest["files"].items():
        if name not in batches: sys.exit(f"{name} was not loaded")
        found, accepted, batch = batches[name]
        rows += found
        if (found, accepted) != (entry["rows"], entry["clean"]): sys.exit(f"{name}: {found} rows, {accepted} accepted; the manifest says {entry['rows']} and {entry['clean']}")
        sums = dict(catalogue.execute('SELECT "column", sum FROM load_sum WHERE batch = ?', (batch,)))
        for column, value in entry["sums"].items():
            if sums.get(column) != value: sys.exit(f"{name}, {column}: {sums.get(column)}; the manifest says {value}")
    run("reports of the month", "run", a.month)
    print("%d rows in %d files equal the manifest: counts, and sums to the cent" % (rows, len(manifest["files"])))
    print("%.2f million rows per CPU-second; disk: files %.1f GB, warehouse %.1f GB, outputs %.2f GB" % (
        rows / cpu / 1e6, size(city + "/exchange") / 1e9, size(city + "/warehouse") / 1e9, size(city + "/output") / 1e9))
finally:
    if not a.keep: shutil.rmtree(city, ignore_errors=True)
