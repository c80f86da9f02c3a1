#!/usr/bin/env python3
"""Compares the guide to definitions with the schema and the examples: every key of every mapping has a row under the heading of
that mapping, and every key of a report is used by an example that its row names.

usage: check_guide.py GUIDE.md SCHEMA_FOLDER EXAMPLES_FOLDER    Prints what is missing; exit status 1 when there is anything.
"""
import json
import pathlib
import re
import sys

import yaml

guide = pathlib.Path(sys.argv[1]).read_text("utf-8")
schemas, examples = map(pathlib.Path, sys.argv[2:])


def sections():
    """Heading in back ticks → {key: text of its row}."""
    found = {}
    for name, body in re.findall(r"^#{2,4} `([^`]+)`.*?\n(.*?)(?=^#{2,4} |\Z)", guide, re.M | re.S):
        rows = found.setdefault(name, {})
        for line in re.findall(r"^\|(.*)\|$", body, re.M):
            for key in re.findall(r"`([^`]+)`", line.split("|")[0]):
                rows[key] = line
    return found


def mappings(schema, root):
    """Name → keys, of the root and of every definition."""
    yield root, schema["properties"]
    for name, part in schema.get("definitions", {}).items():
        yield name, part.get("properties", {})


class Loader(yaml.SafeLoader):
    """YAML 1.2 words: only true and false are logical."""


Loader.yaml_implicit_resolvers = {k: [r for r in v if r[0] != "tag:yaml.org,2002:bool"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def used(value, part, schema, name, found):
    """Notes (mapping, key) for what an example uses, following the schema."""
    if not isinstance(part, dict):
        return None
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        return used(value, schema["definitions"][name], schema, name, found)
    for branch in [b for word in ("anyOf", "oneOf", "allOf") for b in part.get(word, [])] + [part[w] for w in ("then", "else", "items") if isinstance(part.get(w), dict)]:
        if branch is part.get("items"):
            for item in value if isinstance(value, list) else []:
                used(item, branch, schema, name, found)
        else:
            used(value, branch, schema, name, found)
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in part.get("properties", {}):
                if name:
                    found.add((name, key))
                used(inner, part["properties"][key], schema, "", found)


rows, problems = sections(), []
for file, root in (("report", "report-definition"), ("measures", "measure-file"), ("calibers", "caliber-file"), ("theme", "theme")):
    schema = json.loads((schemas / (file + ".schema.json")).read_text("utf-8"))
    for name, keys in mappings(schema, root):
        for key in keys:
            if key not in rows.get(name, {}):
                problems.append("no row for `%s` under `%s`" % (key, name))

schema = json.loads((schemas / "report.schema.json").read_text("utf-8"))
usage = {}
for path in sorted(examples.rglob("*.yaml")):
    found = set()
    used(yaml.load(path.read_text("utf-8"), Loader), {"properties": schema["properties"]}, schema, "report-definition", found)
    for place in found:
        usage.setdefault(place, set()).add(path.stem)
for name, keys in mappings(schema, "report-definition"):
    for key in keys:
        row = rows.get(name, {}).get(key, "")
        named = set(re.findall(r"E\d\d", row.split("|")[-1]))
        if "–" in row.split("|")[-1]:
            continue
        for example in sorted(named - usage.get((name, key), set())):
            problems.append("`%s` of `%s`: %s does not use it" % (key, name, example))
        if not named:
            problems.append("`%s` of `%s` names no picture" % (key, name))
for picture in re.findall(r"\((pictures/[^)]+)\)", guide):
    if not (pathlib.Path(sys.argv[1]).parent / picture).exists():
        problems.append("there is no picture " + picture)
print("\n".join(problems))
print("%d keys, %d problems" % (sum(len(r) for r in rows.values()), len(problems)))
sys.exit(1 if problems else 0)
