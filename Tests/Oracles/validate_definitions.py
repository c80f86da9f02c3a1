"""Validates definition files with JSON Schemas, as an editor would.

usage: validate_definitions.py SCHEMA_FOLDER ROOT...
Each ROOT is a folder laid out like ReportDefs. A line for each problem: FILE<tab>POINTER<tab>MESSAGE. YAML is read by the
rules of version 1.2 (only true and false are logical, days stay texts), without aliases and doubled keys.
"""
import json, pathlib, re, sys
import jsonschema, yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|false)$", "tf"), ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"), ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def mapping(loader, node):
    # Keys are texts in JSON.
    return {str(loader.construct_object(key, deep=True)): loader.construct_object(value, deep=True) for key, value in node.value}


Loader.add_constructor("tag:yaml.org,2002:map", mapping)
FOLDERS = {"reports": "report", "measures": "measures", "calibers": "calibers", "interfaces": "interface", "checks": "check", "balances": "balances", "theme": "theme"}


def kind(path):
    return path.stem if path.name == "exchange.yaml" else "workspace" if path.name == "gazette.yaml" else FOLDERS.get(path.parts[0])


def main(schemas, roots):
    validators = {}
    for file in pathlib.Path(schemas).glob("*.schema.json"):
        schema = json.loads(file.read_text("utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        validators[file.name.split(".")[0]] = jsonschema.Draft7Validator(schema)
    checked = problems = 0
    for root in map(pathlib.Path, roots):
        for file in sorted(root.rglob("*.yaml")):
            name = kind(file.relative_to(root))
            if name is None:
                continue
            checked += 1
            try:
                document = yaml.load(file.read_text("utf-8"), Loader)
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                print(f"{file.relative_to(root)}\t\tnot YAML: {str(error).splitlines()[0]}")
                continue
            for error in sorted(validators[name].iter_errors(document), key=lambda e: list(map(str, e.absolute_path))):
                problems += 1
                print(f"{file.relative_to(root)}\t/{'/'.join(map(str, error.absolute_path))}\t{error.message[:200]}")
    print(f"{checked} files, {problems} problems", file=sys.stderr)


main(sys.argv[1], sys.argv[2:])
