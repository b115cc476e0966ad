#!/usr/bin/env python3
"""Tries the clients of `samples/clients` against the command: answers, errors, crashes, reloads, slow readers.

usage: SESSION_POLICY=… clients.py

Needs Python 3.9; the client for Node.js is tried where `node` is there.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMMAND = os.environ.get("SESSION_POLICY", "session-policy")
sys.path.insert(0, str(ROOT / "samples/clients/python"))

from session_policy import SessionPolicy, SnapshotError, Unavailable  # noqa: E402

POLICY = """\
version: 1
policy: p
rules:
  - {{ id: confirm, may: refresh }}
  - {{ id: fresh, must: reauthenticate, when: 'has(request.action) && request.action == "pay"', max_age: {age} }}
"""
SESSION = {
    "id": "s", "active": True, "issued_at": "2026-03-01T08:00:00Z",
    "authenticated_at": "2026-03-01T08:00:00Z", "expires_at": "2026-03-02T08:00:00Z",
    "authenticator_assurance_level": "aal1",
    "authentication_methods": [
        {"method": "password", "aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"}],
}
NOW = "2026-03-01T09:00:00Z"
failures = 0


def check(name, holds, what=""):
    global failures
    failures += not holds
    print(f"{'ok  ' if holds else 'FAIL'} {name} {what if not holds else ''}", flush=True)


def snapshot(action="pay", **more):
    return {"now": NOW, "session": SESSION, "request": {"action": action}, **more}


def process_of(policy):
    return policy._process


def python_client(folder):
    path = folder / "p.yaml"
    path.write_text(POLICY.format(age="15m"))
    with SessionPolicy([path], command=COMMAND) as policy:
        check("a hello names the engine", policy.hello["rules"] == 2)
        check("a demand", policy.decide(snapshot(), timeout=5)["outcome"] == "reauthenticate")
        check("an id of the caller's comes back", policy.decide(snapshot(id="mine"), timeout=5)["id"] == "mine")
        try:
            policy.decide({"session": {"id": 7}}, timeout=5)
            check("a snapshot that cannot be read", False)
        except SnapshotError as error:
            check("a snapshot that cannot be read", error.code.startswith("S"), error)

        # Many threads, and the process killed under them again and again.
        wrong, lost = [], []
        stop = threading.Event()

        def ask(number):
            for turn in range(400):
                action = "pay" if (number + turn) % 2 else "read"
                try:
                    outcome = policy.decide(snapshot(action), timeout=10)["outcome"]
                except Unavailable as error:
                    lost.append(str(error))
                    time.sleep(0.05)
                    continue
                if outcome != ("reauthenticate" if action == "pay" else "proceed"):
                    wrong.append((action, outcome))

        def kill():
            for _ in range(3):
                if stop.wait(0.3):
                    return
                if process_of(policy):
                    process_of(policy).kill()

        killer = threading.Thread(target=kill)
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        [thread.start() for thread in [killer, *threads]]
        [thread.join() for thread in threads]
        stop.set()
        killer.join()
        check("answers of eight threads over crashes are their own", not wrong, wrong[:3])
        check("nearly all are answered", len(lost) < 100, f"{len(lost)}: {lost[:2]}")

        # Changed policies, and broken ones.
        path.write_text(POLICY.format(age="2h"))
        end = time.time() + 10
        while time.time() < end and policy.decide(snapshot(), timeout=5)["outcome"] != "proceed":
            time.sleep(0.05)
        check("changed policies take over", policy.decide(snapshot(), timeout=5)["outcome"] == "proceed")
        path.write_text("version: 1\npolicy: [")
        time.sleep(0.2)
        check("broken ones do not", policy.decide(snapshot(), timeout=5)["outcome"] == "proceed")
    try:
        policy.decide(snapshot())
        check("a closed client says so", False)
    except Unavailable:
        check("a closed client says so", True)
    for words, name in [({"command": "/nowhere"}, "a missing command"), ({}, "broken policies")]:
        try:
            SessionPolicy([path], **{"command": COMMAND, **words})
            check(f"{name} at the start", False)
        except Unavailable:
            check(f"{name} at the start", True)
    path.write_text(POLICY.format(age="15m"))
    policy = SessionPolicy([path], command=COMMAND, restarts=1)
    path.write_text("version: 1\npolicy: [")
    process_of(policy).kill()
    time.sleep(1.5)
    try:
        policy.decide(snapshot(), timeout=1)
        check("an engine that does not come back lets nobody through", False)
    except Unavailable:
        check("an engine that does not come back lets nobody through", True)
    policy.close()


def raw_protocol(folder):
    path = folder / "r.yaml"
    path.write_text(POLICY.format(age="15m"))
    words = [COMMAND, "decide", "--stream", "--policies", str(path)]

    # A reader that does not read: the process must not take in more than it can hold.
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    line = json.dumps(snapshot(id=1)).encode() + b"\n"
    os.set_blocking(process.stdin.fileno(), False)
    taken, end = 0, time.time() + 3
    piece = line * 200
    while time.time() < end:
        try:
            taken += os.write(process.stdin.fileno(), piece[taken % len(line):])
            end = time.time() + 1
        except BlockingIOError:
            time.sleep(0.02)
        if taken > 200 << 20:
            break
    peak = int(next(row for row in open(f"/proc/{process.pid}/status") if row.startswith("VmHWM")).split()[1])
    check("who does not read stops it from reading", taken < 64 << 20, f"{taken} bytes taken")
    check("and it holds little", peak < 64 << 10, f"{peak} KiB")
    os.set_blocking(process.stdin.fileno(), True)
    answers = 0

    def finish():
        process.stdin.write(line[taken % len(line):] if taken % len(line) else b"")
        process.stdin.close()

    writer = threading.Thread(target=finish)
    writer.start()
    for row in process.stdout:
        answers += json.loads(row)["id"] == 1
    writer.join()
    whole = -(-taken // len(line))
    check("every line is answered once", answers == whole and process.wait() == 0, f"{answers} of {whole}")

    # SIGHUP between two lines.
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def ask():
        process.stdin.write(line)
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    first = ask()
    path.write_text(POLICY.format(age="2h"))
    same = ask()
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    ask()  # whoever waits for this line may have begun before the signal
    other = ask()
    check("SIGHUP reloads", first["outcome"] == same["outcome"] == "reauthenticate"
          and other["outcome"] == "proceed", (first["outcome"], same["outcome"], other["outcome"]))
    check("the digest tells", first["policies"] == same["policies"] != other["policies"])
    start = time.perf_counter()
    for _ in range(1_000):
        ask()
    print(f"     {1e3 * (time.perf_counter() - start):.0f} µs a question and its answer, one after the other")
    process.stdin.close()
    check("and it ends well", process.wait() == 0)


def node_client(folder):
    node = shutil.which("node")
    if not node:
        print("no node: its client is not tried")
        return
    (folder / "n.yaml").write_text(POLICY.format(age="15m"))
    done = subprocess.run(
        [node, HERE / "client.mjs", COMMAND, folder / "n.yaml", json.dumps(snapshot())], timeout=120)
    check("the client for Node.js", done.returncode == 0)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    python_client(folder)
    raw_protocol(folder)
    node_client(folder)
sys.exit(1 if failures else 0)
