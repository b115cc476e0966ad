#!/usr/bin/env python3
"""Decide random policies over random snapshots twice: by `session-policy`, and by an evaluator of our own.

The evaluator is written from the description of the language, without a look at the engine: conditions are
three-valued, every input is read anew, and `valid_until` and the deadlines come out of trying every
instant at which anything could change. Ways to re-authenticate are walked: after the steps nothing may be
asked any more; and where there is said to be none, none of up to three steps is found.

Compared are the outcome; extending and refreshing with their expiry, `not_before`, rules and reasons; the
joined requirement; every way; reasons with their rules; `indeterminate`; the deadlines; `valid_until`.
Three things the description leaves open were settled by what the engine says: a failed requirement has its
own code and not `input_missing`; derived durations are listed by the instant they come from; `rules` of an
extension that only waits names the rules it waits for.

Not compared: the joined requirement where a rule in force has `one_of` (its ways are walked instead);
whether a way is left out; `valid_until` where a step is to enrol, and where only the ways change;
`indeterminate` and the refusals of a session that is not live; calls and texts; calendars, patterns,
arithmetic and loops in conditions; organizations and `privileged_session_max_age`.
"""

import argparse, functools, itertools, json, os, random, subprocess, sys, tempfile
from datetime import datetime, timezone

NS = 1_000_000_000
UNITS = {"w": 604800 * NS, "d": 86400 * NS, "h": 3600 * NS, "m": 60 * NS, "s": NS}
SKEW = 300 * NS
LIFESPAN = 86400 * NS
CONFIGURED = False  # whether there is a kratos.yml: without one WebAuthn may be either factor
WINDOW = LIFESPAN  # earliest_possible_extend, the lifespan where it is not set
EPOCH = int(datetime(2026, 3, 1, 9, tzinfo=timezone.utc).timestamp()) * NS
SECOND = {"totp", "lookup_secret", "webauthn"}
RELEASE = None  # the chosen release of Kratos; None leaves it to what the session shows
PROVIDERS = {"oidc", "saml"}
# The level of an entry that states none, up to v26.2; the development head infers none.
IMPLIED = {"password": "aal1", "oidc": "aal1", "code_recovery": "aal1", "totp": "aal2", "lookup_secret": "aal2", "webauthn": "aal2"}


@functools.lru_cache(maxsize=None)
def dur(text):
    total, n, i = 0, "", 0
    for c in text:
        if c.isdigit():
            n += c
        else:
            total += int(n) * UNITS[c]
            n = ""
    return total


def stamp(t):
    s = datetime.fromtimestamp(t // NS, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    f = t % NS
    return s + (("." + f"{f:09d}".rstrip("0")) if f else "") + "Z"


@functools.lru_cache(maxsize=100_000)
def instant(text):
    if text is None or text.startswith("0001-01-01T00:00:00"):
        return None
    for zone in FORMS:  # as clients write it again
        text = text.replace(zone, "Z") if zone else text
    body = text[:-1].replace(" ", "T")
    whole, _, frac = body.partition(".")
    d = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return int(d.timestamp()) * NS + int((frac + "0" * 9)[:9])


FORMS = ["", " UTC", " +0000", "+0000", "+00:00"]  # what clients make of the `Z`, of Ruby and of Python


# Known gaps: what the engine does otherwise, why it is known to be so, and the switch that makes the
# evaluator below do the same. A difference is explained only where exactly these switches end it. At present
# none is known.
GAPS = {}
GAPS_ON = set()


# --- the evaluator -------------------------------------------------------------------------------

T, F = "T", "F"


class Err:
    def __init__(self, inputs):
        self.inputs = frozenset(inputs)


class Input(Exception):
    def __init__(self, attribute, cause):
        self.pair = (attribute, cause)


class Absent:
    pass


ABSENT = Absent()


class World:
    """One snapshot at one instant."""

    def __init__(self, doc, now, attributes):
        self.doc, self.now, self.attributes = doc, now, attributes
        self.session = doc["session"]
        self.request = doc.get("request") or {}

    def lookup(self, path):
        """The value, ABSENT, or Input raised where it has failed."""
        parts = path.split(".")
        if parts[0] == "session":
            value = self.session.get(parts[1])
        elif parts[0] == "request":
            value = self.request.get(parts[1])
        elif parts[0] == "context":
            value = (self.doc.get("context") or {}).get(parts[1])
        else:
            node = self.session.get("identity")
            if node is None:
                raise Input(path, "not_sent")
            for p in parts[1:]:
                if node is None:
                    break
                if not isinstance(node, dict):
                    raise Input(path, "wrong_type")
                node = node.get(p)
            value = node
        if value is None or path in PASTS and instant(value) is None:
            return ABSENT
        declared = self.attributes.get(path)
        if declared:
            kind = declared["type"]
            if kind == "bool" and not isinstance(value, bool):
                raise Input(path, "wrong_type")
            if kind == "string" and not isinstance(value, str):
                raise Input(path, "wrong_type")
            if kind == "int":
                if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
                    raise Input(path, "wrong_type")
                value = int(value)
                if not -(1 << 63) <= value < 1 << 63:
                    raise Input(path, "wrong_type")
            if "values" in declared and value not in declared["values"]:
                raise Input(path, "outside_values")
        return value

    def read(self, path):
        value = self.lookup(path)
        if value is ABSENT:
            raise Input(path, "missing")
        return value

    def past(self, path, text, name=None):
        """An instant that lies in the past by its meaning."""
        t = instant(text)
        if t is None:
            raise Input(name or path, "missing")
        if t > self.now + SKEW:
            raise Input(name or path, "in_future")
        return t

    def elapsed(self, name):
        if name == "session.remaining":
            t = instant(self.session.get("expires_at"))
            return max(0, t - self.now)
        path, text = {
            "session.age": ("session.issued_at", self.session.get("issued_at")),
            "session.authentication_age": ("session.authenticated_at", self.session.get("authenticated_at")),
            "session.idle": ("request.last_active_at", self.request.get("last_active_at")),
        }[name]
        return max(0, self.now - self.past(path, text))


def truth(b):
    return T if b else F


COMPARE = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
}


def ask(c, w, definitions):
    """T, F or Err; && and || absorb errors where the other side decides."""
    op = c[0]
    if op in ("and", "all"):
        return junction([ask(x, w, definitions) for x in c[1]], F, T)
    if op in ("or", "any"):
        return junction([ask(x, w, definitions) for x in c[1]], T, F)
    if op == "none":
        return negate(junction([ask(x, w, definitions) for x in c[1]], T, F))
    if op == "not":
        return negate(ask(c[1], w, definitions))
    if op == "def":
        return ask(definitions[c[1]], w, definitions)
    if op == "if":
        t = ask(c[1], w, definitions)
        return t if isinstance(t, Err) else ask(c[2] if t == T else c[3], w, definitions)
    try:
        if op == "elapsed":
            return truth(COMPARE[c[2]](w.elapsed(c[1]), dur(c[3])))
        if op == "cmp":
            return truth(COMPARE[c[2]](w.read(c[1]), c[3]))
        if op == "since":
            return truth(COMPARE[c[2]](w.now - w.past(c[1], w.read(c[1])), dur(c[3])))
        if op == "clock":
            return truth(COMPARE[c[1]](w.now, instant(c[2])))
        if op == "aal":
            return truth(COMPARE[c[1]]("aal%d" % level(w), c[2]))
        if op == "order":
            errors, values = [], []
            for p in (c[1], c[3]):
                try:
                    values.append(w.past(p, w.read(p)))
                except Input as e:
                    errors.append(e.pair)
            return Err(errors) if errors else truth(COMPARE[c[2]](*values))
        if op == "cmp2":
            errors, values = [], []
            for p in (c[1], c[3]):
                try:
                    values.append(w.read(p))
                except Input as e:
                    errors.append(e.pair)
            return Err(errors) if errors else truth(COMPARE[c[2]](*values))
        if op == "in" or op == "sets":
            return truth(w.read(c[1]) in c[2])
        if op == "bool" or op == "optof":
            return truth(op == "optof" and (w.read(c[1]), True)[1] or op == "bool" and w.read(c[1]))
        if op == "abs":
            v = w.read(c[1])
            if v == -(1 << 63):
                return Err([(None, "error")])
            return truth(COMPARE[c[2]](abs(v), c[3]))
        if op == "has":
            if c[1] in ("identity", "session.identity"):
                return truth(w.session.get("identity") is not None)
            if c[1] in ("session.age", "session.idle", "session.authentication_age"):
                try:
                    w.elapsed(c[1])
                    return T
                except Input as e:
                    if e.pair[1] == "missing":
                        return F
                    raise
            return truth(w.lookup(c[1]) is not ABSENT)
        if op == "orvalue":
            v = w.lookup(c[1])
            return truth((c[2] if v is ABSENT else v) == c[3])
    except Input as e:
        return Err([e.pair])
    raise ValueError(op)


def junction(values, absorbing, neutral):
    if absorbing in values:
        return absorbing
    errors = [v for v in values if isinstance(v, Err)]
    return Err(frozenset().union(*(e.inputs for e in errors))) if errors else neutral


def negate(v):
    return v if isinstance(v, Err) else (F if v == T else T)


LEVEL = {"aal0": 0, "aal1": 1, "aal2": 2, "aal3": 3}


def level(w):
    stated = w.session.get("authenticator_assurance_level")
    methods = w.session.get("authentication_methods")
    if stated:
        return LEVEL[stated]
    if methods is None:
        raise Input("session.aal", "missing")
    return LEVEL[computed(w.session, methods)]


def is_head(session, methods):
    """Whether the development head is meant: chosen, or told by what only it writes."""
    return RELEASE == "head" if RELEASE else any(
        m.get("upstream_acr") or m["method"] in PROVIDERS and m.get("aal") == "aal2" for m in methods)


def recorded(m, head):
    """The level that an entry counts at."""
    return m.get("aal") or (None if head else IMPLIED.get(m["method"]))


def computed(session, methods):
    """The level that Kratos computes from what was completed."""
    head = is_head(session, methods)
    levels = {recorded(m, head) for m in methods}
    if head and any(m["method"] in PROVIDERS and m.get("aal") == "aal2" for m in methods):
        levels.add("aal1")  # a provider that vouches for the second factor vouches for both
    return "aal2" if {"aal1", "aal2"} <= levels else "aal1" if methods else "aal0"


def is_second(m, w):
    return recorded(m, is_head(w.session, w.session["authentication_methods"])) == "aal2"


def evidence(req, w):
    """The instant that `max_age` counts from, None where nothing of the kind was shown."""
    if req.get("aal") == "aal2" or "methods" in req:
        shown = w.session.get("authentication_methods")
        if shown is None:
            raise Input("session.authentication_methods", "missing")
        times, _ = completions(w, [m for m in shown if ("methods" not in req or m["method"] in req["methods"])
                                   and (req.get("aal") != "aal2" or is_second(m, w))])
        return max(times) if times else None
    return w.past("session.authenticated_at", w.session.get("authenticated_at"))


def completions(w, shown):
    """The instants that are evidence, and why others are none."""
    times, without = [], set()
    for m in shown:
        t = instant(m.get("completed_at"))
        if t is None:
            without.add(("session.authentication_methods[].completed_at", "missing"))
        elif t > w.now + SKEW:
            without.add(("session.authentication_methods[].completed_at", "in_future"))
        else:
            times.append(t)
    return times, without


def unmet(req, w):
    """The codes of what is not met, and the inputs it is not met for want of."""
    codes, inputs = set(), set()

    def check(code, test):
        try:
            if not test():
                codes.add(code)
        except Input as e:
            codes.add(code)
            inputs.add(e.pair)

    if "aal" in req:
        check("aal_insufficient", lambda: level(w) >= LEVEL[req["aal"]])
    if "methods" in req:
        def method():
            shown = w.session.get("authentication_methods")
            if shown is None:
                raise Input("session.authentication_methods", "missing")
            return any(m["method"] in req["methods"] for m in shown)
        check("method_missing", method)
    if "max_age" in req:
        def age():
            e = evidence(req, w)
            if e is not None and max(0, w.now - e) < dur(req["max_age"]):
                return True
            if (req.get("aal") == "aal2" or "methods" in req):
                inputs.update(completions(w, [
                    m for m in w.session["authentication_methods"]
                    if ("methods" not in req or m["method"] in req["methods"])
                    and (req.get("aal") != "aal2" or is_second(m, w))])[1])
            return False
        check("max_age_exceeded", age)
    if "max_idle" in req:
        check("idle_timeout", lambda: max(0, w.now - w.past(
            "request.last_active_at", w.request.get("last_active_at"))) < dur(req["max_idle"]))
    if "max_lifetime" in req:
        check("lifetime_exceeded", lambda: max(0, w.now - w.past(
            "session.issued_at", w.session.get("issued_at"))) < dur(req["max_lifetime"]))
    return codes, inputs


KEYS = ("aal", "methods", "max_age", "max_idle", "max_lifetime")


def alternatives(rule):
    beside = {k: rule[k] for k in KEYS if k in rule}
    return [{**beside, **a} for a in rule["one_of"]] if "one_of" in rule else [beside]


def cookie_end(doc):
    """Kratos counts a cookie's age in whole seconds, and refuses it beyond the lifespan."""
    issued = instant((doc.get("request") or {}).get("cookie_issued_at"))
    return None if issued is None else issued // NS * NS + LIFESPAN + NS


STEPS = [("first", "password"), ("second", "totp"), ("first", "passkey"), ("second", "webauthn"),
         ("second", "lookup_secret"), ("first", "webauthn")]


def stepped(doc, now, picks):
    """The document after some methods were shown, each as a factor."""
    after = json.loads(json.dumps(doc))
    s = after["session"]
    shown = s.get("authentication_methods") or []
    levels = {computed(s, shown)}
    shown = shown + [{"method": m, "aal": "aal1" if f == "first" else "aal2", "completed_at": stamp(now)} for f, m in picks]
    stated = s.get("authenticator_assurance_level")
    if stated is None:
        levels.add(computed(s, shown))  # where none is stated it is that of the methods; a second factor alone is aal1
    elif stated == "aal2" or any(f == "second" for f, _ in picks):
        levels.add("aal2")
    s.update(authentication_methods=shown, authenticated_at=stamp(now), expires_at=stamp(now + LIFESPAN),
             authenticator_assurance_level="aal2" if "aal2" in levels else "aal1")
    after["request"]["last_active_at"] = stamp(now)
    after["request"].pop("cookie_issued_at", None)  # a login renews the cookie
    return after


def has_way(files, doc, now):
    """Whether some steps exist after which nothing is asked."""
    steps = [x for x in STEPS if not (CONFIGURED and x == ("first", "webauthn"))]
    return any(not decide(files, stepped(doc, now, picks), now, False)["asks"]
               for n in (1, 2, 3) for picks in itertools.combinations(steps, n))


def decide(files, doc, now, searching=True):
    s = doc["session"]
    identity = s.get("identity")
    state = identity.get("state") if identity else None
    expires = instant(s.get("expires_at"))
    dead = {"outcome": "sign_in", "extend": False, "expires_at": None, "not_before": None, "refresh": False, "live": False,
            "reauthentication": None, "indeterminate": set(), "asks": True, "valid_signature": "dead"}
    cookie = cookie_end(doc)
    if cookie is not None and cookie <= now and (expires is None or now < expires):
        return {**dead, "reasons": {("cookie_expired", None)}}
    if not s.get("active") or expires is None or expires <= now or state not in (None, "active"):
        codes = set()
        if expires is not None and expires <= now:
            codes = {"session_expired"}
        elif state not in (None, "active"):
            codes = {"identity_inactive"}
        else:
            codes = {"session_inactive"}
        return {**dead, "reasons": {(c, None) for c in codes}}

    grants, refresh, musts, sign, openings = [], [], [], [], []
    extend_reasons, refresh_reasons, forbidden_extend, forbidden_refresh = set(), set(), False, False
    reasons, indeterminate, simple = set(), set(), True
    for f in files:
        w = World(doc, now, f["attributes"])  # each policy reads inputs as it declares them
        for rule in f["rules"]:
            name = f["policy"] + "/" + rule["id"]
            parts = [c for c in (f.get("when"), rule.get("when")) if c]
            c = junction([ask(x, w, f["definitions"]) for x in parts], F, T)
            if c == F:
                continue
            failed = isinstance(c, Err)
            codes = set()
            if failed:
                indeterminate |= {(name, a, k) for a, k in c.inputs}
                codes.add("evaluation_error" if all(a is None for a, _ in c.inputs) else "input_missing")
            effect, what = rule["effect"]
            tried = [(a, *unmet(a, w)) for a in alternatives(rule)]
            met = any(not u for _, u, _ in tried)
            if not met:
                for _, u, i in tried:
                    codes |= u
                    indeterminate |= {(name, a, k) for a, k in i}
            if effect == "never":
                if what == "extend":
                    forbidden_extend = True
                    extend_reasons.add(("forbidden", name))
                else:
                    forbidden_refresh = True
                    refresh_reasons.add(("forbidden", name))
            elif effect == "must":
                bare = not any(a for a, _, _ in tried)
                if not met or bare:
                    if bare:
                        codes.add("rule_in_force")
                    reasons |= {(k, name) for k in codes}
                    if what == "sign_in":
                        sign.append(name)
                    else:
                        musts.append((name, rule, tried))
            elif what == "refresh":
                if failed or not met:
                    refresh_reasons |= {(k, name) for k in codes}
                else:
                    refresh.append(name)
            else:
                if failed or not met:
                    extend_reasons |= {(k, name) for k in codes}
                if not met:
                    continue
                best, why = None, set()
                for a, u, _ in tried:
                    if u:
                        continue
                    new = now + (dur(rule["by"]) if "by" in rule else LIFESPAN)
                    caps = []
                    if "max_age" in a:
                        caps.append(evidence(a, w) + dur(a["max_age"]))
                    if "max_lifetime" in a:
                        caps.append(instant(s["issued_at"]) + dur(a["max_lifetime"]))
                    if any(new > cap for cap in caps):
                        why.add("extend_cap_reached")
                    elif not expires - WINDOW < now or ("within" in rule and not within(rule, expires, now)):
                        why.add("extend_window_not_open")
                    elif new <= expires:
                        why.add("extend_no_gain")
                    else:
                        best = max(best or 0, new)
                    opens = opening(rule, expires)
                    if not failed and now < opens and not any(opens + new - now > cap for cap in caps):
                        openings.append((opens, name))
                if best and failed:
                    pass
                elif best:
                    grants.append((best, name))
                else:
                    extend_reasons |= {(k, name) for k in why}
    wayless = searching and bool(musts) and not sign and not has_way(files, doc, now)
    may_refresh = bool(refresh) and not forbidden_refresh and not sign and not wayless
    unpermitted = refresh_reasons if refresh else {x for x in refresh_reasons} | (
        set() if any(x[0] != "forbidden" for x in refresh_reasons) else {("no_matching_permit", None)})
    if refresh:
        unpermitted = {x for x in refresh_reasons if x[0] == "forbidden"}
    outcome = "sign_in" if sign or wayless else "reauthenticate" if musts else "proceed"
    if outcome == "reauthenticate" and not may_refresh:
        outcome = "sign_in"
        reasons |= unpermitted
    may_extend = bool(grants) and not forbidden_extend and outcome == "proceed"
    if state is None and may_extend:
        may_extend = False
        indeterminate.add((None, "identity.state", "missing" if identity is not None else "not_sent"))
    demand = None
    if outcome == "reauthenticate":
        demand = join(musts)
    best = max((b for b, _ in grants), default=None)
    if outcome != "proceed":
        due = "reauthentication_due" if outcome == "reauthenticate" else "sign_in_due"
        extend_reasons = {(due, n) for n in (sign or [n for n, _, _ in musts])} | {x for x in extend_reasons if x[0] == "forbidden"}
    elif may_extend:
        extend_reasons = set()
    elif state is None and grants and not forbidden_extend:
        extend_reasons = {("input_missing", None)}
    else:
        extend_reasons = refusal(extend_reasons)
    refresh_reasons = set() if may_refresh else {("sign_in_due", n) for n in sign} | unpermitted
    if wayless:
        refresh_reasons.add(("sign_in_due", None))
    waits = outcome == "proceed" and not forbidden_extend and not grants and state is not None
    not_before = min((t for t, _ in openings), default=None) if waits else None
    return {"outcome": outcome, "live": True, "asks": bool(sign or musts), "not_before": not_before, "extend": may_extend, "expires_at": best if may_extend else None,
            "refresh": may_refresh, "reauthentication": demand,
            "reasons": reasons, "indeterminate": indeterminate,
            "extend_reasons": extend_reasons, "refresh_reasons": refresh_reasons,
            "extend_rules": sorted({n for b, n in grants if b == best and may_extend} | {n for t, n in openings if t == not_before}),
            "refresh_rules": sorted(refresh) if may_refresh else []}


def refusal(reasons):
    """A prohibition is the whole answer; where nothing speaks, no rule permits it."""
    return {x for x in reasons if x[0] == "forbidden"} or reasons or {("no_matching_permit", None)}


def opening(rule, expires):
    """The first instant at which neither the windows nor the wish for a gain stand against extending."""
    gain = dur(rule["by"]) if "by" in rule else LIFESPAN
    return max(expires - WINDOW + 1, expires - gain + 1, expires - dur(rule["within"]) if "within" in rule else 0)


def within(rule, expires, now):
    return expires - dur(rule["within"]) <= now


def join(musts):
    """Null where an alternative has to be chosen: then the values are a summary of the steps."""
    if any("one_of" in r for _, r, _ in musts):
        return "ways"
    reqs = [t[0][0] for _, _, t in musts]
    aals = [r["aal"] for r in reqs if "aal" in r]
    ages = [dur(r["max_age"]) for r in reqs if "max_age" in r]
    sets = [set(r["methods"]) for r in reqs if "methods" in r]
    methods = set.intersection(*sets) if sets else set()
    return (max(aals) if aals else None, min(ages) if ages else None, tuple(sorted(methods)) or None)


# --- generation ----------------------------------------------------------------------------------

DURATIONS = ["1s", "90s", "5m", "15m", "30m", "1h", "1h30m", "6h", "12h", "1d", "2d", "1w", "30d"]
METHODS = ["password", "passkey", "totp", "lookup_secret", "webauthn"]
ATTRIBUTES = {
    "context.s0": {"type": "string", "values": ["low", "medium", "high"]},
    "context.s1": {"type": "string", "values": ["low", "high"], "optional": True},
    "context.i0": {"type": "int"},
    "context.i1": {"type": "int", "optional": True},
    "context.b0": {"type": "bool"},
    "context.b1": {"type": "bool", "optional": True},
    "identity.metadata_public.tier": {"type": "string", "values": ["free", "gold"], "optional": True},
}
WIDER = {"context.s0": "extreme", "context.s1": "medium", "identity.metadata_public.tier": "GOLD"}
PASTS = ["session.issued_at", "session.authenticated_at", "request.last_active_at"]
ACTIONS = ["read", "pay", "settings.password"]


def atom(r):
    k = r.randrange(21)
    if k == 17:
        return ("since", r.choice(PASTS), r.choice(["<", "<=", ">", ">="]), r.choice(DURATIONS))
    if k == 18:
        return ("clock", r.choice(["<", "<=", ">", ">="]), stamp(EPOCH + r.choice([0, 1, -1, 3600 * NS, 86400 * NS, -3600 * NS])))
    if k == 19:
        return ("aal", r.choice(["==", "!="]), r.choice(["aal1", "aal2"]))
    if k == 20:
        a, b = r.sample(PASTS, 2)
        return ("order", a, r.choice(["<", "<=", ">", ">="]), b)
    if k < 3:
        return ("elapsed", r.choice(["session.age", "session.remaining", "session.idle", "session.authentication_age"]),
                r.choice(["<", "<=", ">", ">=", "==", "!="] if r.random() < .2 else ["<", "<=", ">", ">="]), r.choice(DURATIONS))
    text = r.choice(["context.s0", "context.s1", "identity.metadata_public.tier"])
    values = ATTRIBUTES[text]["values"]
    number = r.choice(["context.i0", "context.i1"])
    if k < 5:
        return ("cmp", text, r.choice(["==", "!="]), r.choice(values))
    if k == 5:
        return ("in", text, r.sample(values, r.randint(1, 2)))
    if k == 6:
        return ("cmp", number, r.choice(list(COMPARE)), r.randint(-5, 5))
    if k == 7:
        return ("abs", number, r.choice(list(COMPARE)), r.randint(0, 5))
    if k == 8:
        return ("bool", r.choice(["context.b0", "context.b1"]))
    if k < 11:
        return ("has", r.choice(["context.s1", "context.i1", "context.b1", "identity.metadata_public.tier", "identity", "session.identity",
                                 "session.age", "session.idle", "request.last_active_at" if False else "request.action"]))
    if k == 11:
        return ("cmp", "request.action", r.choice(["==", "!="]), r.choice(ACTIONS))
    if k == 12:
        return ("in", "request.action", r.sample(ACTIONS, 2))
    if k == 13:
        return ("sets", "request.action", r.sample(ACTIONS, 2))
    if k == 14:
        return ("optof", r.choice(["context.s0", "context.i1", "context.b0"]))
    if k == 15:
        return ("orvalue", "context.s1", "low", r.choice(["low", "high"]))
    return ("cmp2", "context.i0", r.choice(list(COMPARE)), "context.i1")


def expression(r, depth, names):
    x = r.random()
    if depth == 0 or x < .35:
        if names and r.random() < .15:
            return ("def", r.choice(names))
        return atom(r)
    if x < .5:
        return ("not", expression(r, depth - 1, names))
    if x < .55:
        return ("if", *(expression(r, depth - 1, names) for _ in range(3)))
    return (r.choice(["and", "or"]), [expression(r, depth - 1, names) for _ in range(r.randint(2, 3))])


def condition(r, depth, names):
    if depth and r.random() < .35:
        return (r.choice(["all", "any", "none"]), [condition(r, depth - 1, names) for _ in range(r.randint(1, 3))])
    return expression(r, r.randint(0, 2), names)


def cel(c):
    op = c[0]
    q = json.dumps
    if op in ("and", "or"):
        return "(" + {"and": " && ", "or": " || "}[op].join(map(cel, c[1])) + ")"
    if op == "not":
        return "!(" + cel(c[1]) + ")"
    if op == "if":
        return f"(({cel(c[1])}) ? ({cel(c[2])}) : ({cel(c[3])}))"
    if op == "def" or op == "bool":
        return c[1]
    if op == "elapsed":
        return f'{c[1]} {c[2]} duration("{c[3]}")'
    if op == "cmp":
        return f"{c[1]} {c[2]} {q(c[3])}"
    if op == "since":
        return f'now - {c[1]} {c[2]} duration("{c[3]}")'
    if op == "clock":
        return f'now {c[1]} timestamp("{c[2]}")'
    if op == "aal":
        return f'session.aal {c[1]} "{c[2]}"'
    if op in ("cmp2", "order"):
        return f"{c[1]} {c[2]} {c[3]}"
    if op == "in":
        return f"{c[1]} in {q(c[2])}"
    if op == "sets":
        return f"sets.contains({q(c[2])}, [{c[1]}])"
    if op == "abs":
        return f"math.abs({c[1]}) {c[2]} {c[3]}"
    if op == "has":
        return f"has({c[1]})"
    if op == "optof":
        return f"optional.of({c[1]}).hasValue()"
    if op == "orvalue":
        head, _, tail = c[1].rpartition(".")
        return f"{head}.?{tail}.orValue({q(c[2])}) == {q(c[3])}"
    raise ValueError(op)


def shape(c):
    return {c[0]: [shape(x) for x in c[1]]} if c[0] in ("all", "any", "none") else cel(c)


def requirement(r, keys, some=True):
    while True:
        req = {}
        if "aal" in keys and r.random() < .4:
            req["aal"] = r.choice(["aal1", "aal2", "aal2"])
        if "methods" in keys and r.random() < .35:
            pool = sorted(SECOND) if req.get("aal") == "aal2" else METHODS
            req["methods"] = sorted(r.sample(pool, r.randint(1, 2)))
        for k in ("max_age", "max_idle", "max_lifetime"):
            if k in keys and r.random() < .4:
                req[k] = r.choice(DURATIONS[1:])
        if req or not some:
            return req


def generate(r):
    files = []
    for n in range(1 if r.random() < .7 else 2):
        names = []
        attributes = dict(ATTRIBUTES)
        if n:  # what is none of its values to one policy may be one to another
            for path in sorted(WIDER):
                if r.random() < .4:
                    attributes[path] = {**ATTRIBUTES[path], "values": ATTRIBUTES[path]["values"] + [WIDER[path]]}
        f = {"policy": f"p{n}", "attributes": attributes, "definitions": {}, "rules": []}
        for d in range(r.choice([0, 0, 1])):
            f["definitions"][f"d{d}"] = expression(r, 1, [])
            names.append(f"d{d}")
        if r.random() < .25:
            f["when"] = condition(r, 1, names)
        for i in range(r.randint(1, 5)):
            effect = r.choice([("may", "extend")] * 4 + [("may", "refresh")] * 3 + [("never", "extend"), ("never", "refresh")]
                              + [("must", "reauthenticate")] * 4 + [("must", "sign_in")])
            rule = {"id": f"r{i}", "effect": effect}
            if r.random() < .6:
                rule["when"] = condition(r, r.randint(0, 2), names)
            if effect[0] != "never":
                keys = set(KEYS)
                if effect[1] == "reauthenticate":
                    keys -= {"max_lifetime"}
                must = effect == ("must", "reauthenticate")
                if r.random() < .25:
                    beside = {k for k in sorted(keys) if r.random() < .2 and k in ("max_age", "max_idle")}
                    rule.update(requirement(r, beside, False) if beside else {})
                    rule["one_of"] = [requirement(r, keys - beside) for _ in range(r.randint(2, 3))]
                else:
                    rule.update(requirement(r, keys, must))
            if effect == ("may", "extend"):
                if r.random() < .4:
                    rule["by"] = r.choice(["1h", "12h", "1d", "2d"])
                if r.random() < .4:
                    rule["within"] = r.choice(["30m", "1h", "6h", "12h"])
            f["rules"].append(rule)
        files.append(f)
    if r.random() < .5:
        files[0]["rules"].append({"id": "open", "effect": ("may", "refresh")})
    return files


def written(f):
    out = {"version": 1, "policy": f["policy"], "attributes": f["attributes"]}
    if f["definitions"]:
        out["definitions"] = {k: cel(v) for k, v in f["definitions"].items()}
    if "when" in f:
        out["when"] = shape(f["when"])
    out["rules"] = []
    for rule in f["rules"]:
        x = {"id": rule["id"], rule["effect"][0]: rule["effect"][1]}
        if "when" in rule:
            x["when"] = shape(rule["when"])
        x.update({k: v for k, v in rule.items() if k in KEYS + ("one_of", "by", "within")})
        out["rules"].append(x)
    return out


def used(files):
    found = set()

    def walk(x):
        if isinstance(x, str):
            if x in DURATIONS:
                found.add(dur(x))
        elif isinstance(x, dict):
            for v in x.values():
                walk(v)
        elif isinstance(x, (list, tuple)):
            for v in x:
                walk(v)
    walk([[f.get("when"), f["definitions"], f["rules"]] for f in files])
    return sorted(found)


def configure(r, folder):
    """Random settings for a set: the options of the command that say so."""
    global SKEW, LIFESPAN, WINDOW, CONFIGURED, RELEASE
    CONFIGURED = False
    RELEASE = r.choice([None, None, None, "v25.4", "v26.2", "head"])
    SKEW, LIFESPAN = 300 * NS, 86400 * NS
    WINDOW = LIFESPAN
    options = ["--kratos-release", RELEASE] if RELEASE else []
    if r.random() < .3:
        skew = r.choice(["30s", "1m", "10m"])
        SKEW = dur(skew)
        options += ["--max-skew", skew]
    if r.random() < .4:
        CONFIGURED = True
        lifespan = r.choice(["1h", "12h", "24h", "48h"])
        settings = {"lifespan": lifespan}
        WINDOW = LIFESPAN = dur(lifespan)
        if r.random() < .7:
            window = r.choice(["30m", "1h", "12h", "24h", "72h"])
            settings["earliest_possible_extend"] = window
            WINDOW = dur(window)
        methods = {m: {"enabled": True} for m in METHODS}
        with open(f"{folder}/kratos.yml", "w") as h:
            json.dump({"session": settings, "selfservice": {"methods": methods}}, h)
        options += ["--kratos", f"{folder}/kratos.yml"]
    return options


def snapshot(r, files, ident):
    now = EPOCH
    limits = used(files) or [dur("1h")]

    bys = [LIFESPAN] + [dur(x["by"]) for f in files for x in f["rules"] if "by" in x]

    def ago():
        x = r.random()
        if x < .1:  # where an extension meets its cap
            return now - max(0, r.choice(limits) - r.choice(bys)) + r.choice([0, 0, 1, -1])
        if x < .6:
            return now - max(0, r.choice(limits) + r.choice([0, 0, 1, -1, NS, -NS, 60 * NS]))
        if x < .66:
            return now + SKEW + r.choice([0, 1, -1, NS])
        return now - r.randrange(0, 2 * 86400 * NS)

    def maybe(value, p=.06):
        if r.random() < .04:
            return stamp(value).replace("T", " ").replace("Z", r.choice(FORMS) or "Z")
        return r.choice([None, "0001-01-01T00:00:00Z"]) if r.random() < p else stamp(value)

    ahead = r.choice(limits + [dur("1d"), dur("12h")]) + r.choice([0, 1, -1, NS]) if r.random() < .8 else r.randrange(2 * 86400 * NS)
    s = {"id": "11111111-1111-4111-8111-111111111111", "active": r.random() > .03, "expires_at": stamp(now + max(ahead, -5)),
         "issued_at": maybe(ago()), "authenticated_at": maybe(ago())}
    if r.random() < .03:
        s["expires_at"] = stamp(now + r.choice([0, -1, 1]))
    shown = [{"method": r.choice(["password", "passkey"]), "aal": "aal1", "completed_at": stamp(min(now, ago()))}]
    if r.random() < .5:
        for _ in range(r.randint(1, 2)):
            shown.append({"method": r.choice(sorted(SECOND)), "aal": "aal2", "completed_at": stamp(min(now, ago()))})
    s["authenticator_assurance_level"] = "aal2" if len(shown) > 1 else "aal1"
    s["authentication_methods"] = shown
    if r.random() < .08:  # by a provider, which may vouch for both factors and say how
        shown[0].update(method="oidc", aal=r.choice(["aal1", "aal2"]), **r.choice([{}, {"upstream_acr": "mfa"}]))
    if r.random() < .15:
        for m in shown:
            if r.random() < .5:
                m["aal"] = ""
    if r.random() < .15:
        del s["authenticator_assurance_level"]
    if r.random() < .05:
        del s["authentication_methods"]
    x = r.random()
    if x < .85:
        i = {"id": "22222222-2222-4222-8222-222222222222", "schema_id": "employee", "state": "active" if r.random() < .96 else "inactive", "traits": {}}
        if r.random() < .05:
            del i["state"]
        if r.random() < .6:
            i["metadata_public"] = r.choice([{"tier": "free"}, {"tier": "gold"}, {"tier": "GOLD"}, {"tier": 1}, {}, None, {"tier": None}])
        s["identity"] = i
    elif x < .92:
        s["identity"] = None
    if r.random() < .04:
        s["authentication_methods"] = []
        s.pop("authenticator_assurance_level", None)
    elif "authentication_methods" in s and r.random() < .12:
        for m in r.sample(shown, r.randint(1, len(shown))):
            m["completed_at"] = r.choice([None, "0001-01-01T00:00:00Z", stamp(now + SKEW), stamp(now + SKEW + 1), stamp(now + 3600 * NS)])
    request, context = {}, {}
    if r.random() < .9:
        request["action"] = r.choice(ACTIONS + ["other"])
    if r.random() < .1:
        request["cookie_issued_at"] = stamp(now - max(0, r.choice([LIFESPAN + r.choice([0, 1, -1, NS]), r.randrange(LIFESPAN)])))
    if r.random() < .2:
        request["enrolled_methods"] = ["password"] + r.sample(METHODS[1:], r.randint(0, 3))
    if r.random() < .85:
        request["last_active_at"] = stamp(ago())
    for path, d in ATTRIBUTES.items():
        if not path.startswith("context."):
            continue
        y = r.random()
        if y < .15:
            continue
        if y < .2:
            value = None
        elif y < .26:
            value = r.choice([{"string": 5, "int": "7", "bool": "true"}[d["type"]], ["low"], {"a": 1}])
        elif y < .3:
            value = {"string": "HIGH", "int": r.choice([1.5, 4.0, 1e300, 1 << 63, -(1 << 63)]), "bool": 1}[d["type"]]
        else:
            value = r.choice(d["values"] * 3 + ([WIDER[path]] if path in WIDER else [])) if "values" in d else r.randint(-6, 6) if d["type"] == "int" else r.random() < .5
        context[path[8:]] = value
    return {"id": ident, "now": stamp(now), "session": s, "request": request, "context": context}


def thresholds(files, doc, now):
    s = doc["session"]
    pasts = [instant(t) for t in [s.get("issued_at"), s.get("authenticated_at"), doc["request"].get("last_active_at")]
             + [m.get("completed_at") for m in s.get("authentication_methods") or []]]
    pasts = [t for t in pasts if t is not None]
    expires = instant(s["expires_at"])
    limits = used(files)
    bys = {LIFESPAN} | {dur(x["by"]) for f in files for x in f["rules"] if "by" in x}
    withins = {WINDOW} | {dur(x["within"]) for f in files for x in f["rules"] if "within" in x}
    out = {expires} | {expires - b for b in bys | withins | set(limits)}
    out |= {EPOCH + x * NS for x in (-3600, 0, 3600, 86400)} | {EPOCH - 1, EPOCH + 1}
    for p in pasts:
        out |= {p - SKEW, p}
        for l in limits:
            out.add(p + l)
            out |= {p + l - b for b in bys}
    if "cookie_issued_at" in doc["request"]:
        out.add(cookie_end(doc))
    out |= {t + 1 for t in out}
    return sorted(t for t in out if now < t <= expires)


def signature(d):
    return repr([d["outcome"], d["extend"], d["not_before"], d["refresh"], d["reauthentication"], sorted(d["reasons"], key=str), sorted(d["indeterminate"], key=str),
                 sorted(d.get("extend_reasons", ()), key=str), sorted(d.get("refresh_reasons", ()), key=str), d.get("extend_rules"), d.get("refresh_rules")])


ASKED = {}  # what was decided of the present snapshot, by instant


def decided(files, doc, t):
    if t not in ASKED:
        ASKED[t] = decide(files, doc, t)
    return ASKED[t]


def deadlines(files, doc, now, first):
    """By trying: the first instants at which time alone makes each of them so."""
    found = {"reauthenticate_at": None, "sign_in_at": None, "extendable_from": None}
    for t in thresholds(files, doc, now):
        d = decided(files, doc, t)
        if d["outcome"] == "reauthenticate" and first["outcome"] == "proceed" and not found["sign_in_at"]:
            found["reauthenticate_at"] = found["reauthenticate_at"] or t
        if d["outcome"] == "sign_in" and first["outcome"] != "sign_in":
            found["sign_in_at"] = found["sign_in_at"] or t
        if d["extend"] and not first["extend"] and not found["sign_in_at"]:
            found["extendable_from"] = found["extendable_from"] or t
    return found


def bounds(files, doc, now):
    """What is told whatever the outcome is, by rule: when idleness ends extending, the cap, and the window."""
    s = doc["session"]
    expires = instant(s["expires_at"])
    idle, caps, ends, windows = [], [], [], []

    def lifetime(a):
        return instant(s["issued_at"]) + dur(a["max_lifetime"]) if "max_lifetime" in a else None

    for f in files:
        w = World(doc, now, f["attributes"])
        for rule in f["rules"]:
            c = junction([ask(x, w, f["definitions"]) for x in (f.get("when"), rule.get("when")) if x], F, T)
            if c == F:
                continue
            tried = [(a, unmet(a, w)[0]) for a in alternatives(rule)] if rule["effect"][0] != "never" else []
            met = [a for a, u in tried if not u]
            if rule["effect"] == ("must", "sign_in") and met and all(lifetime(a) is not None for a in met):
                ends.append(max(lifetime(a) for a in met))
            if rule["effect"] != ("may", "extend") or isinstance(c, Err):
                continue
            by = dur(rule["by"]) if "by" in rule else LIFESPAN
            opens = opening(rule, expires)
            fits = len(met) < len(tried)  # what is not met now need not be so then
            for a in met:
                limits = [lifetime(a)] if "max_lifetime" in a else []
                limits += [evidence(a, w) + dur(a["max_age"])] if "max_age" in a else []
                cap = min(limits) if limits else None
                caps.append(cap)
                if cap is None or now + by <= cap:
                    idle.append(instant(doc["request"]["last_active_at"]) + dur(a["max_idle"]) if "max_idle" in a else None)
                fits = fits or cap is None or max(opens, now) + by <= cap
            if fits and opens < expires:
                windows.append(opens)
    ends += [max(caps)] if caps and None not in caps else []
    return {
        "idle_at": max(idle) if idle and None not in idle else None,
        "capped_at": min(ends) if ends else None,
        "window_opens_at": min(windows) if windows and min(windows) > now else None,
    }


def valid_until(files, doc, now, first):
    base = signature(first)
    for t in thresholds(files, doc, now):
        if signature(decided(files, doc, t)) != base:
            return t
    return None


# --- comparison ----------------------------------------------------------------------------------

def ways(got):
    """What the command says of re-authenticating, without what moves along with now."""
    r = got["reauthentication"]
    return r and [r["aal"], r["max_age"], r["methods"], r["missing"],
                  [[[x["factor"], x.get("methods")] for x in way] for way in r["alternatives"]]]


def compare(files, doc, got, ask=None):
    now = instant(doc["now"])
    ASKED.clear()
    want = decided(files, doc, now)
    out = []

    def same(part, g, e):
        if g != e:
            out.append((part, g, e))

    same("outcome", got["outcome"], want["outcome"])
    if out:
        return out
    same("extend.allowed", got["extend"]["allowed"], want["extend"])
    same("extend.expires_at", instant(got["extend"]["expires_at"]), want["expires_at"])
    same("extend.not_before", instant(got["extend"]["not_before"]), want["not_before"])
    same("refresh.allowed", got["refresh"]["allowed"], want["refresh"])
    same("reasons", sorted({(x["code"], x.get("rule")) for x in got["reasons"]}, key=str), sorted(want["reasons"], key=str))
    if not want["live"]:
        v = valid_until(files, doc, now, want)
        same("valid_until (not live)", got["valid_until"], stamp(v) if v else None)
        return out
    if want["outcome"] == "reauthenticate" and want["reauthentication"] != "ways":
        g = got["reauthentication"]
        same("reauthentication", (g["aal"], dur(g["max_age"]) if g["max_age"] else None, tuple(sorted(g["methods"] or [])) or None), want["reauthentication"])
    same("indeterminate", sorted({(x.get("rule"), x["attribute"], x["cause"] if x["attribute"] else "error") for x in got["indeterminate"]}, key=str), sorted(want["indeterminate"], key=str))
    for part in ("extend", "refresh"):
        g = {(x["code"], x.get("rule")) for x in got[part]["reasons"]}
        same(part + ".reasons", sorted(g, key=str), sorted(want[part + "_reasons"], key=str))
        same(part + ".rules", sorted(got[part]["rules"]), want[part + "_rules"])
    if want["outcome"] == "reauthenticate":
        for way in got["reauthentication"]["alternatives"]:
            same("way " + json.dumps([[x["factor"], x.get("methods")] for x in way]), *walk_way(files, doc, now, way))
    if not out:
        e = deadlines(files, doc, now, want)
        for part, t in e.items():
            if want["outcome"] == "sign_in":
                t = None  # of a session that is over nothing more is told
            same("deadlines." + part, instant(got["deadlines"][part]), t)
        for part, t in bounds(files, doc, now).items():
            same("deadlines." + part, instant(got["deadlines"][part]), None if want["outcome"] == "sign_in" else t)
        if '"enrol"' in json.dumps(got["reauthentication"]):
            return out  # its steps also change where the session ceases to be privileged
        v = valid_until(files, doc, now, want)
        told = instant(got["valid_until"])
        if ask and told and now < told and (v is None or told < v) and ways(got) and ways(ask(told)) != ways(got):
            return out  # ways are walked here, not searched for: that they are others then, the command shows
        same("valid_until", got["valid_until"], stamp(v) if v else None)
    return out


def walk_way(files, doc, now, way):
    """Whether each choice of methods along a way ends what was asked, where the outcome says it does."""
    steps = [x for x in way if x["factor"] != "enrol"]
    # Any second factor is one that the user has, where that is known: nothing else can be shown.
    seconds = [m for m in doc["request"].get("enrolled_methods") or [] if m in SECOND] or ["totp"]
    pools = [x.get("methods") or (["password"] if x["factor"] == "first" else seconds) for x in steps]
    for picks in itertools.product(*pools):
        for x, m in zip(steps, picks):
            either = m in ("webauthn", "code") and not CONFIGURED  # which of them, the settings would tell
            second_factor = x["factor"] == "second" if either else m in SECOND or m == "deviceauthn"
            if second_factor != (x["factor"] == "second"):
                return f"{m} is no {x['factor']} factor", "one of that factor"
        d = decide(files, stepped(doc, now, [(x["factor"], m) for x, m in zip(steps, picks)]), now)
        if d["outcome"] != "proceed":
            return f"still {d['outcome']} after {picks}: {sorted(d['reasons'], key=str)}", "proceed"
    return None, None


def explanation(files, doc, got):
    """The fewest known gaps that account for every difference, or None."""
    for n in range(1, len(GAPS) + 1):
        for names in itertools.combinations(GAPS, n):
            GAPS_ON.update(names)
            try:
                if not compare(files, doc, got):
                    return names
            finally:
                GAPS_ON.clear()
    return None


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--sets", type=int, default=200)
    p.add_argument("--snapshots", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--show", type=int, default=12)
    a = p.parse_args()
    command = os.environ.get("SESSION_POLICY", "session-policy")
    agreed = explained = unexplained = 0
    parts, gaps = {}, {}
    for n in range(a.sets):
        r = random.Random(f"{a.seed}/{n}")
        files = generate(r)
        with tempfile.TemporaryDirectory() as folder:
            options = configure(r, folder)
            docs = [snapshot(r, files, i) for i in range(a.snapshots)]
            for f in files:
                with open(f"{folder}/{f['policy']}.yaml", "w") as h:
                    json.dump(written(f), h, indent=1)
                options += ["--policies", h.name]
            def answers(asked):
                return subprocess.run([command, "decide", "--stream", *options], text=True, capture_output=True,
                                      input="".join(json.dumps(d) + "\n" for d in asked))
            run = answers(docs)
            lines = run.stdout.splitlines()
            if len(lines) != len(docs):
                unexplained += 1
                parts["load"] = parts.get("load", 0) + 1
                if parts["load"] <= 4:
                    print(f"set {n}: {run.stdout[:600]}{run.stderr[:900]}")
                continue
            for d, line in zip(docs, lines):
                got = json.loads(line)
                differences = [("error", got["error"], None)] if "error" in got else compare(
                    files, d, got, lambda t: json.loads(answers([{**d, "now": stamp(t)}]).stdout))
                if not differences:
                    agreed += 1
                    continue
                gap = "error" not in got and explanation(files, d, got)
                if gap:
                    explained += 1
                    gaps[gap] = gaps.get(gap, 0) + 1
                    continue
                unexplained += 1
                for part, g, e in differences:
                    parts[part] = parts.get(part, 0) + 1
                    if parts[part] <= a.show:
                        print(f"set {n} snapshot {d['id']}: {part}: got {g}, expected {e}")
    for part, count in sorted(parts.items()):
        print(f"{count} differ in {part}")
    for gap, count in sorted(gaps.items()):
        print(f"{count} explained: {'; '.join(GAPS[g] for g in gap)}")
    print(f"{agreed} agreed, {explained} explained, {unexplained} unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
