#!/usr/bin/env python3
"""Writes the chart samples: a folder per sample with its definition (reports/*.yaml) and its record table (data/all/rows.tsv).
Synthetic figures. usage: charts.py FOLDER"""
import os
import sys

OUT = sys.argv[1]


def sample(code, title, stub, columns, charts, rows):
    folder = "%s/%s" % (OUT, code)
    os.makedirs(folder + "/reports", exist_ok=True)
    os.makedirs(folder + "/data/all", exist_ok=True)
    with open(folder + "/data/all/rows.tsv", "w", encoding="utf-8") as f:
        f.write("label\tkind\t" + "\t".join(c[0] for c in columns) + "\n")
        for row in rows:
            f.write("\t".join(str(v) for v in row) + "\n")
    with open(folder + "/reports/%s.yaml" % code, "w", encoding="utf-8") as f:
        f.write("report: SB-%s\ntitle: %s\nsubsystem: 样例\nfrequency: monthly\npage: {size: A4, orientation: landscape}\ntable:\n" % (code, title))
        f.write("  stub: {title: %s}\n  columns:\n" % stub)
        for number, (field, name, unit, decimals) in enumerate(columns):
            f.write("    - {code: %d, name: %s, title: %s, unit: %s, decimals: %d, value: 字段(%s)}\n" % (number + 1, field, name, unit, decimals, field))
        f.write("  rows:\n    - {records: rows}\ncharts:\n")
        for number, (kind, name, rest) in enumerate(charts):
            f.write("  - {id: fig%d, kind: %s, title: %s, unit: %s, %s}\n" % (number + 1, kind, name, columns[0][2], rest))


def series(columns):
    return "series: [%s]" % ", ".join("{name: %s, column: %s}" % (c[1], c[0]) for c in columns)


classes = [("v1", "本市城镇", "人", 0), ("v2", "本市农村", "人", 0), ("v3", "外埠城镇", "人", 0), ("v4", "外埠农村", "人", 0), ("v5", "灵活就业", "人", 0)]
districts = "东城 西城 朝阳 丰台 石景山 海淀 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆 经开区".split()
people = [[d, "d"] + [(i * 7919 + k * 104729 + i * k * 31) % 900 * (5 - k) // 2 + 40 for k in range(5)] for i, d in enumerate(districts)]
sample("STK", "参保人员构成", "区县", classes, [
    ("stacked", "各类人员", "categories: {rows: all}, " + series(classes)), ("stacked-100", "各类人员构成", "categories: {rows: all}, " + series(classes))], people)

fund = [("v1", "金额", "亿元", 2)]
sample("WFL", "基金结余变动", "项目", fund, [
    ("waterfall", "从年初结余到期末结余", "categories: {rows: [\"01\", \"02\", \"03\", \"04\", \"05\", \"06\", \"07\", \"08\"]}, " + series(fund))], [
    ("年初结余", "s", "6395.20"), ("征缴收入", "d", "5210.44"), ("财政补贴", "d", "880.10"), ("利息", "d", "92.31"),
    ("基本待遇", "d", "-4903.77"), ("转移支出", "d", "-120.05"), ("上解", "d", "-391.60"), ("期末结余", "s", "7162.63")])

parts = [("v1", "支出", "万元", 2)]
sample("PIE", "待遇支出构成", "项目", parts, [
    ("pie", "支出构成", "categories: {rows: all}, " + series(parts)), ("ring", "支出构成（环形）", "categories: {rows: all}, " + series(parts))], [
    ("医疗待遇", "d", "1820.35"), ("伤残待遇", "d", "2975.20"), ("工亡待遇", "d", "640.00"), ("职业康复", "d", "81.22"),
    ("劳动能力鉴定", "d", "12.40"), ("其他支出", "d", "35.18")])

bands = [("v1", "人数", "人", 0)]
sample("HST", "缴费基数人数分布", "档次", bands, [
    ("histogram", "缴费人数分布", "categories: {rows: all}, references: [{name: 下限 7270, at: \"02\"}, {name: 最低工资 2540, after: \"01\"}, "
     "{name: 社平 12116, after: \"04\"}, {name: 上限 36348, at: \"08\"}], " + series(bands))], [
    ("低于最低工资", "d", 0), ("等于下限", "d", 3288), ("下限至60%", "d", 420), ("60～100%", "d", 3610), ("100～150%", "d", 2790), ("150～200%", "d", 1450),
    ("200～300%", "d", 990), ("等于上限", "d", 730)])

months = [("v1", "企业职工养老", "亿元", 2), ("v2", "职工医疗", "亿元", 2), ("v3", "失业", "亿元", 2)]
sample("ARE", "各险种征缴收入", "月份", months, [
    ("area", "征缴收入，近 13 个月", "categories: {records: rows}, " + series(months))],
    [("%d月" % (m % 12 + 1), "d", "%.2f" % (38 + (m * 37 % 11) * 0.9), "%.2f" % (19 + (m * 53 % 7) * 0.6), "%.2f" % (1.6 + m * 0.05)) for m in range(13)])
