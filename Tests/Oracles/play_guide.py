#!/usr/bin/env python3
"""Plays a guide: runs the commands of its blocks in order and compares what they print with what the guide shows.

usage: play_guide.py GAZETTE GUIDE.md FOLDER      (FOLDER: where the play begins; holds ReportDefs and Fonts)
A block is played when its first line begins with '$ '. Below a command stand its lines; one '…' alone stands for any number of
lines. Durations, times of day and digests may differ; a command without lines may print anything. Prints each difference, last
'N commands, M differences'; exit status 1 when there are any.
"""
import os
import pathlib
import re
import subprocess
import sys
import time

MASKS = [
    (r"\b\d+\.\d s$", "0.0 s"), (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"), (r"\b[0-9a-f]{64}\b", "DIGEST"),
]


def masked(line):
    line = line.rstrip()
    for pattern, text in MASKS:
        line = re.sub(pattern, text, line)
    return line


def blocks(text):
    """The commands of a guide with the lines below each."""
    for block in re.findall(r"^```\n(.*?)^```", text, re.M | re.S):
        if not block.startswith("$ "):
            continue
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.split("\n")
            yield lines[0], "\n".join(lines[1:]).strip("\n").split("\n") if any(lines[1:]) else []


def differs(wanted, printed):
    """The first line of the guide that is not printed where it should be; None when all are."""
    at, may_skip = 0, False
    for line in wanted:
        if line.strip() == "…":
            may_skip = True
            continue
        places = [n for n in range(at, len(printed)) if printed[n] == masked(line)]
        if not places or (not may_skip and places[0] != at):
            return line
        at, may_skip = places[0] + 1, False
    return None if may_skip or at == len(printed) else "(the guide ends here, but more is printed: %s)" % printed[at]


def main():
    binary, guide, folder = sys.argv[1:]
    tools = pathlib.Path(folder, "tools")
    tools.mkdir(exist_ok=True)
    # As on a terminal: lines come out in the order in which they are printed.
    (tools / "gazette").write_text('#!/bin/sh\nexec stdbuf -oL "%s" "$@"\n' % binary)
    (tools / "gazette").chmod(0o755)
    environment = dict(os.environ, PATH="%s:%s" % (tools.absolute(), os.environ["PATH"]), LC_ALL="C.UTF-8")
    place, commands, differences = pathlib.Path(folder).absolute(), 0, 0
    for command, wanted in blocks(open(guide, encoding="utf-8").read()):
        commands += 1
        script = command + "\nstatus=$?\npwd > %s/place\nexit $status" % tools.absolute()
        run = subprocess.run(["bash", "-c", script], cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        place = pathlib.Path((tools / "place").read_text().strip())
        printed = [masked(line) for line in run.stdout.strip("\n").split("\n")] if run.stdout.strip("\n") else []
        fault = differs(wanted, printed) if wanted else None
        if fault is not None:
            differences += 1
            print("$ %s\n  the guide: %s\n  printed:\n%s" % (command, fault, "\n".join("    " + line for line in printed[:60])))
        if " sample " in command:
            # The minute after which a file counts as delivered.
            for file in place.glob("exchange/*/*"):
                os.utime(file, (time.time() - 7200, time.time() - 7200))
    print("%d commands, %d differences" % (commands, differences))
    return 1 if differences else 0


sys.exit(main())
