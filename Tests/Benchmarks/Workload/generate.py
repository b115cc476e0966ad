#!/usr/bin/env python3
"""Writes a workload to measure with: policies of 1 to 10 000 rules, snapshots, and the answers.

usage: generate.py FOLDER [--seed N] [--snapshots N]

Of 1 000 rules 960 name the action first, as large sets of rules do, and 40 do not. A snapshot is a
session as Kratos gives it, with what is asked of it: 1.7 KB. The answers are worked out here, rule
by rule, and not by the engine that is measured.
"""

import argparse
import datetime
import json
import pathlib
import random
import string
import uuid

SIZES = (1, 10, 100, 1000, 10000)
FILE = 1000
"""So many rules go into a file: a policy file holds 1 MiB at most."""
FREE = 40
"""So many rules at the start are about any action, or name it late."""

PLAIN_ACTIONS = ["files/open", "files/share", "files/remove", "mail/read", "mail/send",
                 "team/invite", "team/leave", "wallet/show", "wallet/pay", "login/keep",
                 "login/renew"]
VERBS = ["open", "edit", "sign", "print", "drop"]
COUNTRIES = "AR BE CL CO CZ DK EE ES FI GR HU IE IS IT LT LV MX NO PL PT RO SE".split()
SCHEMAS = ["member", "staff", "supplier", "robot"]
PLANS = ["basic", "plus", "pro", "max"]
DOMAINS = ["north.example", "south.example", "harbour.example", "orchard.example", "quarry.example",
           "letters.example", "meadow.example", "lantern.example"]
FIRST_FACTORS = ["password", "oidc", "passkey", "code"]
SECOND_FACTORS = ["totp", "webauthn", "lookup_secret"]
SPANS = ["5m", "15m", "30m", "1h", "4h", "12h", "24h", "72h", "168h"]
UNITS = {"m": 60, "h": 3600}
MICRO = datetime.timedelta(microseconds=1)


def seconds(span):
    return int(span[:-1]) * UNITS[span[-1]]


def listed(texts):
    return "[" + ", ".join(json.dumps(text) for text in texts) + "]"


# Conditions: what a policy says, and the same for a `Facts` of this script.

class Clause:
    def __init__(self, text, holds):
        self.text, self.holds = text, holds


def active():
    return Clause("session.active", lambda f: f.active)


def inactive():
    return Clause("!session.active", lambda f: not f.active)


def action_in(actions):
    if len(actions) == 1:
        return Clause(f'request.action == "{actions[0]}"', lambda f: f.action == actions[0])
    return Clause(f"request.action in {listed(actions)}", lambda f: f.action in actions)


def country_in(countries):
    return Clause(f"request.country in {listed(countries)}", lambda f: f.country in countries)


def schema_is(schema):
    return Clause(f'identity.schema_id == "{schema}"', lambda f: f.schema == schema)


def level_is(level):
    return Clause(f'session.aal == "{level}"', lambda f: f.level == level)


def email_at(domain):
    return Clause(f'identity.traits.email.endsWith("@{domain}")',
                  lambda f: f.email.endswith("@" + domain))


def method_used(method):
    return Clause(f'session.authentication_methods.exists(m, m.method == "{method}")',
                  lambda f: method in f.methods)


def younger_than(span):
    return Clause(f'session.authentication_age < duration("{span}")',
                  lambda f: f.age < seconds(span))


def older_than(span):
    return Clause(f'session.authentication_age >= duration("{span}")',
                  lambda f: f.age >= seconds(span))


def left_less(span):
    return Clause(f'session.remaining < duration("{span}")', lambda f: f.remaining < seconds(span))


def left_more(span):
    return Clause(f'session.remaining >= duration("{span}")',
                  lambda f: f.remaining >= seconds(span))


PLAN = "identity.metadata_public.plan"


def plan_in(plans):
    if len(plans) == 1:
        return Clause(f'has({PLAN}) && {PLAN} == "{plans[0]}"', lambda f: f.plan == plans[0])
    return Clause(f"has({PLAN}) && {PLAN} in {listed(plans)}", lambda f: f.plan in plans)


def plan_not(plan):
    return Clause(f'!has({PLAN}) || {PLAN} != "{plan}"', lambda f: f.plan != plan)


class Rule:
    def __init__(self, effect, clauses):
        self.effect, self.clauses = effect, clauses

    def holds(self, facts):
        return all(clause.holds(facts) for clause in self.clauses)

    def text(self, number):
        lines = [f"  - id: rule-{number:05}", f"    {self.effect}", "    when:", "      all:"]
        return "\n".join(lines + [f"        - {json.dumps(c.text)}" for c in self.clauses]) + "\n"


EXTEND, REFRESH, DUE = "may: extend", "may: refresh", "must: reauthenticate"


class Rules:
    def __init__(self, draw):
        self.draw = draw

    def some(self, texts, least, most):
        return self.draw.sample(texts, self.draw.randint(least, most))

    def conditions(self, count):
        """So many different ones, none about the action."""
        draw = self.draw
        makers = [
            active, active,
            lambda: country_in(self.some(COUNTRIES, 2, 6)),
            lambda: schema_is(draw.choice(SCHEMAS)),
            lambda: level_is(draw.choice(["aal1", "aal2"])),
            lambda: email_at(draw.choice(DOMAINS)),
            lambda: method_used(draw.choice(FIRST_FACTORS + SECOND_FACTORS)),
            lambda: draw.choice([younger_than, older_than])(draw.choice(SPANS)),
            lambda: draw.choice([left_less, left_more])(draw.choice(SPANS)),
            lambda: plan_in(self.some(PLANS, 1, 2)),
        ]
        return [make() for make in dict.fromkeys(draw.sample(makers, count))]

    def effect(self):
        return self.draw.choices([EXTEND, REFRESH, DUE], [2, 2, 1])[0]

    def first(self):
        """Ten such as people write."""
        return [
            Rule(EXTEND, [active(), younger_than("12h"),
                          action_in(["login/keep", "files/open", "mail/read"])]),
            Rule(DUE, [action_in(["wallet/pay", "team/invite", "files/remove"]),
                       older_than("15m")]),
            Rule(REFRESH, [active(), left_more("5m"), action_in(["login/renew", "wallet/show"])]),
            Rule(EXTEND, [active(), level_is("aal2"), younger_than("24h"), left_less("1h")]),
            Rule(REFRESH, [active(), schema_is("staff"), method_used("totp")]),
            Rule(EXTEND, [active(), plan_in(["pro", "max"]),
                          country_in(["IE", "NO", "SE", "FI", "DK", "PT"])]),
            Rule(DUE, [country_in(["AR", "GR", "LV"]), plan_not("max"), older_than("1h")]),
            Rule(REFRESH, [active(), schema_is("member"), left_less("4h")]),
            Rule(EXTEND, [email_at("north.example"), method_used("webauthn"), active()]),
            Rule(DUE, [inactive(), action_in(["login/keep", "login/renew", "wallet/pay"])]),
        ]

    def free(self):
        effect = self.effect()
        if effect == DUE:
            return Rule(effect, [*self.conditions(2), action_in(self.some(PLAIN_ACTIONS, 2, 3)),
                                 level_is("aal1")])
        return Rule(effect, [active(), *self.conditions(3)])

    def keyed(self, number):
        # A thousand rules are about the first 40 groups, ten thousand about 400.
        groups = range(40) if number < 1000 else range(40, 400)
        place = f"org-{self.draw.choice(groups)}/room-{self.draw.randrange(4)}"
        verbs = 1 if self.draw.random() < 2 / 3 else self.draw.randint(2, 4)
        actions = [f"{place}/{verb}" for verb in self.draw.sample(VERBS, verbs)]
        return Rule(self.effect(), [action_in(actions), *self.conditions(self.draw.randint(1, 3))])

    def all(self):
        rules = self.first()
        rules += [self.free() for _ in range(FREE - len(rules))]
        return rules + [self.keyed(number) for number in range(FREE, SIZES[-1])]


# Snapshots.

class Facts:
    """What the conditions ask about a snapshot."""

    def __init__(self, snapshot):
        session, identity = snapshot["session"], snapshot["session"]["identity"]
        now = self.instant(snapshot["now"])
        self.active = session["active"]
        self.action = snapshot["request"]["action"]
        self.country = snapshot["request"]["country"]
        self.schema = identity["schema_id"]
        self.level = session["authenticator_assurance_level"]
        self.email = identity["traits"]["email"]
        self.methods = {method["method"] for method in session["authentication_methods"]}
        self.plan = identity["metadata_public"].get("plan")
        self.age = (now - self.instant(session["authenticated_at"])).total_seconds()
        self.remaining = (self.instant(session["expires_at"]) - now).total_seconds()

    @staticmethod
    def instant(text):
        return datetime.datetime.fromisoformat(text.removesuffix("Z"))


class Snapshots:
    def __init__(self, draw):
        self.draw = draw
        self.start = datetime.datetime(2026, 5, 4, 6)

    def uuid(self):
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    def at(self, instant):
        return instant.isoformat(timespec="microseconds") + "Z"

    def span(self):
        """From seconds to a month, short ones as often as long ones."""
        return datetime.timedelta(seconds=self.draw.choice([60, 900, 3600, 43200, 172800, 2592000])
                                  * self.draw.random()) + MICRO

    def action(self):
        groups = self.draw.choice([None, None, range(40), range(400)])
        if groups is None:
            return self.draw.choice(PLAIN_ACTIONS)
        return (f"org-{self.draw.choice(groups)}/room-{self.draw.randrange(4)}"
                f"/{self.draw.choice(VERBS)}")

    def method(self, name, level, instant):
        method = {"method": name, "aal": level, "completed_at": self.at(instant)}
        if name == "oidc":
            method["provider"] = self.draw.choice(["hydra", "keycloak"])
        return method

    def snapshot(self, number):
        draw = self.draw
        now = self.start + datetime.timedelta(
            seconds=41 * number, microseconds=draw.randrange(10**6))
        authenticated = now - self.span()
        born = now - datetime.timedelta(days=draw.randint(90, 900))
        issued = authenticated - draw.choice([MICRO * 0, self.span()])
        second = draw.random() < 0.4
        name = "".join(draw.choices(string.ascii_lowercase, k=9))
        email = f"{name}.{number}@{draw.choice(DOMAINS)}"
        schema = draw.choices(SCHEMAS, [10, 5, 3, 1])[0]
        country, address = draw.choice(COUNTRIES), f"198.51.100.{draw.randrange(256)}"
        methods = [self.method(draw.choice(FIRST_FACTORS), "aal1", issued)]
        if second:
            methods.append(self.method(draw.choice(SECOND_FACTORS), "aal2", authenticated))
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
        places = ["Old Town", "Quayside", "Upper Village"]
        made, seen = self.at(born), self.at(born + datetime.timedelta(minutes=3))
        reached = {"value": email, "via": "email", "created_at": made, "updated_at": made}
        metadata = {"plan": draw.choice(PLANS), "since": made[:10]}
        if draw.random() < 0.05:
            del metadata["plan"]
        return {
            "now": self.at(now),
            "session": {
                "id": self.uuid(), "active": draw.random() >= 0.07,
                "expires_at": self.at(now + self.span()),
                "authenticated_at": self.at(authenticated),
                "authenticator_assurance_level": "aal2" if second else "aal1",
                "authentication_methods": methods, "issued_at": self.at(issued),
                "identity": {
                    "id": self.uuid(), "schema_id": schema,
                    "schema_url": f"https://login.harbour.example/schemas/{schema}",
                    "state": "active", "state_changed_at": made,
                    "traits": {"email": email,
                               "name": {"first": name[:4].title(), "last": name[4:].title()}},
                    "verifiable_addresses": [{"id": self.uuid(), "verified": True, "verified_at": seen,
                                              "status": "completed", **reached}],
                    "recovery_addresses": [{"id": self.uuid(), **reached}],
                    "metadata_public": metadata, "created_at": made, "updated_at": seen,
                    "organization_id": None,
                },
                "devices": [{
                    "id": self.uuid(), "ip_address": address,
                    "user_agent": agent.format(draw.randint(120, 150)),
                    "location": f"{draw.choice(places)}, {country}",
                }],
            },
            "request": {"action": self.action(), "ip": address, "country": country},
        }


def answer(rules, facts):
    """What becomes of a session: what is due stops it and takes the extension away."""
    effects = {rule.effect for rule in rules if rule.holds(facts)}
    due = DUE in effects or not facts.active
    extend = EXTEND in effects and not due
    refresh = REFRESH in effects and facts.active
    return ("stop+" if due else "proceed+") + "e" * extend + "r" * refresh


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="where the files go; made if needed")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another workload")
    parser.add_argument("--snapshots", type=int, default=1000, help="how many lines of snapshots")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)

    def write(name, text):
        file = options.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    rules = Rules(random.Random(f"rules {options.seed}")).all()
    source = Snapshots(random.Random(f"snapshots {options.seed}"))
    snapshots = [source.snapshot(number) for number in range(options.snapshots)]
    facts = [Facts(snapshot) for snapshot in snapshots]
    texts = [rule.text(number) for number, rule in enumerate(rules)]
    expected = {}
    for size in SIZES:
        for part, start in enumerate(range(0, size, FILE), 1):
            name = f"policy-{size}" if size <= FILE else f"policy-{size}/part-{part}"
            head = (f"version: 1\npolicy: rules-{size}-{part}\nattributes:\n"
                    f"  {PLAN}: {{ type: string, optional: true }}\n"
                    "  identity.traits.email: string\nrules:\n")
            write(f"{name}.yaml", head + "".join(texts[start:min(size, start + FILE)]))
        expected[size] = [answer(rules[:size], one) for one in facts]
    write("snapshots.ndjson", "".join(
        json.dumps(one, separators=(",", ":")) + "\n" for one in snapshots))
    write("expected.json", json.dumps(expected) + "\n")
    # A long lifespan: every extension gains something, so that the rules alone decide.
    write("kratos.yml", "session:\n  lifespan: 8760h\n")


if __name__ == "__main__":
    main()
