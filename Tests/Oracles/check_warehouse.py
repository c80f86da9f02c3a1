"""Judges a warehouse folder from outside: every SQLite file is sound, batches and files fit together, one batch is in force for each
feed and month. Prints one JSON object: problems, leftovers, state (one line per batch).

    check_warehouse.py WAREHOUSE
"""
import json
import pathlib
import sqlite3
import sys


def rows(file, sql):
    connection = sqlite3.connect(f"file:{file}?mode=rw", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def sound(file):
    try:
        return [line[0] for line in rows(file, "PRAGMA integrity_check")] == ["ok"]
    except sqlite3.DatabaseError:
        return False


def judge(root):
    catalog, problems, leftovers = root / "catalog.sqlite", [], []
    if not sound(catalog):
        return {"problems": ["catalog.sqlite is damaged"], "leftovers": [], "state": []}
    batches = rows(catalog, "SELECT id, interface, period, detail_file, superseded_by, accepted FROM batch ORDER BY id")
    known = {batch[0] for batch in batches}
    files = {batch[3] for batch in batches if batch[3]}
    for batch, interface, period, detail, superseded, accepted in batches:
        if detail:
            path = root / "detail" / detail
            if not path.exists():
                problems.append(f"{batch}: no file {detail}")
            elif not sound(path):
                problems.append(f"{batch}: {detail} is damaged")
            elif rows(path, "SELECT count(*) FROM detail")[0][0] != accepted:
                problems.append(f"{batch}: {detail} has not {accepted} rows")
        if superseded and superseded not in known:
            problems.append(f"{batch}: superseded by {superseded}, which is not there")
    for table in ["summary", "load_error", "load_sum", "load_file", "load_control"]:
        lost = rows(catalog, f"SELECT count(*) FROM {table} WHERE batch NOT IN (SELECT id FROM batch)")[0][0]
        if lost:
            problems.append(f"{table}: {lost} rows of no batch")
    for interface, period, count in rows(catalog, "SELECT interface, period, sum(superseded_by IS NULL) FROM batch GROUP BY 1, 2"):
        if count != 1:
            problems.append(f"{interface} {period}: {count} batches in force")
    waiting = {str(row[0]) for row in rows(catalog, "SELECT id FROM reclean WHERE state = 'open'")}
    for run, results in rows(catalog, "SELECT id, (SELECT count(*) FROM balance_result WHERE run = id) FROM balance_run"):
        if not results:
            problems.append(f"balance run {run} is empty")
    for path in sorted((root / "detail").rglob("*")) if (root / "detail").exists() else []:
        if path.is_file() and str(path.relative_to(root / "detail")) not in files:
            leftovers.append(str(path.relative_to(root)))
    sides = [path for path in (root / "reclean").iterdir()] if (root / "reclean").exists() else []
    leftovers += [f"reclean/{path.name}" for path in sides if path.name not in waiting]
    for number in waiting:
        side = root / "reclean" / number
        if not side.exists():
            problems.append(f"reclean {number} waits, but its folder is gone")
        else:
            problems += [f"reclean {number}: {text}" for text in judge(side)["problems"]]
    state = [f"{batch[0]} {batch[4] or 'in force'}" for batch in batches]
    state += [f"reclean {row[0]} {row[1]}" for row in rows(catalog, "SELECT id, state FROM reclean ORDER BY id")]
    return {"problems": problems, "leftovers": leftovers, "state": state, "runs": rows(catalog, "SELECT count(*) FROM balance_run")[0][0]}


print(json.dumps(judge(pathlib.Path(sys.argv[1])), ensure_ascii=False))
