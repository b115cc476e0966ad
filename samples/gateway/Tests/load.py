#!/usr/bin/env python3
"""Measures a guard under load on loopback, and compares what it answers with the library.

usage: load.py [--gateway PROGRAM] [--command SESSION_POLICY] [--requests N] [--minutes M] [--seconds S] [--away S]

Needs wrk and nginx. Every answer of the comparison is held against `session-policy decide --stream`, made
from the documents that the stand-in's whoami gives. Figures hold for the machine and its load alone.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import threading
import time

from world import GATEWAY, ROOT, World, ask, free_ports, wait_for

failures = []
ACTIONS = ["report.read", "payment.create", "settings.password"]


def check(holds, what):
    print(("ok   " if holds else "FAIL ") + what, flush=True)
    if not holds:
        failures.append(what)


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def documents(count):
    """Sessions of all ages and levels, none of which comes near a limit of the policy for an hour."""
    now = time.time()
    made = []
    for number in range(count):
        born = now - [120, 7_200, 5 * 86_400, 31 * 86_400][number % 4]
        first = now - [60, 7_200][number % 2] if number % 4 else born
        second = now - [30, 7_200][number // 2 % 2]
        methods = [{"method": "password", "aal": "aal1", "completed_at": instant(first)}]
        if number % 3:
            methods.append({"method": "totp", "aal": "aal2", "completed_at": instant(second)})
        made.append({
            "id": f"00000000-0000-4000-8000-{number:012}", "active": number % 7 != 6,
            "issued_at": instant(born), "authenticated_at": instant(max(first, second if number % 3 else 0)),
            "expires_at": instant(now + 80_000 if number % 11 else now - 60),
            "authenticator_assurance_level": "aal2" if number % 3 else "aal1",
            "authentication_methods": methods,
            "identity": {"id": f"00000000-0000-4000-9000-{number:012}", "state": "active",
                         "schema_id": "employee" if number % 5 else "customer", "traits": {},
                         "metadata_public": {"role": "admin" if number % 4 == 1 else "member"}}})
    return made


def bring_in(world, made):
    return [ask(world.admin, "POST", "/stand-in/sessions", body=json.dumps(one)).json["session_token"]
            for one in made]


def expected(command, world, tokens):
    """What the library decides for each session and each action; keeps what whoami says of each."""
    lines, keys = [], []
    (world.folder / "whoami").mkdir()
    for token in tokens:
        seen = ask(world.kratos, "GET", "/sessions/whoami", {"X-Session-Token": token})
        if seen.status == 200:
            (world.folder / "whoami" / (token + ".json")).write_bytes(seen.body)
        for action in ACTIONS:
            keys.append((token, action))
            lines.append(json.dumps({
                "session": seen.json, "context": {"risk": "low"},
                "request": {"action": action, "client": {"type": "native"}, "interactive": False,
                            **({"last_active_at": seen.json["authenticated_at"]} if seen.status == 200 else {})}}))
    done = subprocess.run([command, "decide", "--stream", "--policies", world.policies,
                           "--kratos", world.folder / "kratos.json"], input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=True)
    return {key: json.loads(row)["outcome"] for key, row in zip(keys, done.stdout.splitlines())}


COMPARE = """
local questions = {%s}
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init()
  offset = math.random(#questions); at = offset; wrong = 0; answered = 0; random = 0
  for _, question in ipairs(questions) do
    local text = wrk.format("GET", "/check/api", {["X-Session-Token"] = question[1],
      ["X-Session-Policy-Action"] = question[2], ["X-Risk"] = "low", ["X-Other"] = "country NUMBER"})
    question[4], question[5] = text:match("^(.*country )NUMBER(.*)$")
  end
end
function request()
  at = at %% #questions + 1
  random = random + 1
  return questions[at][4] .. random %% %d .. questions[at][5]
end
function response(status, headers)
  answered = answered + 1
  if headers["X-Session-Policy-Outcome"] ~= questions[at][3] or
    (status == 200) ~= (questions[at][3] == "proceed") then wrong = wrong + 1 end
end
function done(summary)
  local answers, mistakes = 0, 0
  for _, thread in ipairs(threads) do
    answers = answers + thread:get("answered")
    mistakes = mistakes + thread:get("wrong")
  end
  io.write(string.format("compared=%%d wrong=%%d errors=%%d\\n", answers, mistakes, summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


def wrk(port, path, seconds, connections=32, fields=(), script=None, threads=1):
    words = ["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--latency"]
    for field in fields:
        words += ["-H", field]
    if script:
        words += ["-s", str(script)]
    text = subprocess.run(words + [f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True,
                          check=True).stdout
    return text


def figures(name, text):
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    at = dict(re.findall(r"(50|99)%\s+([\d.]+[a-z]+)", text))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    print(f"     {name:58} {rate:9.0f} requests/s   p50 {at['50']:>8}   p99 {at['99']:>8}"
          + (f"   {bad[1]} not 2xx" if bad else ""), flush=True)
    if bad:
        failures.append(f"{name}: {bad[1]} refused")


def throughput(words):
    """One session that goes on, asked for again and again."""
    document = documents(6)[4]
    plain, whoami = free_ports(2)
    with World("nginx", words.gateway, remember_for=60) as world:
        token = bring_in(world, [document])[0]
        seen = ask(world.kratos, "GET", "/sessions/whoami", {"X-Session-Token": token}).body.decode()
        alone = world.folder / "alone.conf"
        quoted = seen.replace("\\", "\\\\").replace("'", "\\'").replace("$", "")
        alone.write_text(f"""worker_processes 1; pid alone.pid; error_log alone.error; events {{ }}
http {{ access_log off; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{plain}; location / {{ return 200 "the application"; }} }}
  server {{ listen 127.0.0.1:{whoami}; default_type application/json; location / {{ return 200 '{quoted}'; }} }} }}
""")
        world.start("alone", ["nginx", "-p", world.folder, "-c", alone, "-g", "daemon off;"], plain)
        # The application behind the guarded proxy is nginx too: what is measured is the way there.
        world.stop("proxy")
        world.app = plain
        world.start_proxy()
        fields = [f"X-Session-Token: {token}", "X-Session-Policy-Action: report.read", "X-Risk: low"]
        figures("nginx alone", wrk(plain, "/", words.seconds))
        figures("nginx in front of nginx with the guard (remembered)",
                wrk(world.port, "/", words.seconds, fields=fields))
        figures("the guard itself, answers remembered", wrk(world.guard, "/check/nginx", words.seconds, fields=fields))
        world.remember_for = 0
        world.stop("guard")
        world.start_guard()
        figures("the stand-in itself", wrk(world.kratos, "/sessions/whoami", words.seconds, fields=fields))
        figures("the guard, nothing remembered, the same session", wrk(
            world.guard, "/check/nginx", words.seconds, fields=fields))
        script = world.folder / "many.lua"
        script.write_text("""local n = 0
function request() n = n + 1
  return wrk.format("GET", nil, {["X-Session-Token"] = "t" .. n, ["X-Session-Policy-Action"] = "report.read",
    ["X-Risk"] = "low"}) end""")
        world.ways = (whoami, world.admin)
        world.stop("guard")
        world.start_guard()
        figures("the guard, nothing remembered, each its own whoami of nginx", wrk(
            world.guard, "/check/nginx", words.seconds, script=script))


def compared(words):
    """Every answer against the library's, while the memory is filled and overflows."""
    with World("nginx", words.gateway, remember_for=60, more=[
            "--remember-at-most", "20000", "--input", "request.country=X-Other"]) as world:
        tokens = bring_in(world, documents(120))
        decisions = expected(words.command, world, tokens)
        rows = ",\n".join(f'{{"{token}","{action}","{outcome}"}}' for (token, action), outcome in decisions.items())
        kinds = {outcome: list(decisions.values()).count(outcome) for outcome in set(decisions.values())}
        print(f"     {len(decisions)} questions: {kinds}")
        # Refusals are not remembered, and the stand-in is slow: nginx replays what it said of each session, and
        # says of each identity that everything is set up.
        port, = free_ports(1)
        replay = world.folder / "replay.conf"
        replay.write_text(f"""worker_processes 1; pid replay.pid; error_log replay.error crit; events {{ }}
http {{ access_log off; keepalive_requests 100000000; default_type application/json;
  server {{ listen 127.0.0.1:{port}; root {world.folder}/whoami;
    location / {{ try_files /$http_x_session_token.json =401; }}
    location /admin/identities/ {{ return 200 '{{"credentials": {{"password": {{}}, "totp": {{}}}}}}'; }}
    location /admin/sessions/ {{ return 204; }} }} }}
""")
        # Without root its workers could not read what is here.
        world.folder.chmod(0o755)
        world.start("replay", ["nginx", "-p", world.folder, "-c", replay, "-g", "daemon off;"], port)
        world.ways = (port, port)
        world.stop("guard")
        world.start_guard()
        script = world.folder / "compare.lua"
        # Four hundred countries: as many entries as would make the memory overflow many times.
        script.write_text(COMPARE % (rows, 400))
        total = wrong = errors = 0
        sizes, end = [], time.time() + words.minutes * 60
        while total < words.requests and time.time() < end:
            text = wrk(world.guard, "/", 10 if words.requests > 100_000 else 3, 8, script=script, threads=8)
            counts = re.search(r"compared=(\d+) wrong=(\d+) errors=(\d+)", text)
            total, wrong, errors = (a + int(b) for a, b in zip((total, wrong, errors), counts.groups()))
            sizes.append(world.resident())
            if len(sizes) % 10 == 0:
                print(f"     {total} so far, {wrong} wrong", flush=True)
        check(wrong == 0 and errors == 0, f"{total} answers compared: {wrong} wrong, {errors} errors of connections")
        check(len(sizes) < 4 or sizes[-1] < sizes[len(sizes) // 3] * 1.2 + 10,
              f"resident memory in MiB over the time: {sizes}")


def away(words):
    """The stand-in is away: every request is answered, none let through once what is remembered is over."""
    with World("nginx", words.gateway, remember_for=1) as world:
        made = documents(6)[4:5]
        token = bring_in(world, made)[0]
        fields = {"X-Session-Token": token}
        answers, lost, stop = [], [], threading.Event()

        def go_on():
            while not stop.is_set():
                start = time.time()
                try:
                    status = ask(world.port, "GET", "/", fields).status
                    answers.append((start, time.time(), status))
                except OSError as error:
                    lost.append(error)

        threads = [threading.Thread(target=go_on) for _ in range(16)]
        [thread.start() for thread in threads]
        time.sleep(1)
        gone = time.time()
        world.stop("kratos", 9)
        time.sleep(words.away)
        back = time.time()
        world.start_kratos()
        bring_in(world, made)
        time.sleep(2)
        stop.set()
        [thread.join() for thread in threads]
        # What is asked just before it is back may be answered by it.
        during = [status for start, end, status in answers if gone + 1.2 < start and end < back]
        check(not lost, f"{len(answers)} requests, {len(lost)} without an answer")
        check(during and set(during) == {503}, f"{len(during)} while Kratos was away: {set(during)}")
        check(all(status == 200 for start, end, status in answers if end < gone), "let through before")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gateway", default=GATEWAY / ".build/release/session-gateway")
    parser.add_argument("--command", default=ROOT / ".build/debug/session-policy")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=30, help="how long answers are compared at most")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--away", type=int, default=3)
    words = parser.parse_args()
    # They are started in folders of their own.
    words.gateway, words.command = (pathlib.Path(word).resolve() for word in (words.gateway, words.command))
    throughput(words)
    compared(words)
    away(words)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
