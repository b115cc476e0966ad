#!/usr/bin/env python3
"""Validates what the command writes by programs that are not ours.

  python3 Tests/Formats/validate.py .build/debug/session-policy [SARIF-SCHEMA]

Needs the packages jsonschema and PyYAML. The published schema of SARIF 2.1.0 comes in the source
archive of the package sarif-om (sarif-2.1.0-rtm.4.json); without it SARIF is left out, and said so.
"""

import glob
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import jsonschema
import yaml


class EditorLoader(yaml.SafeLoader):
    """Types plain scalars as editors do, by the core schema of YAML 1.2."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))

HOSTILE = (
    "version: 1\npolicy: p\nrules:\n  - id: slide\n    may: extend\n"
    "    \"]]></failure>\\n::stop-commands::x\\r%0A\\0\\e[31m\\u2028[a](1)\\\"'&<\": 1\n"
    "    when: 'session.aal == \"]]>::error::\"'\n"
)
FINDINGS = (
    "version: 1\npolicy: p\nrules:\n  - id: slide\n    # lint: ignore SEC001: only a pilot\n"
    "    may: extend\n  - id: day\n    may: extend\n    max_lifetime: 30d\n"
    "    when: session.age < duration(\"1h\") && session.age < duration(\"2h\")\n"
)


def main():
    command = sys.argv[1]
    problems = []

    def run(*words):
        return subprocess.run([command, *words], capture_output=True).stdout.decode()

    def check(name, validator, value):
        for error in validator.iter_errors(value):
            problems.append(f"{name}: {list(error.path)}: {error.message[:200]}")

    schemas = {}
    for kind in ("policy", "suite", "config"):
        schema = json.loads(run("schema", kind))
        jsonschema.Draft7Validator.check_schema(schema)
        schemas[kind] = jsonschema.Draft7Validator(schema)
    shipped = sorted(glob.glob("policies/*.yaml") + glob.glob("samples/*.yaml"))
    for path in shipped:
        with open(path, encoding="utf-8") as file:
            document = yaml.load(file, EditorLoader)
        check(path, schemas["suite" if "suite" in document else "policy"], document)
    print(f"{len(shipped)} shipped files checked against the schemas")

    modern = {}
    for kind in ("snapshot", "decision"):
        schema = json.loads(run("schema", kind))
        jsonschema.Draft202012Validator.check_schema(schema)
        modern[kind] = jsonschema.Draft202012Validator(schema)
    sessions = sorted(glob.glob("samples/sessions/*.json"))
    now = "2026-03-01T09:00:00Z"
    for path in sessions:
        with open(path, encoding="utf-8") as file:
            session = json.load(file)
        for snapshot in (session, {"now": now, "session": session, "request": {"action": "a"}}):
            check(f"snapshot of {path}", modern["snapshot"], snapshot)
        for policy in sorted(glob.glob("policies/*.yaml")):
            answer = run("decide", path, "--policies", policy, "--now", now, "--format", "json")
            check(f"{path} by {policy}", modern["decision"], json.loads(answer))
    print(f"{len(sessions)} sessions and their decisions checked against the schemas")

    sarif = None
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            sarif = jsonschema.Draft7Validator(json.load(file))
    else:
        print("skipped: no schema of SARIF was given")
    with tempfile.TemporaryDirectory() as folder:
        inputs = ["policies", "samples"]
        for name, text in (("a b,c:d%]]>'&.yaml", HOSTILE), ("findings.yaml", FINDINGS)):
            path = f"{folder}/{name}"
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            inputs.append(path)
        with open(f"{folder}/latin.yaml", "wb") as file:
            file.write(b"version: 1\npolicy: caf\xe9\n")
        inputs.append(f"{folder}/latin.yaml")
        for path in inputs:
            report = json.loads(run("lint", path, "--format", "sarif"))
            if sarif:
                check(f"SARIF of {path}", sarif, report)
            json.loads(run("lint", path, "--format", "json"))
            ElementTree.fromstring(run("lint", path, "--format", "junit").encode())
            for line in run("lint", path, "--format", "github").split("\n")[:-2]:
                if not re.match("::(error|warning|notice) file=", line):
                    problems.append(f"annotation of {path}: {line}")
            print(f"{len(report['runs'][0]['results'])} findings of {path} read back")

    for problem in problems:
        print(problem)
    return 1 if problems else 0


sys.exit(main())
