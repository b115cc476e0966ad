#!/usr/bin/env python3
"""Opens the pages that session-policy writes in a headless Chromium and looks at them.

Checked of each page, light and dark, at three widths, with everything opened: nothing is written to the
console, nothing is requested but the page itself, every text has a contrast of 4.5:1 or more on what it
stands on, every picture has a text alternative, nothing is wider than the window, links lead somewhere;
with scripts disabled everything is there and opens by keyboard.

    swift build && Tests/Report/report.py [--shots FOLDER]

SESSION_POLICY names the command, CHROMIUM the browser.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = str(pathlib.Path(
    os.environ.get("SESSION_POLICY", ROOT / ".build/debug/session-policy")).resolve())
PROBE = (pathlib.Path(__file__).parent / "probe.js").read_text()
WIDTHS = (360, 800, 1280)
LARGEST = 300_000


def run(*words, folder=ROOT, status=0):
    done = subprocess.run([COMMAND, *words], cwd=folder, capture_output=True, text=True)
    if done.returncode != status:
        sys.exit(f"{' '.join(words)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def shipped(folder):
    """The suites that are shipped, with their mutants."""
    page = folder / "shipped.html"
    run("test", "samples", "--mutate", "--report", str(page))
    return page


def failing(folder):
    """The same, of policies in which limits are wrong and a clause is left out."""
    for name in ("policies", "samples"):
        shutil.copytree(ROOT / name, folder / "failing" / name)
    for name, old, new in [
        ("workforce", "max_age: 4h", "max_age: 2h"),
        ("sudo-mode", "max_age: 5m", "max_age: 6m"),
        ("sliding-with-absolute-cap", "max_lifetime: 30d", "max_lifetime: 40d"),
    ]:
        file = folder / "failing" / "policies" / f"{name}.yaml"
        text = file.read_text()
        assert old in text, (name, old)
        file.write_text(text.replace(old, new))
    page = folder / "failing.html"
    run("test", "samples", "--report", str(page), folder=folder / "failing", status=1)
    return page


def gaps(folder):
    """A policy of which tests see little, and mutants that nobody notices."""
    target = folder / "gaps"
    target.mkdir()
    for name in ("policies", "samples/sessions"):
        shutil.copytree(ROOT / name, target / name)
    (target / "samples/gaps.yaml").write_text("""\
version: 1
suite: gaps
policies: [../policies/workforce.yaml]
now: 2026-03-01T09:00:00Z
sessions:
  noor:
    from: sessions/totp-step-up.json
    set: { issued_at: -2h, authenticated_at: -5m, expires_at: +22h }
requests:
  desk: { action: report.read, device: { managed: true }, context: { risk: low } }
tests:
  - { name: reading asks for nothing, session: noor, request: desk, expect: { outcome: proceed } }
  - name: a working day
    session: noor
    request: desk
    timeline:
      - { at: 17h, do: activity }
      - { at: 17h1m, do: [extend, whoami], then: { extend: false } }
laws:
  - name: nobody is extended past thirty days
    when: session.age >= duration("30d")
    never: { extend: true }
""")
    page = folder / "gaps.html"
    run("test", "samples", "--mutate", "--report", str(page), folder=target, status=1)
    return page


def large(folder):
    """A thousand cases, of which a tenth fails."""
    target = folder / "large"
    shutil.copytree(ROOT / "policies", target / "policies")
    sessions = "".join(
        f"  s{n}: {{ set: {{ id: s{n}, issued_at: -2h, authenticated_at: -{n % 30 + 1}m, expires_at: +22h, "
        f"authentication_methods: [{{ method: password, aal: aal1, completed_at: -{n % 30 + 1}m }}], "
        f"identity: {{ id: i{n}, schema_id: employee, state: active }} }} }}\n" for n in range(100))
    tests = "".join(
        f"  - {{ name: test {n} of ten, sessions: [{', '.join(f's{m}' for m in range(100))}], "
        f"request: {'pay' if n % 10 == 9 else 'desk'}, expect: {{ outcome: proceed }} }}\n"
        for n in range(10))
    (target / "suite.yaml").write_text(
        "version: 1\nsuite: large\npolicies: [policies/workforce.yaml]\nnow: 2026-03-01T09:00:00Z\n"
        f"sessions:\n{sessions}requests:\n"
        "  desk: { action: report.read, device: { managed: true }, context: { risk: low } }\n"
        "  pay: { action: payment.create, context: { risk: low } }\n"
        f"tests:\n{tests}")
    page = folder / "large.html"
    start = time.monotonic()
    run("test", "suite.yaml", "--report", str(page), folder=target, status=1)
    print(f"large: 1000 cases in {time.monotonic() - start:.2f} s, {page.stat().st_size} bytes")
    return page


def timeline(folder):
    """The page of `timeline`."""
    page = folder / "timeline.html"
    page.write_text(run(
        "timeline", "samples/sessions/totp-step-up.json", "--policies", "policies/workforce.yaml",
        "--action", "report.read", "--context", "risk=low", "--request", "device.managed=true",
        "--now", "2026-03-02T14:55:00Z", "--format", "html"))
    return page


OPEN_ALL = "document.querySelectorAll('details').forEach(x => { x.open = true })"


def look(browser, page, shots):
    """Everything that is wrong with a page."""
    found = []
    browser.size(1280, 900)
    browser.scheme("light")
    events = browser.open(page.as_uri())
    for event in events:
        detail = event["params"]
        if event["method"] == "Runtime.consoleAPICalled":
            found.append(f"console: {detail['args']}")
        elif event["method"] == "Runtime.exceptionThrown":
            found.append(f"exception: {detail['exceptionDetails']['text']}")
        elif event["method"] == "Log.entryAdded":
            found.append(f"log: {detail['entry']['text']}")
        elif event["method"] == "Network.requestWillBeSent":
            address = detail["request"]["url"]
            if address != page.as_uri():
                found.append(f"request: {address}")
    if shots:
        browser.screenshot(str(shots / f"{page.stem}-as-opened.png"))
    browser.run(OPEN_ALL)
    texts, least = 0, 99
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        for width in WIDTHS:
            browser.size(width, 900)
            height = browser.run("document.documentElement.scrollHeight")
            # A point can be asked for what is painted there only where the window shows it.
            browser.size(width, height + 50)
            seen = browser.run(PROBE)
            texts, least = texts + seen["texts"], min(least, seen["least"])
            found += [f"{scheme}, {width} px: {problem}" for problem in seen["problems"]]
            if shots:
                browser.screenshot(str(shots / f"{page.stem}-{scheme}-{width}.png"))
    if texts < 100:
        found.append(f"only {texts} texts were seen")
    found += without_scripts(browser, page)
    print(f"{page.stem}: {page.stat().st_size} bytes, {texts} texts, least contrast {least:.2f}")
    return found


def without_scripts(browser, page):
    """What does not work where scripts are disabled."""
    found = []
    with_scripts = browser.run("document.querySelector('main').textContent.length")
    browser.size(1280, 900)
    browser.scripts(False)
    try:
        browser.open(page.as_uri())
        if browser.run("document.querySelectorAll('button').length"):
            found.append("without scripts: there are buttons that need them")
        text = browser.run("document.querySelector('main').textContent")
        if abs(len(text) - with_scripts) > with_scripts * 0.05 + 200:
            found.append(f"without scripts: {len(text)} characters instead of {with_scripts}")
        if not browser.run("!!document.querySelector('details')"):
            return found
        # By keyboard alone: to the first part that opens, and open it.
        for _ in range(60):
            browser.key("Tab", 9)
            if browser.run("document.activeElement.localName") == "summary":
                break
        else:
            return found + ["by keyboard: nothing that opens is reached"]
        state = "document.activeElement.parentElement.open"
        before = browser.run(state)
        ring = browser.run("getComputedStyle(document.activeElement).outlineStyle")
        if ring in ("none", ""):
            found.append("by keyboard: what has the focus does not show it")
        browser.key("Enter", 13)
        if browser.run(state) == before:
            found.append("by keyboard: Enter does not open anything")
    finally:
        browser.scripts(True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shots", type=pathlib.Path, help="where to put screenshots")
    options = parser.parse_args()
    if not chromium.find():
        sys.exit("no Chromium was found")
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    found = []
    with tempfile.TemporaryDirectory() as name, chromium.Browser() as browser:
        folder = pathlib.Path(name)
        for make in (shipped, failing, gaps, large, timeline):
            page = make(folder)
            if page.stat().st_size >= LARGEST:
                found.append(f"{page.stem}: {page.stat().st_size} bytes are too many")
            found += [f"{page.stem}: {problem}" for problem in look(browser, page, options.shots)]
    for problem in found[:100]:
        print(problem, file=sys.stderr)
    if len(found) > 100:
        print(f"and {len(found) - 100} more", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
