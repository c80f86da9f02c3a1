#!/usr/bin/env python3
"""Drives a running `gazette preview` like a browser and an editor. Prints a line `name ok` or `name FAILED …` per check.
usage: drive_preview.py GAZETTE WORKSPACE DEFINITIONS"""
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode, urlsplit

GAZETTE, WORKSPACE, DEFINITIONS = sys.argv[1:4]
REPORT = DEFINITIONS + "/reports/overview/Z02.yaml"
failed = 0


def check(name, holds, note=""):
    global failed
    print(name, "ok" if holds else "FAILED %s" % note)
    failed += not holds


def get(path, host=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    return response.status, response.read()


def state(**query):
    status, body = get("/state?" + urlencode(query))
    assert status == 200, status
    return json.loads(body)


process = subprocess.Popen([GAZETTE, "preview", "--workspace", WORKSPACE, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
try:
    address = process.stdout.readline()
    port = urlsplit(address.split()[1].split("　")[0]).port
    status, page = get("/")
    check("page", status == 200 and "定报 预览".encode() in page and b"http://" not in page.replace(b"http://www.w3.org", b""), status)
    check("host", get("/state", "evil.example")[0] == 403)
    check("only-get", get("/fonts/../gazette.yaml")[0] == 404 and get("/fonts/OFL.txt")[0] == 404)
    check("font", get("/fonts/GazetteHei-Regular.ttf")[0] == 200)
    first = state(report="SB-Z02")
    check("pages", len(first["pages"]) == 2 and not first["messages"] and "缴费" in first["pages"][0]["svg"], first["messages"])
    check("cells", any(c["key"] == "r02c10" for p in first["pages"] for c in p["cells"]))
    rate = json.loads(get("/explain?" + urlencode({"report": "SB-Z02", "scope": "city", "period": first["period"], "key": "r02c10"}))[1])
    check("explanation", rate["formula"] == "7栏 ÷ 5栏" and len(rate["operands"]) == 2, rate)
    check("unknown-cell", get("/explain?" + urlencode({"report": "SB-Z02", "scope": "city", "period": first["period"], "key": "r99c99"}))[0] == 404)
    unknown = state(report="SB-Z99")
    check("unknown-report", unknown["messages"][0]["id"] == "WSP007" and unknown["isStale"], unknown["messages"])
    empty = state(report="SB-Z02", period="2019-01")
    check("no-data", empty["messages"][0]["id"] == "WSP009", empty["messages"])

    events = []

    def listen():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", "/events")
        response = connection.getresponse()
        while True:
            line = response.readline()
            if not line:
                return
            if line.startswith(b"data: changed"):
                events.append(time.monotonic())

    threading.Thread(target=listen, daemon=True).start()
    time.sleep(0.5)

    def save(text):
        """As editors do: a new file in place of the old one. Answers seconds until the server told of it."""
        before = len(events)
        with open(REPORT + "~", "w", encoding="utf-8") as file:
            file.write(text)
        start = time.monotonic()
        os.rename(REPORT + "~", REPORT)
        while len(events) == before and time.monotonic() < start + 30:
            time.sleep(0.005)
        return events[-1] - start if len(events) > before else None

    good = open(REPORT, encoding="utf-8").read()
    told = save(good.replace("title: 应缴, unit: 万元", "titel: 应缴, unit: 万元"))
    check("told", told is not None)
    broken = state(report="SB-Z02", scope="city")
    line = [i for i, text in enumerate(good.split("\n"), 1) if "title: 应缴, unit: 万元" in text][0]
    check("diagnostics", any(m["id"] == "DEF003" and m["line"] == line and "titel" in m["source"] and "title" in m["hint"] for m in broken["messages"]), broken["messages"])
    check("last-good-pages", broken["isStale"] and len(broken["pages"]) == 2)
    save(good[: len(good) // 2])
    check("half-written", state(report="SB-Z02", scope="city")["isStale"])
    times = []
    for number in range(5):
        start = time.monotonic()
        save(good.replace("社会保险费收缴情况（分险种）", "改动第%d次" % number))
        fresh = state(report="SB-Z02", scope="city")
        times.append(time.monotonic() - start)
    check("new-pages", not fresh["isStale"] and "改动第4次" in fresh["pages"][0]["svg"] and fresh["title"] == "改动第4次", fresh["title"])
    print("saved to pages in ms:", " ".join("%d" % (1000 * t) for t in sorted(times)))
    save(good)
    taken = subprocess.run([GAZETTE, "preview", "--workspace", WORKSPACE, "--port", str(port)], capture_output=True, text=True, timeout=60)
    check("port-taken", taken.returncode == 1 and "WSP015" in taken.stderr, taken.stderr)
finally:
    process.terminate()
    process.wait()
sys.exit(1 if failed else 0)
