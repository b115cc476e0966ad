#!/usr/bin/env python3
"""Makes a workload with 10 000 rules of one with 1 000.

usage: grow.py WORKLOAD_DIR FOLDER

The rules that name the action first are written again and again, for actions that no snapshot asks
for. So the answers stay those of the 1 000 rules.
"""

import json
import pathlib
import sys

SIZE = 10000


def about_action(rule):
    return str(rule["when"]["all"][0]).startswith("request.action ")


def renamed(rule, part):
    """The rule for other actions: `"a/b"` becomes `"a/b~2"` in its first condition."""
    first, *rest = rule["when"]["all"]
    pieces = first.split('"')
    pieces[1::2] = [f"{action}~{part}" for action in pieces[1::2]]
    return {**rule, "when": {"all": ['"'.join(pieces), *rest]}}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        import yaml
    except ImportError:
        sys.exit("grow.py: needs PyYAML (python3-yaml)")
    source, folder = map(pathlib.Path, sys.argv[1:])
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    policy = yaml.load((source / "policy-1000.yaml").read_text(), loader)
    expected = json.loads((source / "expected.json").read_text())
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.is_file() and file.name != "expected.json":
            (folder / file.name).write_bytes(file.read_bytes())
    parts = folder / f"policy-{SIZE}"
    parts.mkdir(exist_ok=True)
    for old in parts.iterdir():
        old.unlink()
    rules, part = policy["rules"], 1
    more, left = [rule for rule in rules if about_action(rule)], SIZE
    while left > 0:
        here = rules if part == 1 else [renamed(rule, part) for rule in more[:left]]
        # JSON is YAML.
        head = {**policy, "policy": f"{policy['policy']}-part-{part}", "rules": here}
        (parts / f"part-{part}.yaml").write_text(json.dumps(head) + "\n")
        left -= len(here)
        part += 1
    expected[str(SIZE)] = expected["1000"]
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
