#!/usr/bin/env python3
"""Writes a population of sessions as NDJSON, the same for the same seed: for tests and demonstrations.

usage: generate.py COUNT [--seed N] [--now INSTANT] [--broken SHARE] [--without-request]

Ages follow what sign-in logs show: most sessions are hours old, a few weeks; who has a second factor used it at
the sign-in or since; nights are quiet. Needs Python 3.9 and nothing else.
"""

import argparse
import datetime
import json
import math
import random
import sys

AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
]
ACTIONS = [("page.view", 70), ("report.export", 12), ("payment.create", 8), ("profile.update", 6), ("user.delete", 4)]
METHODS = [("password", 62), ("passkey", 15), ("oidc", 15), ("code", 8)]
COUNTRIES = [("DE", 55), ("FR", 18), ("US", 15), ("JP", 7), ("BR", 5)]


def pick(rng, weighted):
    names, weights = zip(*weighted)
    return rng.choices(names, weights)[0]


def stamp(instant):
    return instant.isoformat(timespec="microseconds").replace("+00:00", "Z")


def identifier(rng):
    bits = f"{rng.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-8{bits[17:20]}-{bits[20:]}"


def snapshot(rng, now, has_request):
    """One session with what surrounds it."""
    # Median six hours, a long tail, at most thirty days.
    age = min(30 * 86400.0, math.exp(rng.gauss(math.log(6 * 3600), 1.6)))
    authenticated = age if rng.random() < 0.6 else age * rng.random()
    idle = min(authenticated, math.exp(rng.gauss(math.log(600), 1.8)))
    ago = lambda seconds: stamp(now - datetime.timedelta(seconds=seconds))
    first = pick(rng, METHODS)
    methods = [{"method": first, "aal": "aal1", "completed_at": ago(authenticated)}]
    if first == "oidc":
        methods[0]["provider"] = rng.choice(["google", "okta"])
    level = "aal1"
    if first != "passkey" and rng.random() < 0.45:
        second = rng.choice(["totp", "totp", "webauthn", "lookup_secret"])
        methods.append({"method": second, "aal": "aal2",
                        "completed_at": ago(authenticated * (1 if rng.random() < 0.7 else rng.random()))})
        level = "aal2"
    session = {
        "id": identifier(rng), "active": rng.random() > 0.01,
        "expires_at": stamp(now + datetime.timedelta(seconds=86400 * 7 - authenticated)),
        "authenticated_at": ago(authenticated), "authenticator_assurance_level": level,
        "authentication_methods": methods, "issued_at": ago(age),
        "identity": {
            "id": identifier(rng), "schema_id": pick(rng, [("customer", 80), ("employee", 20)]),
            "schema_url": "https://id.example.com/schemas/default", "state": "active" if rng.random() > 0.005 else "inactive",
            "traits": {"email": f"person-{rng.randrange(10 ** 6)}@example.com"},
            "metadata_public": {"role": pick(rng, [("member", 92), ("admin", 8)])},
        },
        "devices": [{"id": identifier(rng), "ip_address": f"192.0.2.{rng.randrange(256)}",
                     "user_agent": rng.choice(AGENTS), "location": "Munich, DE"}],
    }
    if not has_request:
        return session
    return {
        "now": stamp(now), "session": session,
        "request": {
            "action": pick(rng, ACTIONS), "country": pick(rng, COUNTRIES), "last_active_at": ago(idle),
            "client": {"type": "native" if "Android" in session["devices"][0]["user_agent"] else "browser"},
            "device": {"managed": rng.random() < 0.4},
        },
        "context": {"risk": pick(rng, [("low", 90), ("high", 10)])},
    }


def broken(rng, line):
    """A line as accidents make it: cut off, emptied, or of another kind."""
    kind = rng.randrange(4)
    if kind == 0:
        return line[: rng.randrange(1, len(line) - 1)]
    if kind == 1:
        return ""
    if kind == 2:
        return line.replace('"active":', '"active":"yes","was":', 1)
    return '{"error":{"code":500,"message":"internal"}}'


def lines(count, seed=1, now="2026-03-01T09:00:00Z", share=0.0, has_request=True):
    rng = random.Random(seed)
    instant = datetime.datetime.fromisoformat(now.replace("Z", "+00:00"))
    for _ in range(count):
        line = json.dumps(snapshot(rng, instant, has_request), separators=(",", ":"))
        yield broken(rng, line) if rng.random() < share else line


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--now", default="2026-03-01T09:00:00Z")
    parser.add_argument("--broken", type=float, default=0.0, help="the share of lines that are no sessions")
    parser.add_argument("--without-request", action="store_true", help="bare sessions, as the admin API has them")
    given = parser.parse_args()
    for line in lines(given.count, given.seed, given.now, given.broken, not given.without_request):
        sys.stdout.write(line + "\n")
