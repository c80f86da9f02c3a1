#!/usr/bin/env python3
"""Writes the deterministic data of the mixes R17, T50k and C200 as record tables (64-bit LCG, integers only).
usage: data.py FOLDER"""
import os, sys
OUT = sys.argv[1]
DISTRICTS = "城关区 东湖区 西山区 南岸区 北辰区 高新区 经开区 青云县 临江县 安平县 永宁县 长乐县 太和县 金沙县 石门县 龙泉市 丰城市".split()
GROUPS = "农林牧渔 制造业 建筑业 批发零售 交通运输 社会服务".split()
ITEMS = "大型企业 中型企业 小型企业 微型企业 个体工商户".split()
ROADS = "人民路 解放路 中山路 建设路 和平路 新华路 文化路 胜利路 光明路 长江路 黄河路 北京路 上海路 南京路 广州路 天津路".split()
MONTHS = ["2025-%02d" % m for m in range(4, 13)] + ["2026-%02d" % m for m in range(1, 5)]
CATS = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 冬月 腊月".split()
DEC = [2, 0, 1] * 4


class Chance:
    def __init__(self, seed):
        self.s = (seed * 2654435761 + 88172645463325252) & (2**64 - 1)

    def below(self, n):
        self.s = (self.s * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return (self.s >> 33) % n


def decimal(n, d):
    return str(n) if d == 0 else "%s%d.%0*d" % ("-" if n < 0 else "", abs(n) // 10**d, d, abs(n) % 10**d)


def row(c):
    return [v for _ in range(4) for v in (100 + c.below(10 ** (5 + c.below(5))), c.below(10 ** (2 + c.below(4))), c.below(900) - 400)]


def write(path, fields, records):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("label\tkind\t" + "\t".join("v%d" % i for i in range(1, fields + 1)) + "\n")
        f.writelines("%s\t%s\t%s\n" % (label, kind, "\t".join(values)) for label, kind, values in records)


def table(path, rows):
    write(path, 12, [(label, kind, [decimal(n, d) for n, d in zip(v, DEC)]) for kind, label, v in rows])


def charts(c, bars, lines):
    b = [[1000 + c.below(9000) for _ in CATS] for _ in range(3)] if bars else None
    if b:
        write(bars, 3, [(k, "d", [str(s[j]) for s in b]) for j, k in enumerate(CATS)])
    if lines:
        l = []
        for _ in range(4):
            x, s = 3000 + c.below(5000), []
            for _ in MONTHS:
                x = max(500, x + c.below(1600) - 760)
                s.append(x)
            l.append(s)
        write(lines, 4, [(m, "d", [str(s[j]) for s in l]) for j, m in enumerate(MONTHS)])


for i, name in enumerate(DISTRICTS):
    c, rows = Chance(1000 + i), []
    for g in GROUPS:
        total = [0] * 12
        for item in ITEMS:
            v = row(c)
            total = [a + b for a, b in zip(total, v)]
            rows.append(("d", item, v))
        rows.append(("s", g + "小计", total))
    folder = "%s/r17/D%02d" % (OUT, i + 1)
    table(folder + "/rows.tsv", rows)
    charts(c, folder + "/bars.tsv", folder + "/lines.tsv")

c, rows, total = Chance(50000), [], [0] * 12
for i in range(50000):
    if i % 10 == 9:
        rows.append(("s", "小计（%d组）" % (i // 10 + 1), total))
        total = [0] * 12
    else:
        v = row(c)
        total = [a + b for a, b in zip(total, v)]
        rows.append(("d", ROADS[c.below(16)] + "%05d网点" % (i + 1), v))
table(OUT + "/t50k/all/rows.tsv", rows)

for i in range(100):
    folder = "%s/c200/C%03d" % (OUT, i + 1)
    charts(Chance(20000 + 2 * i), folder + "/bars.tsv", None)
    charts(Chance(20001 + 2 * i), None, folder + "/lines.tsv")
