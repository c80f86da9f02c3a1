#!/usr/bin/env python3
"""Opens a running `gazette preview` in headless Chromium, edits a definition, and measures when the browser shows the new page.
Prints a line `name ok` or `name FAILED …` per check. Uses the browser's own debugging protocol; needs no package.
usage: drive_browser.py GAZETTE WORKSPACE DEFINITIONS [FOLDER FOR SCREENSHOTS]"""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

GAZETTE, WORKSPACE, DEFINITIONS = sys.argv[1:4]
SHOTS = sys.argv[4] if len(sys.argv) > 4 else None
BROWSER = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
failed = 0


def check(name, holds, note=""):
    global failed
    print(name, "ok" if holds else "FAILED %s" % (note,))
    failed += not holds


class Page:
    """A tab, driven by the DevTools protocol over a hand-made web socket."""

    def __init__(self, address):
        host, _, path = address.removeprefix("ws://").partition("/")
        name, _, port = host.partition(":")
        self.socket = socket.create_connection((name, int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((
            "GET /%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n" % (path, host, key)).encode())
        self.file, self.number = self.socket.makefile("rb"), 0
        while self.file.readline().strip():
            pass

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = bytes([0x81]) + (bytes([0x80 | size]) if size < 126 else bytes([0xfe]) + struct.pack(">H", size) if size < 65536 else bytes([0xff]) + struct.pack(">Q", size))
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def receive(self):
        text = b""
        while True:
            first, second = self.file.read(2)
            size = second & 127
            if size > 125:
                size = struct.unpack(">H" if size == 126 else ">Q", self.file.read(2 if size == 126 else 8))[0]
            text += self.file.read(size)
            if first & 0x80:
                return json.loads(text) if first & 15 in (0, 1) else {}

    def call(self, method, **parameters):
        self.number += 1
        self.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                return answer.get("result", answer)

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)["result"].get("value")

    def wait(self, expression, seconds=20):
        """Seconds until the expression holds; nil when it does not."""
        start = time.monotonic()
        while time.monotonic() < start + seconds:
            if self.value(expression):
                return time.monotonic() - start
            time.sleep(0.005)
        return None

    def shot(self, name):
        if SHOTS:
            picture = self.call("Page.captureScreenshot", format="png")["data"]
            with open("%s/%s.png" % (SHOTS, name), "wb") as file:
                file.write(base64.b64decode(picture))


def save(path, text):
    """As editors do: a new file in place of the old one."""
    with open(path + "~", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + "~", path)


report, theme = DEFINITIONS + "/reports/overview/Z02.yaml", DEFINITIONS + "/theme/default.yaml"
good, plain = open(report, encoding="utf-8").read(), open(theme, encoding="utf-8").read()
server = subprocess.Popen([GAZETTE, "preview", "--workspace", WORKSPACE, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
profile = tempfile.mkdtemp()
browser = None
try:
    address = server.stdout.readline().split()[1].split("　")[0]
    browser = subprocess.Popen(
        [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--remote-allow-origins=*", "--user-data-dir=" + profile,
         "--window-size=1500,1000", "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while "DevTools listening" not in (line := browser.stderr.readline()):
        pass
    port = line.rsplit(":", 1)[1].split("/")[0]
    tabs = json.load(urllib.request.urlopen("http://127.0.0.1:%s/json" % port))
    page = Page(next(t for t in tabs if t["type"] == "page")["webSocketDebuggerUrl"])
    page.call("Page.enable")
    page.call("Page.navigate", url="%s#report=SB-Z02&scope=city" % (address if address.endswith("/") else address + "/"))
    title = "document.querySelector('.page svg')?.textContent.includes('%s')"
    check("opens", page.wait(title % "缴费", 60) is not None, page.value("document.body.innerText.slice(0, 300)"))
    page.shot("pages")

    times = []
    for number in range(5):
        save(report, good.replace("社会保险费收缴情况（分险种）", "改动第%d次" % number))
        times.append(page.wait(title % ("改动第%d次" % number)))
    check("follows-each-save", None not in times)
    if None not in times:
        print("saved to shown in ms:", " ".join("%d" % (1000 * t) for t in sorted(times)))
    save(report, good)
    page.wait("!document.querySelector('.page svg')?.textContent.includes('改动')")

    save(report, good.replace("title: 应缴, unit: 万元", "titel: 应缴, unit: 万元"))
    shown = page.wait("document.querySelector('.message.error')")
    line = 1 + next(i for i, text in enumerate(good.split("\n")) if "title: 应缴, unit: 万元" in text)
    text = page.value("document.querySelector('#messages').innerText") or ""
    check("mistake-at-its-line", shown is not None and "Z02.yaml:%d:" % line in text and page.value("[...document.querySelectorAll('#messages mark')].some(m => m.textContent === 'titel')"), text)
    check("last-good-pages-stay", page.value("document.querySelector('#pages').classList.contains('stale') && !!document.querySelector('.page svg')"))
    page.shot("mistake")
    save(report, good)
    page.wait("!document.querySelector('.message.error')")

    # A margin that no printer reaches: the page breaks a rule of the layout check.
    save(theme, plain.replace("margin_left: 19", "margin_left: 4"))
    check("findings-are-drawn", page.wait("document.querySelectorAll('.page .finding').length > 0") is not None, page.value("document.querySelector('#status').innerText"))
    box = page.value("(b => b && [b.width, b.height].map(Math.round).join(' '))(document.querySelector('.page .finding')?.getBoundingClientRect())")
    check("findings-have-a-place", box is not None and all(0 < int(n) < 1200 for n in box.split()), box)
    page.value("document.querySelector('.page .finding')?.click()")
    check("finding-is-explained", "LC" in (page.value("document.querySelector('#detail h2')?.textContent") or ""))
    page.shot("findings")
    save(theme, plain)

    page.wait("document.querySelectorAll('.page .finding').length == 0")
    page.value("document.querySelector('.page .cell[aria-label=r02c10]')?.click()")
    check("figure-is-explained", page.wait("document.querySelector('#detail')?.innerText.includes('7栏 ÷ 5栏')", 5) is not None)
    page.shot("explained")
finally:
    save(report, good)
    save(theme, plain)
    for process in (browser, server):
        if process:
            process.terminate()
            process.wait()
    shutil.rmtree(profile, ignore_errors=True)
sys.exit(1 if failed else 0)
