#!/usr/bin/env python3
"""Runs a command several times and prints median wall, CPU (user + system) and peak memory.
usage: measure.py RUNS LABEL COMMAND..."""
import os, statistics, subprocess, sys, time
runs, label, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
wall, cpu, memory = [], [], []
for _ in range(runs):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s failed with status %d" % (label, status))
    wall.append(time.monotonic() - start)
    cpu.append(usage.ru_utime + usage.ru_stime)
    memory.append(usage.ru_maxrss / 1024)
print("%-34s wall %6.2f s  CPU %6.2f s  peak %5.0f MB" % (label, statistics.median(wall), statistics.median(cpu), statistics.median(memory)))
