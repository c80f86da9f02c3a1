#!/usr/bin/env python3
"""Runs commands in turn (A B A B …) and prints, for each, median wall, CPU (user + system), peak memory, the median of the
per-round CPU ratios to the first one, and how often its wall time goes into that of the command before it.
usage: measure.py ROUNDS -- LABEL COMMAND… [-- LABEL COMMAND…]…"""
import os, statistics, subprocess, sys, time

rounds, cases, words = int(sys.argv[1]), [], sys.argv[2:]
for word in words:
    if word == "--":
        cases.append([])
    else:
        cases[-1].append(word)
found = {case[0]: [] for case in cases}
for _ in range(rounds):
    for label, *command in cases:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit("%s failed with status %d: %s" % (label, status, message.decode(errors="replace")[-400:]))
        found[label].append((time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
first = found[cases[0][0]]
before = None
for label, results in found.items():
    wall, cpu, memory = (statistics.median(column) for column in zip(*results))
    ratio = statistics.median(r[1] / f[1] for r, f in zip(results, first))
    speed = "" if before is None else "   %5.2f times as fast as the one before" % statistics.median(b[0] / r[0] for r, b in zip(results, before))
    print("%-26s wall %6.3f s   CPU %6.3f s   peak %5.0f MB   CPU ratio %5.2f%s" % (label, wall, cpu, memory, ratio, speed), flush=True)
    before = results
