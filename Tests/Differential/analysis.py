#!/usr/bin/env python3
"""Compare random pairs of policies twice: by `session-policy diff`, and by Z3.

What policies mean is written here from the description of the language, as formulas over one arbitrary
session, without a look at the engine: conditions are three-valued, every input is there, absent or failed,
instants are whole numbers of nanoseconds, and steps of a re-authentication are tried one by one. Z3 then says
whether some session is decided otherwise, for each part of the decision and in each direction, and the
verdict, the parts and their directions have to be the same. Each witness of the command is decided by
`session-policy decide` for OLD and NEW, and has to show the difference that it is said to show.

Covered is the whole fragment that the analysis decides: truth values, enumerations, texts compared with
constants and with each other, lists of texts, presence, failed inputs, numbers of every kind against constants and
each other, instants and spans and sums of them up to where they overflow, loops over completed methods, gates,
definitions, constants, conditions as lists, sets of two policies that declare the same input otherwise, requirements
with alternatives and keys beside them, caps and windows of extensions, ways to re-authenticate, the settings of
Kratos, methods that are off or that nobody can set up, and what is assumed. Not covered is what lies outside of it:
patterns, calendars, arithmetic on data.
"""

import argparse, glob, itertools, json, os, random, shutil, subprocess, sys, tempfile

import z3

NS = 1_000_000_000
UNITS = {"w": 604800 * NS, "d": 86400 * NS, "h": 3600 * NS, "m": 60 * NS, "s": NS}
FIRST_CENTURY, LAST_CENTURY = -62_135_596_800 * NS, 253_402_300_800 * NS - 1
YEAR_2200 = 7_258_118_400 * NS
LONGEST = 315_576_000_000 * NS
STARTS = {"session.age": "session.issued_at", "session.authentication_age": "session.authenticated_at",
          "session.idle": "request.last_active_at"}
LEVELS = {"aal0": 0, "aal1": 1, "aal2": 2, "aal3": 3}
FIRST_FACTORS = {"password", "oidc", "code", "passkey", "webauthn"}
SECOND_FACTORS = {"totp", "lookup_secret", "webauthn", "code"}
PARTS = ("outcome", "extend", "refresh", "demand")
DIRECTIONS = ("stricter", "looser")


def dur(text):
    total, n = 0, ""
    for c in text:
        if c.isdigit():
            n += c
        else:
            total, n = total + int(n) * UNITS[c], ""
    return total


# --- random policies -----------------------------------------------------------------------------

ATTRIBUTES = {
    "context.risk": {"type": "string", "values": ["low", "medium", "high"]},
    "context.flag": {"type": "bool", "optional": True},
    "context.device": {"type": "string", "optional": True},
    "context.owner": {"type": "string", "optional": True},
    "context.tags": {"type": "list(string)", "optional": True},
    "context.amount": {"type": "int", "optional": True},
    "context.limit": {"type": "int", "optional": True},
    "context.ratio": {"type": "double", "optional": True},
    "context.until": {"type": "timestamp", "optional": True},
    "context.since": {"type": "timestamp", "optional": True},
    "context.span": {"type": "duration", "optional": True},
    "identity.metadata_public.tier": {"type": "string", "optional": True},
    "identity.traits.staff": {"type": "bool", "optional": True},
}
SPANS = ["10m", "1h", "12h"]
TEXTS = {
    "context.risk": ["low", "medium", "high"], "context.device": ["a", "b"], "context.owner": ["b", "c"],
    "identity.metadata_public.tier": ["gold", "silver"], "identity.schema_id": ["customer"],
    "request.action": ["pay", "read", "share"], "request.country": ["CH", "DE"],
}
METHODS = ["totp", "password", "webauthn", "lookup_secret"]
OFTEN = "often"
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]


class Maker:
    """Random policies over a few inputs, so that rules meet."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        r = self.random
        self.clauses = r.sample([
            self.flag, self.text, self.text, self.text, self.texts, self.presence, self.member, self.amount,
            self.clock, self.clock, self.level, self.loop, self.fallback, self.same_text, self.since, self.span,
            self.sums, self.compared, self.guarded, self.loops, self.listed,
        ], r.randint(2, 6))
        self.spans = r.sample(SPANS, 2)
        self.lifespan = r.choice([None, None, "2h", "24h"])
        self.window = r.choice([None, "1h", "6h"]) if self.lifespan else None
        # What of Kratos' methods is off, or on as what it is not by itself.
        self.off = {m for m in ("totp", "lookup_secret", "oidc", "password") if self.chance(15)} if self.lifespan else set()
        self.passwordless, self.mfa_code = (self.chance(40), self.chance(70)) if self.lifespan else (True, True)
        if {"password", "oidc"} <= self.off and not self.passwordless:
            self.off.remove("password")  # somebody can sign in
        self.assumed = self.assumption() if self.chance(15) else None

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pair(self):
        old = self.set()
        new = json.loads(json.dumps(old))
        if self.chance(20):
            new = self.set()
        else:
            for _ in range(self.random.randint(1, 2)):
                self.change(self.pick(new))
        return old, new

    def set(self):
        made = [self.policy()]
        if self.chance(25):
            made.append(self.policy())
            if self.chance(50):
                made[1]["attributes"]["context.risk"]["values"] = ["low", "medium", "high", "severe"]
        return made

    def assumption(self):
        """A condition on what is the same to every policy."""
        return self.pick([
            lambda: ("flag", "request.interactive"), lambda: ("text", "request.country", "==", "CH"), self.level, self.clock,
            lambda: ("not", self.loop()), lambda: ("has", "request.last_active_at")])()

    def policy(self):
        made = {"attributes": json.loads(json.dumps(ATTRIBUTES)), "definitions": {}, "when": None, "rules": []}
        if self.chance(25):
            made["definitions"]["d0"] = self.condition(2)
        if self.chance(15):
            made["when"] = self.condition(1)
        made["rules"] = [self.rule(n, made) for n in range(self.random.randint(1, 5))]
        if self.chance(80):
            made["rules"].append({"id": "confirm", "effect": "may: refresh", "when": None, "alternatives": [{}]})
        return made

    def change(self, policy):
        rules, kind = policy["rules"], self.random.randrange(100)
        place = self.random.randrange(len(rules))
        if kind < 3:
            rules[place]["id"] += "-renamed"
        elif kind < 15 and len(rules) > 1:
            del rules[place]
        elif kind < 30:
            rules.append(self.rule(len(rules) + 10, policy))
        elif kind < 36:
            policy["attributes"]["context.risk"]["values"] = ["low", "medium", "high", "none"]
        elif kind < 42:
            policy["when"] = None if policy["when"] else self.condition(1)
        elif kind < 48 and policy["definitions"]:
            policy["definitions"]["d0"] = self.condition(2)
        elif kind < 62:
            rules[place]["when"] = self.condition(2)
        elif kind < 75 and rules[place]["effect"][:5] != "never":
            rules[place]["alternatives"] = self.alternatives(rules[place]["effect"])
        else:
            rules[place] = {**self.rule(place, policy), "id": rules[place]["id"]}

    def rule(self, number, policy):
        effect = self.pick(["may: extend"] * 3 + ["may: refresh", "never: extend", "never: refresh"]
                           + ["must: reauthenticate"] * 4 + ["must: sign_in"] * 2)
        rule = {"id": f"r{number}", "effect": effect, "alternatives": self.alternatives(effect)}
        rule["when"] = self.condition(2) if self.chance(75) else None
        if rule["when"] and self.chance(15):
            rule["when"] = (self.pick(["all", "any", "none"]), [rule["when"], self.condition(1)])
        if policy["definitions"] and self.chance(30):
            listed = rule["when"] and rule["when"][0] in ("all", "any", "none")
            rule["when"] = (("def", "d0") if rule["when"] is None
                            else (rule["when"][0], rule["when"][1] + [("def", "d0")]) if listed
                            else ("and", [("def", "d0"), rule["when"]]))
        if effect == "may: extend":
            if self.chance(40):
                rule["within"] = self.pick(self.spans)
            if self.chance(40):
                rule["by"] = self.pick(["1h", "2h", "20h"])
        return rule

    def alternatives(self, effect):
        if effect.startswith("never"):
            return [{}]
        if self.chance(20):
            found = [self.requirement(effect) for _ in range(2)]
            if all(found) and self.chance(30):
                # A key beside `one_of` is one of each.
                beside = self.pick([{"max_idle": self.pick(self.spans)}, {"max_age": self.pick(self.spans)}])
                if not any(k in a for a in found for k in beside):
                    return [{**a, OFTEN: sorted(beside), **beside} for a in found]
            return found if all(found) else [found[0] or found[1]]
        return [self.requirement(effect)]

    def requirement(self, effect):
        made = {}
        if self.chance(30):
            made["aal"] = "aal2" if self.chance(85) else "aal1"
        if self.chance(20):
            made["methods"] = self.random.sample(METHODS, self.random.randint(1, 2))
        if self.chance(35):
            made["max_age"] = self.pick(self.spans)
        if self.chance(20):
            made["max_idle"] = self.pick(self.spans)
        if effect != "must: reauthenticate" and self.chance(30):
            made["max_lifetime"] = self.pick(self.spans)
        return made

    # Conditions.

    def condition(self, depth):
        if depth > 0 and self.chance(50):
            a, b = self.condition(depth - 1), self.condition(depth - 1)
            match self.random.randrange(5):
                case 0: return ("and", [a, b])
                case 1: return ("or", [a, b])
                case 2: return ("not", a)
                case 3: return ("if", a, b, self.condition(0))
                case _: return ("equal", a, b)
        return self.pick(self.clauses)()

    def flag(self):
        return ("flag", self.pick(["context.flag", "identity.traits.staff", "request.interactive", "request.device.managed"]))

    def text(self):
        path = self.pick(sorted(TEXTS))
        return ("text", path, self.pick(["==", "!="]), self.pick(TEXTS[path]))

    def texts(self):
        path = self.pick(sorted(TEXTS))
        return ("in", path, self.random.sample(TEXTS[path], min(2, len(TEXTS[path]))))

    def presence(self):
        return ("has", self.pick(sorted(ATTRIBUTES) + [
            "identity", "request.action", "identity.state", "request.last_active_at", "session.idle", "request.device.managed", "request.device"]))

    def member(self):
        return self.pick([("member", "context.tags", "x"), ("exists", "context.tags", ["x", "y"])])

    def amount(self):
        return self.pick([
            ("number", "context.amount", self.pick(COMPARISONS), self.pick([5, 7])),
            ("numbers", "context.amount", [5, 7])])

    def clock(self):
        span, op = self.pick(self.spans), self.pick(COMPARISONS[:4] + ["<", ">="])
        return self.pick([
            ("elapsed", self.pick(["session.age", "session.authentication_age", "session.idle", "session.remaining"]), op, span),
            ("time", ["now", "-", self.pick(["session.issued_at", "session.authenticated_at", "request.last_active_at"])], op, span),
            ("time", [self.pick(["session.issued_at", "session.authenticated_at"]), "+", span], op, ["now"]),
            ("time", ["session.authenticated_at"], op, ["session.issued_at"]),
            ("time", ["session.expires_at", "-", "session.issued_at"], op, span),
            ("time", ["session.expires_at", "-", "session.authenticated_at"], op, span),
            ("time", ["now"], op, ["2026-06-01T00:00:00Z"]),
            ("time", ["session.issued_at", "+", span], op, ["session.expires_at"]),
        ])

    def since(self):
        span, op = self.pick(self.spans), self.pick(COMPARISONS)
        return self.pick([
            ("time", ["now", "-", "context.since"], op, span),
            ("time", ["context.since", "+", span], op, ["now"]),
            ("time", ["context.since"], op, ["session.issued_at"]),
            ("time", ["context.since"], op, ["2026-06-01T00:00:00Z"]),
        ])

    def span(self):
        return self.pick([
            ("time", ["context.span"], self.pick(COMPARISONS), self.pick(self.spans)),
            ("time", ["session.issued_at", "+", "context.span"], self.pick(["<", ">="]), ["now"])][:1])

    def level(self):
        return ("aal", self.pick(["==", ">=", "<"]), self.pick(["aal2", "aal1"]))

    def loop(self):
        method = self.pick(METHODS)
        return self.pick([("shown", method), ("recent", method, self.pick(self.spans)), ("anysecond",)])

    def fallback(self):
        return ("fallback", "context.risk", self.pick(TEXTS["context.risk"]), self.pick(TEXTS["context.risk"]))

    def same_text(self):
        one, other = self.random.sample(["context.device", "request.country", "context.owner", "identity.metadata_public.tier"], 2)
        return ("same", one, other, self.pick(["==", "!="]))

    def sums(self):
        """Sums and differences of spans, of which some overflow."""
        span, other, op = self.pick(self.spans), self.pick(self.spans), self.pick(COMPARISONS)
        return self.pick([
            ("time", ["session.age", "-", "session.authentication_age"], op, span),
            ("time", ["session.age", "+", "session.remaining"], op, span),
            ("time", ["session.idle", "-", "session.age"], op, span),
            ("time", ["session.age", "+", span], op, other),
            ("time", ["session.remaining", "-", span], op, other),
            ("time", ["context.span", "+", span], op, other),
            ("time", ["context.span", "-", span], op, other),
            ("time", ["context.until", "-", "context.since"], op, span),
            ("time", ["context.until", "+", span], op, ["context.since"]),
            ("time", ["context.until"], op, ["session.expires_at"]),
            ("time", ["context.until", "-", "now"], op, span),
        ])

    def compared(self):
        return self.pick([
            ("numbers2", "context.amount", self.pick(COMPARISONS), "context.limit"),
            ("number", "context.limit", self.pick(COMPARISONS), self.pick([5, -7])),
            ("ratio", "context.ratio", self.pick(COMPARISONS), self.pick([0.5, -1.5, 0.0])),
        ])

    def guarded(self):
        path = self.pick(["context.device", "context.owner", "identity.metadata_public.tier", "request.country"])
        text = ("text", path, self.pick(["==", "!="]), self.pick(TEXTS[path]))
        return self.pick([
            ("and", [("has", path), text]), ("if", ("has", path), text, ("true",)), ("or", [("not", ("has", path)), text]),
            ("orflag", "context.flag", self.pick([True, False])), ("orflag", "identity.traits.staff", self.pick([True, False])),
        ])

    def loops(self):
        return self.pick([
            ("allof", self.random.sample(METHODS, 2)), ("allfirst",), ("bothof", self.pick(METHODS)),
            ("recentin", self.random.sample(METHODS, 2), self.pick(self.spans)), ("since", self.pick(METHODS)),
            ("aalin", self.pick([["aal1"], ["aal2", "aal3"], ["aal1", "aal2"]])),
        ])

    def listed(self):
        path = self.pick(sorted(TEXTS))
        return ("in", path, self.random.sample(TEXTS[path], min(2, len(TEXTS[path]))), "list")


def cel(c):
    match c[0]:
        case "and": return "(" + " && ".join(map(cel, c[1])) + ")"
        case "or": return "(" + " || ".join(map(cel, c[1])) + ")"
        case "not": return f"!({cel(c[1])})"
        case "if": return f"({cel(c[1])} ? {cel(c[2])} : {cel(c[3])})"
        case "equal": return f"(({cel(c[1])}) == ({cel(c[2])}))"
        case "def": return c[1]
        case "flag": return c[1]
        case "text": return f'{c[1]} {c[2]} "{c[3]}"'
        case "in": return f"{c[1]} in {constant(c[2]) if len(c) > 3 else json.dumps(c[2])}"
        case "true": return "true"
        case "numbers2": return f"{c[1]} {c[2]} {c[3]}"
        case "ratio": return f"{c[1]} {c[2]} {c[3]}"
        case "orflag":
            record, _, field = c[1].rpartition(".")
            return f"{record}.?{field}.orValue({str(c[2]).lower()})"
        case "allof": return f"session.authentication_methods.all(m, m.method in {json.dumps(c[1])})"
        case "allfirst": return 'session.authentication_methods.all(m, m.aal == "aal1")'
        case "bothof": return f'session.authentication_methods.exists(m, m.method == "{c[1]}" && m.aal == "aal2")'
        case "recentin": return f'session.authentication_methods.exists(m, m.method in {json.dumps(c[1])} && m.completed_at > now - duration("{c[2]}"))'
        case "since": return f'session.authentication_methods.exists(m, m.method == "{c[1]}" && m.completed_at >= session.authenticated_at)'
        case "aalin": return f"session.aal in {json.dumps(c[1])}"
        case "has": return f"has({c[1]})"
        case "member": return f'"{c[2]}" in {c[1]}'
        case "exists": return f"{c[1]}.exists(t, t in {json.dumps(c[2])})"
        case "number": return f"{c[1]} {c[2]} {c[3]}"
        case "numbers": return f"{c[1]} in {c[2]}"
        case "elapsed": return f'{c[1]} {c[2]} duration("{c[3]}")'
        case "time": return f"{total(c[1])} {c[2]} {total(c[3])}"
        case "aal": return f'session.aal {c[1]} "{c[2]}"'
        case "shown": return f'session.authentication_methods.exists(m, m.method == "{c[1]}")'
        case "recent": return f'session.authentication_methods.exists(m, m.method == "{c[1]}" && now - m.completed_at < duration("{c[2]}"))'
        case "anysecond": return 'session.authentication_methods.exists(m, m.aal == "aal2")'
        case "fallback":
            record, _, field = c[1].rpartition(".")
            return f'{record}.?{field}.orValue("{c[2]}") == "{c[3]}"'
        case "same": return f"{c[1]} {c[3]} {c[2]}"
    raise ValueError(c)


def constant(texts):
    return "c_" + "_".join(texts)


def constants(c, found):
    """The lists that conditions name."""
    if isinstance(c, (list, tuple)):
        if len(c) == 4 and c[0] == "in" and c[3] == "list":
            found[constant(c[2])] = c[2]
        for x in c:
            constants(x, found)
    return found


def when(c):
    """A condition, or a list of them, as it is written."""
    if c[0] in ("all", "any", "none"):
        return "{ " + c[0] + ": [" + ", ".join(f"'{cel(x)}'" for x in c[1]) + "] }"
    return f"'{cel(c)}'"


def total(side):
    if isinstance(side, str):
        return f'duration("{side}")'
    return " ".join(s if s in "+-" or s[0].isalpha() else f'duration("{s}")' if s[-1] in UNITS else f'timestamp("{s}")'
                    for s in side)


def yaml(policy, name="p"):
    lines = ["version: 1", f"policy: {name}", "attributes:"]
    for path, declared in policy["attributes"].items():
        inner = ", ".join(f"{k}: {json.dumps(v) if isinstance(v, list) else str(v).lower() if isinstance(v, bool) else v}" for k, v in declared.items())
        lines.append(f"  {path}: {{ {inner} }}")
    named = constants([policy["when"], list(policy["definitions"].values()), [r["when"] for r in policy["rules"]]], {})
    if named:
        lines.append("constants:")
        lines += [f"  {name}: {json.dumps(values)}" for name, values in sorted(named.items())]
    if policy["definitions"]:
        lines.append("definitions:")
        lines += [f"  {name}: '{cel(c)}'" for name, c in policy["definitions"].items()]
    if policy["when"]:
        lines.append(f"when: '{cel(policy['when'])}'")
    lines.append("rules:")
    for rule in policy["rules"]:
        keys = [f"id: {rule['id']}", rule["effect"]]
        if rule["when"]:
            keys.append(f"when: {when(rule['when'])}")
        beside = rule["alternatives"][0].get(OFTEN, [])
        given = [", ".join(f"{k}: {json.dumps(v).replace(chr(34), '') if isinstance(v, list) else v}" for k, v in a.items()
                           if k != OFTEN and k not in beside)
                 for a in rule["alternatives"]]
        if len(given) > 1:
            keys += [f"{k}: {rule['alternatives'][0][k]}" for k in beside]
            keys.append("one_of: [" + ", ".join(f"{{ {g} }}" for g in given) + "]")
        elif given[0]:
            keys.append(given[0])
        keys += [f"{k}: {rule[k]}" for k in ("within", "by") if k in rule]
        lines.append(f"  - {{ {', '.join(keys)} }}")
    return "\n".join(lines) + "\n"


# --- their meaning -------------------------------------------------------------------------------

COMPARE = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
}
YES, NO = z3.BoolVal(True), z3.BoolVal(False)


class Truth:
    """Where a condition is true and where it is false; elsewhere it has no answer."""

    def __init__(self, true, false):
        self.true, self.false = true, false


def decided(holds, premise=YES):
    return Truth(z3.And(premise, holds), z3.And(premise, z3.Not(holds)))


class Session:
    """One arbitrary session: every input of it is a variable, and facts say what sessions there are."""

    def __init__(self, methods, lifespan, window, maker):
        self.lifespan, self.window, self.facts, self.variables = lifespan, window, [], {}
        self.codes = {}
        self.now, self.issued, self.authenticated, self.expires, self.active_at = z3.Ints(
            "now issued authenticated expires active_at")
        self.has_activity = z3.Bool("has_activity")
        self.sent, self.has_state = z3.Bools("sent has_state")
        self.classes = []
        for method in sorted(methods):
            self.classes += [(method, False)] if method in FIRST_FACTORS else []
            self.classes += [(method, True)] if method in SECOND_FACTORS else []
        self.classes += [("oidc", False), ("code", True)]  # which no policy names
        on = {(m, False) for m in ("password", "oidc", "passkey", "webauthn")}
        on |= {(m, True) for m in ("totp", "lookup_secret", "webauthn")}
        on = {c for c in on if c[0] not in maker.off and not (c == ("webauthn", False) and not maker.passwordless)}
        if maker.lifespan:
            on.discard(("passkey", False))
            if maker.passwordless:
                on.discard(("webauthn", True))  # it is the one or the other
        # What no policy names is offered where one of that is; code can be shown by those who have it, and by nobody else.
        self.has_code = z3.Bool("has code")
        unnamed = {second for m, second in on if m not in methods}
        self.needs_code = True not in unnamed
        self.offered = [c for c in self.classes if c in on and c[0] in methods] + [
            c for c in (("oidc", False), ("code", True)) if c[1] in unnamed or c[1] and maker.mfa_code]
        self.shown = {c: z3.Bool(f"shown {c}") for c in self.classes}
        self.shown_at = {c: z3.Int(f"shown_at {c}") for c in self.classes}
        self.facts += [
            self.now >= 0, self.now <= YEAR_2200, self.issued >= 0, self.issued <= self.now,
            self.authenticated <= self.now, self.authenticated >= self.issued - NS,
            self.expires > self.now, self.expires <= LAST_CENTURY,
            z3.Or([self.shown[c] for c in self.classes if not c[1]]),
            z3.Implies(self.has_activity, z3.And(self.active_at <= self.now, self.active_at >= 0))]
        for c in self.classes:
            self.facts += [self.shown_at[c] >= self.issued - NS, self.shown_at[c] <= self.authenticated]
        self.has_second = z3.Or([self.shown[c] for c in self.classes if c[1]])

    def variable(self, name, make):
        if name not in self.variables:
            self.variables[name] = make(name)
        return self.variables[name]

    def code(self, text):
        return self.codes.setdefault(text, len(self.codes))

    def kind(self, path):
        """Whether an input is there as it was meant, and whether it is absent; elsewhere it has failed."""
        if path == "request.last_active_at":
            return self.has_activity, z3.Not(self.has_activity)
        if path.startswith("session."):
            return YES, NO
        if path.startswith("request.device."):
            there, record = self.variable(path + " there", z3.Bool), self.variable("request.device there", z3.Bool)
            return z3.And(record, there), z3.Not(z3.And(record, there))
        there = self.variable(path + " there", z3.Bool)
        if path.startswith("request."):
            return there, z3.Not(there)
        if path in ("identity.schema_id", "identity.state"):
            there = self.has_state if path == "identity.state" else there
            return z3.And(self.sent, there), z3.And(self.sent, z3.Not(there))
        fails = self.variable(path + " fails", z3.Bool)
        around = self.sent if path.startswith("identity.") else YES
        return z3.And(around, there, z3.Not(fails)), z3.And(around, z3.Not(there), z3.Not(fails))

    def value(self, path, sort):
        value = self.variable(path, sort)
        if path in ("context.since", "context.until"):
            self.facts += [value >= FIRST_CENTURY, value <= LAST_CENTURY]
        if path == "context.span":
            limit = 315_576_000_000 * NS
            self.facts += [value >= -limit, value <= limit]
        if path in ("context.amount", "context.limit"):
            self.facts += [value >= -(1 << 63), value < 1 << 63]
        return value


class Moment:
    """The session as conditions and requirements read it: now, or just after some steps."""

    def __init__(self, session, steps=frozenset()):
        s = self.s = session
        self.shown, self.shown_at = dict(s.shown), dict(s.shown_at)
        self.issued, self.authenticated, self.expires, self.active_at = s.issued, s.authenticated, s.expires, s.active_at
        self.has_activity, self.has_second, self.is_after = s.has_activity, s.has_second, bool(steps)
        for c in steps:
            self.shown[c], self.shown_at[c] = YES, s.now
        if steps:
            self.authenticated = self.active_at = s.now
            self.expires, self.has_activity = s.now + s.lifespan, YES
            if any(c[1] for c in steps):
                self.has_second = YES

    def instant(self, path):
        """An instant, and where it is there."""
        match path:
            case "now": return self.s.now, YES
            case "session.issued_at": return self.issued, YES
            case "session.authenticated_at": return self.authenticated, YES
            case "session.expires_at": return self.expires, YES
            case "request.last_active_at": return self.active_at, self.has_activity
        return self.s.value(path, z3.Int), self.s.kind(path)[0]

    def level(self):
        return z3.If(self.has_second, 2, 1)


class Reader:
    """Reads a policy's conditions and requirements at a moment."""

    def __init__(self, policy, moment):
        self.policy, self.m, self.s = policy, moment, moment.s

    def kind(self, path):
        there, absent = self.s.kind(path)
        if path == "request.last_active_at":
            return self.m.has_activity, z3.Not(self.m.has_activity)
        values = self.policy["attributes"].get(path, {}).get("values")
        if values:
            text = self.s.value(path, z3.Int)
            there = z3.And(there, z3.Or([text == self.s.code(v) for v in values]))
        return there, absent

    def ask(self, c):
        match c[0]:
            case "true":
                return Truth(YES, NO)
            case "none":
                parts = [self.ask(x) for x in c[1]]
                return Truth(z3.And([p.false for p in parts]), z3.Or([p.true for p in parts]))
            case "numbers2":
                left, right = self.s.value(c[1], z3.Int), self.s.value(c[3], z3.Int)
                return decided(COMPARE[c[2]](left, right), z3.And(self.kind(c[1])[0], self.kind(c[3])[0]))
            case "ratio":
                return decided(COMPARE[c[2]](self.s.value(c[1], z3.Real), z3.RealVal(c[3])), self.kind(c[1])[0])
            case "orflag":
                there, absent = self.kind(c[1])
                return decided(z3.If(absent, z3.BoolVal(c[2]), self.s.value(c[1], z3.Bool)), z3.Or(there, absent))
            case "allof":
                return decided(z3.And([z3.Not(self.m.shown[k]) for k in self.s.classes if k[0] not in c[1]]))
            case "allfirst":
                return decided(z3.And([z3.Not(self.m.shown[k]) for k in self.s.classes if k[1]]))
            case "bothof":
                return decided(z3.Or([self.m.shown[k] for k in self.s.classes if k[0] == c[1] and k[1]]))
            case "recentin":
                return decided(z3.Or([z3.And(self.m.shown[k], self.s.now - self.m.shown_at[k] < dur(c[2]))
                                      for k in self.s.classes if k[0] in c[1]]))
            case "since":
                return decided(z3.Or([z3.And(self.m.shown[k], self.m.shown_at[k] >= self.m.authenticated)
                                      for k in self.s.classes if k[0] == c[1]]))
            case "aalin":
                return decided(z3.Or([self.m.level() == LEVELS[level] for level in c[1]]))
            case "and" | "all":
                parts = [self.ask(x) for x in c[1]]
                return Truth(z3.And([p.true for p in parts]), z3.Or([p.false for p in parts]))
            case "or" | "any":
                parts = [self.ask(x) for x in c[1]]
                return Truth(z3.Or([p.true for p in parts]), z3.And([p.false for p in parts]))
            case "not":
                part = self.ask(c[1])
                return Truth(part.false, part.true)
            case "if":
                t, a, b = (self.ask(x) for x in c[1:])
                return Truth(z3.Or(z3.And(t.true, a.true), z3.And(t.false, b.true)),
                             z3.Or(z3.And(t.true, a.false), z3.And(t.false, b.false)))
            case "equal":
                a, b = self.ask(c[1]), self.ask(c[2])
                return Truth(z3.Or(z3.And(a.true, b.true), z3.And(a.false, b.false)),
                             z3.Or(z3.And(a.true, b.false), z3.And(a.false, b.true)))
            case "def":
                return self.ask(self.policy["definitions"][c[1]])
            case "flag":
                return decided(self.s.value(c[1], z3.Bool), self.kind(c[1])[0])
            case "text":
                holds = self.s.value(c[1], z3.Int) == self.s.code(c[3])
                return decided(holds if c[2] == "==" else z3.Not(holds), self.kind(c[1])[0])
            case "in":
                text = self.s.value(c[1], z3.Int)
                return decided(z3.Or([text == self.s.code(v) for v in c[2]]), self.kind(c[1])[0])
            case "has":
                if c[1] == "identity":
                    return decided(self.s.sent)
                if c[1] == "request.device":
                    return decided(self.s.variable("request.device there", z3.Bool))
                path = "request.last_active_at" if c[1] == "session.idle" else c[1]
                return Truth(*self.kind(path))
            case "member" | "exists":
                wanted = [c[2]] if c[0] == "member" else c[2]
                return decided(z3.Or([self.s.variable(f"{c[1]} has {t}", z3.Bool) for t in wanted]), self.kind(c[1])[0])
            case "number":
                return decided(COMPARE[c[2]](self.s.value(c[1], z3.Int), c[3]), self.kind(c[1])[0])
            case "numbers":
                number = self.s.value(c[1], z3.Int)
                return decided(z3.Or([number == v for v in c[2]]), self.kind(c[1])[0])
            case "elapsed":
                if c[1] == "session.remaining":
                    return decided(COMPARE[c[2]](self.m.expires - self.s.now, dur(c[3])))
                start, there = self.m.instant(STARTS[c[1]])
                return decided(COMPARE[c[2]](self.s.now - start, dur(c[3])), there)
            case "time":
                left, there = self.total(c[1])
                right, where = self.total(c[3])
                return decided(COMPARE[c[2]](left, right), z3.And(there, where))
            case "aal":
                return decided(COMPARE[c[1]](self.m.level(), LEVELS[c[2]]))
            case "shown":
                return decided(z3.Or([self.m.shown[k] for k in self.s.classes if k[0] == c[1]]))
            case "recent":
                return decided(z3.Or([z3.And(self.m.shown[k], self.s.now - self.m.shown_at[k] < dur(c[2]))
                                      for k in self.s.classes if k[0] == c[1]]))
            case "anysecond":
                return decided(z3.Or([self.m.shown[k] for k in self.s.classes if k[1]]))
            case "fallback":
                there, absent = self.kind(c[1])
                holds = z3.If(absent, c[2] == c[3], self.s.value(c[1], z3.Int) == self.s.code(c[3]))
                return decided(holds, z3.Or(there, absent))
            case "same":
                holds = self.s.value(c[1], z3.Int) == self.s.value(c[2], z3.Int)
                return decided(holds if c[3] == "==" else z3.Not(holds), z3.And(self.kind(c[1])[0], self.kind(c[2])[0]))
        raise ValueError(c)

    def total(self, side):
        """A sum of instants and spans, and where it has a value: instants end with the calendar, spans after ten
        thousand years, and the difference of two instants is a number of nanoseconds in 64 bits."""
        if isinstance(side, str):
            return dur(side), YES
        if len(side) == 1:
            return self.operand(side[0])
        (a, there), (b, where) = self.operand(side[0]), self.operand(side[2])
        there = z3.And(there, where)
        sum = a - b if side[1] == "-" else a + b
        match [self.is_span(side[0]), self.is_span(side[2])]:
            case [True, True]: return sum, z3.And(there, sum >= -LONGEST, sum <= LONGEST)
            case [False, False]: return sum, z3.And(there, sum >= -(1 << 63), sum < 1 << 63)
        return sum, z3.And(there, sum >= FIRST_CENTURY, sum <= LAST_CENTURY)

    @staticmethod
    def is_span(text):
        return text in ("session.age", "session.authentication_age", "session.idle", "session.remaining", "context.span") \
            or not text[0].isalpha() and not text.endswith("Z")

    def operand(self, text):
        if text == "session.remaining":
            return self.m.expires - self.s.now, YES
        if text in STARTS:
            start, there = self.m.instant(STARTS[text])
            return self.s.now - start, there
        if text[0].isalpha():
            return self.m.instant(text)
        return ({"2026-06-01T00:00:00Z": 1_780_272_000 * NS}[text] if text.endswith("Z") else dur(text)), YES

    # Requirements.

    def newest(self, requirement, span):
        """That the evidence of `max_age` is younger than a span."""
        second, methods = requirement.get("aal") == "aal2", requirement.get("methods")
        if not second and not methods:
            return self.s.now - self.m.authenticated < span
        return z3.Or([z3.And(self.m.shown[k], self.s.now - self.m.shown_at[k] < span) for k in self.s.classes
                      if (k[1] or not second) and (not methods or k[0] in methods)])

    def met(self, requirement):
        parts = []
        if "aal" in requirement:
            parts.append(self.m.level() >= LEVELS[requirement["aal"]])
        if "methods" in requirement:
            parts.append(z3.Or([self.m.shown[k] for k in self.s.classes if k[0] in requirement["methods"]]))
        if "max_age" in requirement:
            parts.append(self.newest(requirement, dur(requirement["max_age"])))
        if "max_idle" in requirement:
            parts.append(z3.And(self.m.has_activity, self.s.now - self.m.active_at < dur(requirement["max_idle"])))
        if "max_lifetime" in requirement:
            parts.append(self.s.now - self.m.issued < dur(requirement["max_lifetime"]))
        return z3.And(parts)

    def applies(self, rule):
        parts = [c for c in (self.policy["when"], rule["when"]) if c]
        return self.ask(("and", parts)) if parts else Truth(YES, NO)

    def asks(self, rule):
        """Where a `must` is in force: it may apply, and what it requires is not met."""
        may_apply = z3.Not(self.applies(rule).false)
        if not any(rule["alternatives"]):
            return may_apply
        return z3.And(may_apply, z3.Not(z3.Or([self.met(a) for a in rule["alternatives"]])))


class Decisions:
    """What a policy decides of the session, as formulas."""

    def __init__(self, policies, session):
        self.policies, self.s = policies, session
        readers = [Reader(p, Moment(session)) for p in policies]
        of = lambda effect: [(r, here) for here in readers for r in here.policy["rules"] if r["effect"] == effect]
        self.asking = [(r, here.asks(r)) for r, here in of("must: reauthenticate")]
        over = z3.Or([here.asks(r) for r, here in of("must: sign_in")])
        due = z3.Or([asks for _, asks in self.asking])
        permitted = z3.Or([z3.And(here.applies(r).true, z3.Or([here.met(a) for a in r["alternatives"]]))
                           for r, here in of("may: refresh")])
        forbidden = z3.Or([z3.Not(here.applies(r).false) for r, here in of("never: refresh")])
        has_way = z3.Or([self.settled(steps) for steps in self.steps()]) if self.asking else YES
        self.signs_in = z3.Or(over, z3.And(due, z3.Not(z3.And(has_way, permitted, z3.Not(forbidden)))))
        self.asks = z3.And(due, z3.Not(self.signs_in))
        self.proceeds = z3.And(z3.Not(over), z3.Not(due))
        self.refreshes = z3.And(permitted, z3.Not(forbidden), z3.Not(self.signs_in))
        stuck = z3.Or([z3.Not(here.applies(r).false) for r, here in of("never: extend")])
        free = z3.And(self.proceeds, z3.Not(stuck), session.sent, session.has_state)
        self.grants = [(length, z3.And(free, term)) for r, here in of("may: extend") for length, term in self.granted(here, r)]

    def steps(self):
        return [frozenset(some) for n in (1, 2, 3, 4) for some in itertools.combinations(self.s.offered, n)]

    def settled(self, steps):
        """That after some steps no rule asks; what asks for nothing is never met, and any step will do."""
        readers = [Reader(p, Moment(self.s, steps)) for p in self.policies]
        quiet = [z3.Not(there.asks(r)) for there in readers for r in there.policy["rules"]
                 if r["effect"] == "must: sign_in" or r["effect"] == "must: reauthenticate" and any(r["alternatives"])]
        return z3.And(quiet + ([self.s.has_code] if ("code", True) in steps and self.s.needs_code else []))

    def granted(self, here, rule):
        length = dur(rule["by"]) if "by" in rule else self.s.lifespan
        remaining = self.s.expires - self.s.now
        for requirement in rule["alternatives"]:
            parts = [here.applies(rule).true, here.met(requirement), remaining < self.s.window, remaining < length]
            if "within" in rule:
                parts.append(remaining <= dur(rule["within"]))
            if "max_age" in requirement:
                parts.append(here.newest(requirement, dur(requirement["max_age"]) - length + 1))
            if "max_lifetime" in requirement:
                parts.append(self.s.now + length <= self.s.issued + dur(requirement["max_lifetime"]))
            yield length, z3.And(parts)

    def reaches(self, length):
        return z3.Or([term for own, term in self.grants if own >= length])


def is_as_strict(one, other):
    """Whether meeting a requirement is meeting another; a step is activity, so `max_idle` does not count."""
    level = lambda r: max(LEVELS[r.get("aal", "aal1")], 1)
    if level(one) < level(other):
        return False
    if "methods" in other and not ("methods" in one and set(one["methods"]) <= set(other["methods"])):
        return False
    return "max_age" not in other or "max_age" in one and dur(one["max_age"]) <= dur(other["max_age"])


def demands_as_strictly(rules, others):
    """Whether every way of some rules is at least as strict as some way of others."""
    ways = lambda rules: list(itertools.product(*(r["alternatives"] for r in rules)))
    nothing = lambda r: is_as_strict({}, r)
    return all(any(all(nothing(r) or any(is_as_strict(own, r) for own in way) for r in other) for other in ways(others))
               for way in ways(rules))


def in_force(asking):
    """Every choice of rules in force, with where exactly they are."""
    for chosen in itertools.product([False, True], repeat=len(asking)):
        yield ([r for (r, _), c in zip(asking, chosen) if c],
               z3.And([t if c else z3.Not(t) for (_, t), c in zip(asking, chosen)]))


def difference(part, direction, old, new):
    lax, strict = (old, new) if direction == "stricter" else (new, old)
    outcome = z3.Or(z3.And(strict.signs_in, z3.Not(lax.signs_in)), z3.And(strict.asks, lax.proceeds))
    match part:
        case "outcome":
            return outcome
        case "refresh":
            return z3.And(lax.refreshes, z3.Not(strict.refreshes), z3.Not(outcome))
        case "extend":
            lengths = {length for length, _ in old.grants + new.grants}
            return z3.And(old.proceeds, new.proceeds, z3.Or([z3.And(lax.reaches(n), z3.Not(strict.reaches(n))) for n in lengths]))
        case "demand":
            cases = [z3.And(a, b) for rules, a in in_force(lax.asking) if rules for others, b in in_force(strict.asking) if others
                     and not demands_as_strictly(rules, others)]
            return z3.And(old.asks, new.asks, z3.Or(cases))


def named_methods(*sets):
    found = set()
    for policies in sets:
        text = json.dumps(policies)
        found |= {m for m in METHODS + ["passkey", "oidc", "code"] if f'"{m}"' in text}
    return found


def differences(old, new, lifespan, window, maker):
    """The parts and directions in which some session is decided otherwise."""
    session = Session(named_methods(old, new, [maker.assumed]), lifespan, window, maker)
    if maker.assumed:
        session.facts.append(Reader({"attributes": {}, "definitions": {}}, Moment(session)).ask(maker.assumed).true)
    before, after = Decisions(old, session), Decisions(new, session)
    found = set()
    solver = z3.Solver()
    questions = [(p, d, difference(p, d, before, after)) for p in PARTS for d in DIRECTIONS]
    solver.add(session.facts)
    for part, direction, goal in questions:
        solver.push()
        solver.add(goal)
        answer = solver.check()
        if answer == z3.unknown:
            raise RuntimeError("Z3 does not know")
        if answer == z3.sat:
            found.add((part, direction))
        solver.pop()
    return found


# --- the command ---------------------------------------------------------------------------------

def run(arguments, text=""):
    done = subprocess.run(arguments, input=text, capture_output=True, text=True)
    if done.returncode > 1 or done.stderr:
        raise RuntimeError(f"{' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def decide(command, path, snapshots, settings):
    lines = "".join(json.dumps(s) + "\n" for s in snapshots)
    return [json.loads(line) for line in run([command, "decide", "--stream", "--policies", path, *settings], lines).splitlines()]


RANK = {"proceed": 0, "reauthenticate": 1, "sign_in": 2}


def shows(part, direction, old, new):
    """Whether two decisions differ as they are said to."""
    lax, strict = (old, new) if direction == "stricter" else (new, old)
    match part:
        case "outcome": return RANK[lax["outcome"]] < RANK[strict["outcome"]]
        case "refresh": return lax["refresh"]["allowed"] and not strict["refresh"]["allowed"]
        case "extend":
            one, other = lax["extend"]["expires_at"], strict["extend"]["expires_at"]
            return one is not None and (other is None or other < one)
        case "demand": return lax["outcome"] == strict["outcome"] == "reauthenticate"


def compare(command, folder, seed):
    """What is wrong about one pair; `None` where both agree."""
    maker = Maker(seed)
    old, new = maker.pair()
    paths = [os.path.join(folder, name) for name in ("old", "new")]
    for path, policies in zip(paths, (old, new)):
        shutil.rmtree(path, ignore_errors=True)
        os.mkdir(path)
        for number, policy in enumerate(policies):
            name = "pq"[number]
            with open(os.path.join(path, name + ".yaml"), "w") as file:
                file.write(yaml(policy, name))
    settings, lifespan = [], dur("24h")
    if maker.lifespan:
        lifespan = dur(maker.lifespan)
        config = os.path.join(folder, "kratos.yml")
        with open(config, "w") as file:
            file.write(f"session:\n  lifespan: {maker.lifespan}\n" + (f"  earliest_possible_extend: {maker.window}\n" if maker.window else ""))
            onoff = lambda value: str(bool(value)).lower()
            file.write("selfservice:\n  methods:\n"
                       + "".join(f"    {m}: {{ enabled: {onoff(m not in maker.off)} }}\n" for m in ("totp", "lookup_secret", "oidc", "password"))
                       + f"    code: {{ enabled: true, passwordless_enabled: false, mfa_enabled: {onoff(maker.mfa_code)} }}\n"
                       + f"    webauthn: {{ enabled: true, config: {{ passwordless: {onoff(maker.passwordless)} }} }}\n")
        settings = ["--kratos", config]
    assumed = ["--assume", cel(maker.assumed)] if maker.assumed else []
    said = json.loads(run([command, "diff", *paths, "--format", "json", *settings, *assumed]))
    known = {(c["part"], c["direction"]) for c in said["changes"]} | {(o["part"], o["direction"]) for o in said["omitted"]}
    true = differences(old, new, lifespan, dur(maker.window) if maker.window else lifespan, maker)
    if said["verdict"] == "undecided":
        return f"undecided: {said['undecided']}"
    if known != true:
        return f"the command says {sorted(known)}, Z3 says {sorted(true)}"
    witnesses = [c["witness"] for c in said["changes"] if not c["possible"]]
    if len(witnesses) < len(said["changes"]):
        return f"only possible: {[c['words'] for c in said['changes'] if c['possible']]}"
    decisions = [decide(command, path, witnesses, settings) for path in paths]
    for change, *both in zip(said["changes"], *decisions):
        if not shows(change["part"], change["direction"], *both):
            return f"the witness does not show that {change['part']} is {change['direction']}: {change['words']}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=200, help="how many pairs are compared")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30), help="the seed of the first pair")
    parser.add_argument("--show", action="store_true", help="write the policies of every difference")
    options = parser.parse_args()
    command = os.environ.get("SESSION_POLICY", ".build/debug/session-policy")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.pairs):
            problem = compare(command, folder, seed)
            if problem:
                wrong += 1
                print(f"seed {seed}: {problem}")
                if options.show:
                    for name in sorted(glob.glob(os.path.join(folder, "*", "*.yaml")) + glob.glob(os.path.join(folder, "*.yml"))):
                        print(f"# {os.path.relpath(name, folder)}\n{open(name).read()}")
                sys.stdout.flush()
    print(f"{options.pairs} pairs from seed {options.seed}, Z3 {z3.get_version_string()}: {wrong} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
