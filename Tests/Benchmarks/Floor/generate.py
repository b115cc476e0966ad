#!/usr/bin/env python3
"""Writes the policies of a workload as C++: what someone would write by hand who knew the rules.

usage: generate.py WORKLOAD_DIR > policies.inc

A small policy becomes straight code. A large one becomes a table on `request.action` with the rules
that name the action, and straight code for the rest. How texts are compared is left to macros, of
which `worker.cpp` has two sets. The conditions of a workload have few shapes; another shape is an
error here, not a wrong answer.
"""

import json
import pathlib
import re
import sys

SIZES = (1, 10, 100, 1000)
STRAIGHT = 10
"""Up to so many rules there is no table."""

TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|==|!=|<=|>=|&&|\|\||[<>!(),\[\]])')
TIMES = {
    "session.authentication_age": "(s.now - s.authenticated_at)",
    "session.remaining": "(s.expires_at - s.now)",
}
UNITS = {"s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def field(path):
    """The name of the member that holds the text at a path."""
    return path.replace(".", "_")


def literal(text):
    if not text.isascii():
        sys.exit(f"generate.py: a text that has no C++ here: {text}")
    return json.dumps(text)


class Condition:
    """A condition of the few shapes, read into C++."""

    def __init__(self, text, paths):
        self.text, self.paths = text, paths
        self.tokens = self.split(text)
        self.code = self.alternatives()
        if self.tokens:
            self.fail()

    def split(self, text):
        tokens, at = [], 0
        while at < len(text.rstrip()):
            found = TOKEN.match(text, at)
            if not found:
                self.fail()
            tokens.append(found[1])
            at = found.end()
        return tokens

    def fail(self):
        sys.exit(f"generate.py: a condition of a shape that has no C++ here: {self.text}")

    def next(self, *wanted):
        if not self.tokens or (wanted and self.tokens[0] not in wanted):
            self.fail()
        return self.tokens.pop(0)

    def has(self, token):
        return bool(self.tokens) and self.tokens[0] == token

    def chain(self, operator, part):
        parts = [part()]
        while self.has(operator):
            self.next()
            parts.append(part())
        return parts[0] if len(parts) == 1 else "(" + f" {operator} ".join(parts) + ")"

    def alternatives(self):
        return self.chain("||", lambda: self.chain("&&", self.single))

    def single(self):
        token = self.next()
        if token == "!":
            return "!" + self.single()
        if token == "(":
            inner = self.alternatives()
            self.next(")")
            return f"({inner})"
        if token == "has":
            self.next("(")
            path = self.next()
            self.next(")")
            return f"PRESENT({self.member(path)})"
        if token == "session.active":
            return "s.active"
        if token == "session.authentication_methods.exists":
            self.next("("), self.next("m"), self.next(","), self.next("m.method"), self.next("==")
            method = self.string()
            self.next(")")
            return f"has_method(s, {literal(method)})"
        if token in TIMES:
            return f"({TIMES[token]} {self.next('<', '<=', '>', '>=')} {self.duration()})"
        if token.endswith(".endsWith"):
            self.next("(")
            ending = self.string()
            self.next(")")
            member = self.member(token.removesuffix(".endsWith"))
            return f"ENDS({member}, {literal(ending)})"
        operator = self.next("==", "!=", "in")
        member = self.member(token)
        if operator == "in":
            return "(" + " || ".join(f"IS({member}, {literal(x)})" for x in self.list()) + ")"
        return ("!" if operator == "!=" else "") + f"IS({member}, {literal(self.string())})"

    def member(self, path):
        if not re.fullmatch(r"(identity|request|session)(\.\w+)+", path):
            self.fail()
        self.paths.add(path)
        return field(path)

    def string(self):
        token = self.next()
        if not token.startswith('"'):
            self.fail()
        return json.loads(token)

    def duration(self):
        self.next("duration"), self.next("(")
        found = re.fullmatch(r"(\d+)([smh])", self.string())
        self.next(")")
        if not found:
            self.fail()
        return f"{int(found[1]) * UNITS[found[2]]}LL"

    def list(self):
        items = []
        self.next("[")
        while not self.has("]"):
            items.append(self.string())
            if not self.has("]"):
                self.next(",")
        self.next("]")
        return items


class Rule:
    """A rule: what it sets, the actions it names, if any, and the rest of what it asks."""

    def __init__(self, source, paths):
        self.sets = {"extend": "extend", "refresh": "refresh"}.get(source.get("may"))
        if source.get("must") == "reauthenticate":
            self.sets = "must"
        if not self.sets or set(source) - {"id", "may", "must", "when"}:
            sys.exit(f"generate.py: a rule of a shape that has no C++ here: {source['id']}")
        self.actions, self.rest = None, []
        conditions = source["when"]["all"]
        self.whole = [Condition(text, paths).code for text in conditions]
        for text, code in zip(conditions, self.whole):
            named = re.fullmatch(r'request\.action (?:== ("[^"]*")|in (\[("[^"]*"(, )?)+\]))', text)
            if named and self.actions is None:
                actions = json.loads(named[1] or named[2])
                self.actions = [actions] if named[1] else actions
            else:
                self.rest.append(code)

    def statement(self, codes):
        return f"if (!{self.sets} && {' && '.join(codes) or 'true'}) {self.sets} = true;"


def straight(rules):
    # What is due first: it takes the extension away, whose rules then need no look.
    due = [rule.statement(rule.whole) for rule in rules if rule.sets == "must"]
    extend = [rule.statement(rule.whole) for rule in rules if rule.sets == "extend"]
    refresh = [rule.statement(rule.whole) for rule in rules if rule.sets == "refresh"]
    return due, extend, refresh


def hash_of(action):
    """FNV-1a over the bytes, as `hash_of` of the worker has it."""
    value = 0xCBF29CE484222325
    for byte in action.encode():
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return value ^ (value >> 32)


def table(size, rules):
    """A table from action to number, and a function that runs the rules of a number."""
    cases = {}
    for rule in rules:
        for action in dict.fromkeys(rule.actions):
            cases.setdefault(action, []).append(rule)
    numbers = {action: number for number, action in enumerate(cases, 1)}
    width = 1 << max(4, (len(cases) * 4 - 1).bit_length())
    slots = [None] * width
    for action, number in numbers.items():
        at = hash_of(action) % width
        while slots[at]:
            at = (at + 1) % width
        slots[at] = (action, number)
    rows = ", ".join("{%s, %d}" % (literal(s[0]), s[1]) if s else "{}" for s in slots)
    bodies = "\n".join(
        f"    case {numbers[action]}: {' '.join(r.statement(r.rest) for r in named)} break;"
        for action, named in cases.items())
    lines = f"""
static const Slot table_{size}[{width}] = {{{rows}}};
"""
    lookup = f"""  switch (find(table_{size}, {width}, s)) {{
{bodies}
    default: break;
  }}"""
    return lines, lookup


def decider(size, rules):
    tables, lookup = "", ""
    if len(rules) > STRAIGHT:
        tables, lookup = table(size, [rule for rule in rules if rule.actions])
        rules = [rule for rule in rules if not rule.actions]
    due, extend, refresh = ("\n  ".join(lines) for lines in straight(rules))
    return f"""{tables}
static Answer decide_{size}(const Snapshot& s) {{
  if (!s.active || s.now >= s.expires_at) return {{true, false, false}};
  bool must = false, extend = false, refresh = false;
{lookup}
  {due}
  if (!must) {{
  {extend}
  }}
  {refresh}
  return {{must, extend && !must, refresh}};
}}
"""


def reader(paths, sample):
    """Code that reads the members in the order in which a snapshot has them."""
    texts = {"session.authenticator_assurance_level" if p == "session.aal" else
             "session." + p if p.startswith("identity.") else p: field(p) for p in paths}
    times = {"now": "now", "session.expires_at": "expires_at",
             "session.authenticated_at": "authenticated_at"}
    wanted = set(texts) | set(times) | {"session.active", "session.authentication_methods"}
    lines, depth = [], 0

    def walk(value, path, variable):
        nonlocal depth
        keys = list(value) if isinstance(value, dict) else []
        # What this one has not may stand in another: read it last.
        for name in sorted({p[len(path):].split(".")[0] for p in wanted if p.startswith(path)}):
            if name not in keys:
                keys.append(name)
        for key in keys:
            here = path + key
            below = [p for p in wanted if p.startswith(here + ".")]
            if here in texts:
                lines.append(f'if (text({variable}["{key}"], out.{texts[here]})) return false;')
            elif here in times:
                lines.append(f'if (instant({variable}["{key}"], out.{times[here]})) return false;')
            elif here == "session.active":
                lines.append(f'if ({variable}["{key}"].get(out.active)) return false;')
            elif here == "session.authentication_methods":
                lines.append(f'if (methods({variable}["{key}"], out)) return false;')
            elif below:
                depth += 1
                inner = f"object{depth}"
                lines.append(f"ondemand::object {inner};")
                lines.append(f'if ({variable}["{key}"].get({inner})) return false;')
                walk(value.get(key, {}), here + ".", inner)

    walk(sample, "", "document")
    members = "\n".join(f"  Text {name};" for name in texts.values())
    keep = "\n".join(f"  out.{name} = keep(in.{name});" for name in texts.values())
    body = "\n  ".join(lines)
    return members, keep, body


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import yaml
    except ImportError:
        sys.exit("generate.py: needs PyYAML (python3-yaml)")
    folder = pathlib.Path(sys.argv[1])
    paths, deciders, sizes = {"request.action"}, [], []
    for size in SIZES:
        file = folder / f"policy-{size}.yaml"
        if file.exists():
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            source = yaml.load(file.read_text(), loader)
            deciders.append(decider(size, [Rule(rule, paths) for rule in source["rules"]]))
            sizes.append(size)
    with open(folder / "snapshots.ndjson") as lines:
        members, keep, body = reader(sorted(paths), json.loads(next(lines)))
    print(f"""// Written by generate.py. Do not edit.
#ifdef MEMBERS
{members}
#endif
#ifdef KEEP
{keep}
#endif
#ifdef READ
  {body}
#endif
#ifdef DECIDERS
{"".join(deciders)}
static Answer (*decider(long long size))(const Snapshot&) {{
  switch (size) {{
""" + "\n".join(f"    case {size}: return decide_{size};" for size in sizes) + """
    default: return nullptr;
  }
}
#endif""")


if __name__ == "__main__":
    main()
