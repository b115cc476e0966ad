#!/usr/bin/env python3
"""Lives through what a guard meets, behind real proxies and with a real browser.

usage: situations.py [--gateway PROGRAM] [nginx] [caddy]

Starts the stand-in for Kratos, an application, the gateway on a clock that is moved, and a proxy with the
configuration of `proxies/`; a headless Chromium and a plain client of HTTP ask. Prints what the proxy's own log
has of each situation, and fails if anything was let through that should not be, or if anybody was sent round
in circles. Needs nginx, caddy and chromium, and nothing beyond Python 3.9 itself.
"""

import argparse
import itertools
import json
import signal
import socket
import struct
import sys
import threading
import time
import urllib.parse
import uuid

from cutter import WAYS
from world import GATEWAY, IDENTITIES, ROOT, World, ask
from standin import instant, one_time_code, read_instant

sys.path.insert(0, str(ROOT / "Tests/Report"))
import chromium  # noqa: E402

PASSWORD = {one["identifier"]: one["password"] for one in IDENTITIES}
HTML = {"Accept": "text/html,*/*"}
failures = []


class Page:
    """The browser, and how often it was sent elsewhere."""

    def __init__(self, browser):
        self.browser = browser

    def open(self, url):
        self.browser.events = []
        self.browser.call("Page.navigate", url=url)
        return self.settle()

    def settle(self):
        """Waits for the page; gives back the number of redirects that led to it."""
        while not any(event["method"] == "Page.loadEventFired" for event in self.browser.events):
            self.browser.read(30)
        return sum("redirectResponse" in event["params"] for event in self.browser.events
                   if event["method"] == "Network.requestWillBeSent")

    def submit(self, form="form", **fields):
        self.browser.events = []
        script = "".join(
            f"document.querySelector('{form} [name={name}]').value = {json.dumps(value)};"
            for name, value in fields.items())
        self.browser.run(script + f"setTimeout(() => document.querySelector('{form}').submit(), 0); 0")
        return self.settle()

    def follow(self, link):
        """Follows a link of the page."""
        self.browser.events = []
        self.browser.run(f"setTimeout(() => document.querySelector('{link}').click(), 0); 0")
        return self.settle()

    @property
    def title(self):
        return self.browser.run("document.title")

    @property
    def url(self):
        return self.browser.run("location.href")

    def cookie(self, world):
        cookies = self.browser.call("Network.getCookies", urls=[world.url])["cookies"]
        return next((one["value"] for one in cookies if one["name"] == "ory_kratos_session"), None)

    def set_cookie(self, world, value):
        self.browser.call("Network.setCookie", name="ory_kratos_session", value=value, url=world.url,
                          httpOnly=True, sameSite="Lax")


class Story:
    """The situations of one proxy, and its table."""

    def __init__(self, world, page):
        self.world, self.page, self.rows = world, page, []
        self.seen = 0
        self.redirects = 0

    def check(self, holds, what):
        if not holds:
            failures.append(f"{self.world.proxy}: {self.name}: {what}")
            print(f"FAIL {self.name}: {what}", flush=True)

    def open(self, path):
        self.redirects += self.page.open(path if path.startswith("http") else self.world.url + path)

    def submit(self, form="form", **fields):
        self.redirects += self.page.submit(form, **fields)

    def sign_in(self, name="ada@example.com"):
        self.submit(identifier=name, password=PASSWORD[name])

    def sign_in_anew(self, path, name):
        self.page.browser.call("Network.clearBrowserCookies")
        self.open(path)
        self.sign_in(name)
        self.is_there(path)

    def enrol(self):
        """Sets up a second factor on the page that is shown."""
        self.check(self.page.title == "Settings", f"shown {self.page.title!r} at {self.page.url}")
        secret = self.page.browser.run("document.querySelector('#secret').textContent")
        self.submit("form#totp", totp_code=one_time_code(secret, self.world.now))

    def is_there(self, path):
        self.check(self.page.title == path, f"the page is {self.page.title!r} at {self.page.url}")

    def situation(self, name, told, act, most=8):
        self.name, self.redirects = name, 0
        start = time.time()
        act()
        time.sleep(0.15)
        requests = self.world.requests()
        new, self.seen = requests[self.seen:], len(requests)
        # To Kratos and back is three, and each page that is opened may need it.
        self.check(self.redirects <= most, f"{self.redirects} redirects")
        self.rows.append((name, told, new, self.redirects))
        print(f"ok   {self.world.proxy}: {name} ({time.time() - start:.1f} s)", flush=True)

    def table(self):
        print(f"\n{self.world.proxy}: what its log says\n")
        print("| situation | request → answer | what the client did | redirects |\n|---|---|---|---|")
        for name, told, requests, redirects in self.rows:
            shown = []
            for text, same in itertools.groupby(self.row(*one) for one in requests):
                times = len(list(same))
                shown.append(text + (f", {times} times" if times > 1 else ""))
            if len(shown) > 6:
                shown = shown[:2] + [f"… {len(shown) - 4} more"] + shown[-2:]
            print(f"| {name} | {'<br>'.join(shown)} | {told} | {redirects} |")

    @staticmethod
    def row(request, status, location, is_renewed):
        method, _, path = request.partition(" ")
        path = path.split("session_policy_demand=")[0].rstrip("?&")
        # Who goes away is 499 in nginx' log, and 0 in Caddy's.
        text = f"`{method} {path}` → {'nobody' if status in (0, 499) else status}"
        if location:
            url = urllib.parse.urlsplit(location)
            query = [pair for pair in url.query.split("&") if not pair.startswith("return_to=")]
            text += f" to `{url.path}{'?' if any(query) else ''}{'&'.join(query)}`"
        return text + (", cookie renewed" if is_renewed else "")


def token_of(world, fields):
    """Signs a program in by the flows of native clients, or goes on in one with a token."""
    query, headers = fields.pop("query", ""), fields.pop("headers", {})
    flow = ask(world.kratos, "GET", "/self-service/login/api" + query, headers).json
    answer = ask(world.kratos, "POST", "/self-service/login?flow=" + flow["id"],
                 {"Content-Type": "application/json", **headers}, json.dumps(fields))
    return answer.json["session_token"]


def live(world, page):
    story = Story(world, page)
    situation, check = story.situation, story.check

    def reached(part="/reports"):
        """How often the application was reached, but for what browsers fetch on their own."""
        return sum(part in path for path in world.server.reached)

    def forget():
        """Waits until nothing is remembered any more: a clock that is moved does not move that bound."""
        time.sleep(world.remember_for + 0.2)

    def no_session():
        story.open("/reports/1")
        check(page.title == "Sign in", f"asked by {page.title!r}")
        story.sign_in()
        story.is_there("/reports/1")
    situation("nobody is signed in", "signs in with a password, and is where it wanted to be", no_session)

    def works():
        story.open("/reports/2")
        before = world.count("GET", "/sessions/whoami")
        for _ in range(5):
            page.browser.run("fetch('/reports/2').then(answer => answer.status)")
        check(world.count("GET", "/sessions/whoami") <= before + 2, "answers are not remembered")
        story.is_there("/reports/2")
    situation("a session goes on", "reads on; of seven requests at most three ask Kratos", works)

    def step_up():
        story.open("/payments/1")
        check(page.title == "Show your second factor", f"asked by {page.title!r}")
        story.submit(totp_code=world.code())
        story.is_there("/payments/1")
    situation("one factor for what needs two", "shows a code, and comes back", step_up)

    def grown_old():
        world.pass_time(minutes=16)
        story.open("/payments/2")
        check("refresh" in world.requests()[-1][2], "it is no refresh")
        story.submit(totp_code=world.code())
        story.is_there("/payments/2")
    situation("the second factor has grown old", "shows it again, and comes back", grown_old)

    def not_met():
        world.pass_time(minutes=16)
        count = reached("/payments/3")
        story.open("/payments/3")
        flow = world.requests()[-1][2]
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(flow).query))["return_to"]
        for _ in range(3):
            story.open(back)
            check(page.title == "That was not enough", f"shown {page.title!r}")
        check(reached("/payments/3") == count, "let through")
        story.open("/payments/3")
        story.submit(totp_code=world.code())
        story.is_there("/payments/3")
    situation("comes back without having shown anything", "is told so, three times; shows it, and comes back",
              not_met)

    def fetched():
        world.pass_time(minutes=16)
        status = page.browser.run("fetch('/payments/4').then(answer => answer.status)")
        check(status == 401, f"a script is answered {status}")
    situation("a script of a page fetches", "is challenged, and not sent to a page it could not show", fetched)

    def expiry(cookie=None):
        fields = {"Cookie": "ory_kratos_session=" + (cookie or page.cookie(world))}
        return read_instant(ask(world.kratos, "GET", "/sessions/whoami", fields).json["expires_at"])

    def extended():
        world.pass_time(seconds=expiry() - world.now - 6 * 3600 - 600)
        before = page.cookie(world)
        # Idle for hours, and too early besides.
        story.open("/reports/5")
        check(page.cookie(world) == before, "extended too early")
        ends = expiry()
        world.pass_time(minutes=20)
        forget()
        story.open("/reports/6")
        check(page.cookie(world) != before, "the cookie is the old one")
        check(expiry() > ends + 17 * 3600, "the session was not extended")
        check(world.requests()[-1][3], "no Set-Cookie in the log")
    situation("in the last six hours", "goes on; the session was extended, and it has a new cookie", extended)

    def lost():
        world.pass_time(seconds=expiry() - world.now - 6 * 3600 - 600)
        story.open("/reports/7")
        old = page.cookie(world)
        ends = expiry()
        world.pass_time(minutes=20)
        forget()
        with socket.create_connection(("127.0.0.1", world.port)) as connection:
            connection.sendall(f"GET /reports/8 HTTP/1.1\r\nHost: 127.0.0.1:{world.port}\r\nAccept: text/html\r\n"
                               f"Cookie: ory_kratos_session={old}\r\n\r\n".encode())
            time.sleep(0.02)
        end = time.time() + 5
        while expiry() == ends and time.time() < end:
            time.sleep(0.1)
        check(expiry() > ends, "the session was not extended")
        forget()
        story.open("/reports/8")
        check(page.cookie(world) != old, "the cookie is lost for good")
    situation("the connection breaks while it is extended", "asks again, and gets the new cookie then", lost)

    def at_the_extension(path):
        """Goes to where the session is about to be extended; the cookie and the expiry before."""
        world.pass_time(seconds=expiry() - world.now - 6 * 3600 - 600)
        story.open(path)
        old, ends = page.cookie(world), expiry()
        world.pass_time(minutes=20)
        forget()
        return old, ends

    def killed_while_extending():
        old, ends = at_the_extension("/reports/21")
        count, calls = reached(), world.count("PATCH", "/extend")
        # Kratos extends, and the guard dies before it hears of it.
        world.cutters[1].cut("nothing comes", "PATCH")
        answers = []
        asking = threading.Thread(target=lambda: answers.append(ask(
            world.port, "GET", "/reports/21", {**HTML, "Cookie": "ory_kratos_session=" + old}).status))
        asking.start()
        end = time.time() + 5
        while world.count("PATCH", "/extend") == calls and time.time() < end:
            time.sleep(0.01)
        world.stop("guard", signal.SIGKILL)
        asking.join()
        world.cutters[1].mend()
        check(answers[0] in (502, 503), f"answered {answers}")
        check(reached() == count, "let through")
        check(expiry(old) > ends + 17 * 3600, "the session was not extended")
        world.start_guard()
        end = time.time() + 15
        while ask(world.port, "GET", "/reports/21").status != 401 and time.time() < end:
            time.sleep(0.2)
        story.open("/reports/21")
        story.is_there("/reports/21")
        check(page.cookie(world) != old, "the cookie is lost for good")
    situation("the guard is killed while it extends", "gets an error; then goes on, with the new cookie",
              killed_while_extending)

    def extension_unheard():
        old, _ = at_the_extension("/reports/22")
        world.cutters[1].cut("reset within the body", "PATCH")
        story.open("/reports/22")
        story.is_there("/reports/22")
        world.cutters[1].mend()
        forget()
        story.open("/reports/22")
        story.is_there("/reports/22")
        check(page.cookie(world) != old, "the cookie is lost for good")
    situation("the answer to the extension breaks off", "goes on, and gets the new cookie the next time",
              extension_unheard)

    def disabled():
        cookie = {"Cookie": "ory_kratos_session=" + page.cookie(world)}
        identity = ask(world.kratos, "GET", "/sessions/whoami", cookie).json["identity"]["id"]

        def state(value):
            ask(world.admin, "PATCH", f"/admin/identities/{identity}", {"Content-Type": "application/json"},
                json.dumps([{"op": "replace", "path": "/state", "value": value}]))
        story.open("/reports/9")
        state("inactive")
        forget()
        story.open("/reports/9")
        check(page.title == "Sign in", f"shown {page.title!r}")
        state("active")
    situation("the account is disabled", "is asked to sign in, at most two seconds later", disabled)

    def a_month():
        page.browser.call("Network.clearBrowserCookies")
        story.open("/reports/10")
        story.sign_in()
        # The same session, recorded as it would be after 26 days of use: the stand-in lives on with it.
        seen = ask(world.kratos, "GET", "/sessions/whoami",
                   {"Cookie": "ory_kratos_session=" + page.cookie(world)}).json
        born = world.now - 26 * 86_400
        for entry in seen["authentication_methods"]:
            entry["completed_at"] = instant(born)
        seen.update(id=str(uuid.uuid4()), issued_at=instant(born), authenticated_at=instant(born),
                    expires_at=instant(world.now + 86_400 - 60))
        cookie = ask(world.admin, "POST", "/stand-in/sessions", body=json.dumps(seen)).json["cookie"].split("=", 1)[1]
        # Used at the right moments, as the browser would: extended as long as the policy permits it.
        extensions = 0
        while True:
            fields = {**HTML, "Cookie": "ory_kratos_session=" + cookie}
            ahead = expiry(cookie) - world.now
            if world.now + ahead - 5 * 3600 > born + 29 * 86_400:
                break
            for wait in (ahead - 6 * 3600 - 600, 1200):
                world.pass_time(seconds=wait)
                answer = ask(world.port, "GET", "/reports/11", fields)
                check(answer.status == 200, f"answered {answer.status} on day {(world.now - born) / 86_400:.1f}")
                forget()
            renewed = answer["Set-Cookie"]
            check(renewed, f"no new cookie on day {(world.now - born) / 86_400:.1f}")
            if not renewed:
                break
            extensions += 1
            cookie = renewed.split(";")[0].split("=", 1)[1]
        check(extensions >= 3, f"extended {extensions} times")
        page.set_cookie(world, cookie)
        story.open("/reports/12")
        story.is_there("/reports/12")
        # The cap forbids another extension. A login makes the session longer all the same, past the month.
        world.pass_time(seconds=expiry() - world.now - 3600)
        story.open("/payments/13")
        story.submit(totp_code=world.code())
        story.is_there("/payments/13")
        world.pass_time(seconds=born + 30 * 86_400 - world.now - 60)
        story.open("/reports/14")
        story.is_there("/reports/14")
        ended = world.count("DELETE", "/admin/sessions/")
        world.pass_time(minutes=2)
        story.open("/reports/15")
        check(page.title == "Sign in", f"shown {page.title!r}")
        check(world.count("DELETE", "/admin/sessions/") == ended + 1, "the session was not ended in Kratos")
        story.sign_in()
        story.is_there("/reports/15")
    situation("thirty days have passed", "is extended until the cap, steps up, is signed out all the same; signs in anew", a_month, most=12)

    def end_unheard():
        seen = ask(world.kratos, "GET", "/sessions/whoami",
                   {"Cookie": "ory_kratos_session=" + page.cookie(world)}).json
        seen.update(id=str(uuid.uuid4()), issued_at=instant(world.now - 31 * 86_400))
        cookie = ask(world.admin, "POST", "/stand-in/sessions", body=json.dumps(seen)).json["cookie"]
        page.set_cookie(world, cookie.split("=", 1)[1])
        count, ended = reached(), world.count("DELETE", "/admin/sessions/")
        world.cutters[1].cut("closed at once", "DELETE")
        story.open("/reports/23")
        check(world.requests()[-1][1] == 503, f"answered {world.requests()[-1][1]}")
        check(world.count("DELETE", "/admin/sessions/") > ended, "the session was not ended")
        world.cutters[1].mend()
        story.open("/reports/23")
        check(page.title == "Sign in", f"shown {page.title!r}")
        check(reached() == count, "let through")
        story.sign_in()
        story.is_there("/reports/23")
    situation("a session is over, and the answer to its end breaks off",
              "is told that nobody can say (503), and is signed out the next time", end_unheard)

    def program():
        answer = ask(world.port, "GET", "/reports/16")
        check((answer.status, answer["WWW-Authenticate"]) == (401, "Bearer"), answer.fields)
        token = token_of(world, {"method": "password", "identifier": "ada@example.com",
                                 "password": "correct horse"})
        fields = {"X-Session-Token": token}
        check(ask(world.port, "GET", "/reports/16", fields).status == 200, "not let through")
        answer = ask(world.port, "GET", "/payments/16", fields)
        challenge = answer["WWW-Authenticate"] or ""
        check(answer.status == 401 and 'error="insufficient_user_authentication"' in challenge
              and 'acr_values="aal2"' in challenge and 'max_age="900"' in challenge, challenge)
        token_of(world, {"method": "totp", "totp_code": world.code(), "query": "?aal=aal2", "headers": fields})
        check(ask(world.port, "GET", "/payments/16", fields).status == 200, "not let through after the step-up")
        bearer = {"Authorization": "Bearer " + token}
        check(ask(world.port, "GET", "/payments/16", bearer).status == 200, "not let through as bearer")
        check(ask(world.port, "GET", "/reports/16", {"X-Session-Token": "forged"}).status == 401, "forged")
    situation("a program with a token", "is challenged as RFC 9470 has it, steps up, and goes on", program)

    def sly():
        count = reached("ayments/1")
        for path in ("/%70ayments/1", "//payments/1", "/reports/../payments/1", "/payments/%2e%2e/payments/1"):
            for fields in ({}, {"X-Session-Policy-Action": "report.read"}):
                token = token_of(world, {"method": "password", "identifier": "bo@example.com",
                                         "password": "battery staple"})
                answer = ask(world.port, "GET", path, {"X-Session-Token": token, **fields})
                check(answer.status in (400, 401, 404), f"{path} {fields} is answered {answer.status}")
        check(reached("ayments/1") == count, "let through")
    situation("a program says what it is about to do, or spells a path otherwise", "is challenged all the same", sly)

    def hangs():
        count = reached()
        forget()
        world.processes["kratos"].send_signal(signal.SIGSTOP)
        try:
            start = time.time()
            story.open("/reports/17")
            check(time.time() - start < 5, "it took too long")
            check(world.requests()[-1][1] == 503, f"answered {world.requests()[-1][1]}")
            check(ask(world.guard, "GET", "/health/ready").status == 503, "ready")
            check(ask(world.guard, "GET", "/health/live").status == 200, "not live")
        finally:
            world.processes["kratos"].send_signal(signal.SIGCONT)
        check(reached() == count, "let through")
        time.sleep(0.3)
        story.open("/reports/17")
        story.is_there("/reports/17")
        check(ask(world.guard, "GET", "/health/ready").status == 200, "not ready again")
    situation("Kratos hangs", "is told that nobody can say (503) within a second, and goes on afterwards", hangs)

    def breaks_off():
        count = reached()
        forget()
        for way in WAYS:
            world.cutters[0].cut(way)
            start = time.time()
            story.open("/reports/24")
            check(time.time() - start < 3, f"{way}: it took {time.time() - start:.1f} s")
            check(world.requests()[-1][1] == 503, f"{way}: answered {world.requests()[-1][1]}")
        world.cutters[0].mend()
        check(reached() == count, "let through")
        check(world.resident() < 300, f"the guard has {world.resident()} MiB")
        story.open("/reports/24")
        story.is_there("/reports/24")
    situation(f"the answer of Kratos breaks off, in {len(WAYS)} ways",
              "is told so each time (503) within a second and a bit, and goes on afterwards", breaks_off)

    def client_leaves():
        count = reached()
        forget()
        world.cutters[0].cut("nothing comes")
        for place in (20, 400, None):
            for _ in range(20):
                connection = socket.create_connection(("127.0.0.1", world.port))
                text = (f"GET /reports/25 HTTP/1.1\r\nHost: 127.0.0.1:{world.port}\r\nAccept: text/html\r\n"
                        f"Cookie: ory_kratos_session={page.cookie(world)}\r\n\r\n")
                connection.sendall(text.encode()[:place])
                time.sleep(0.005)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
        time.sleep(1.2)
        world.cutters[0].mend()
        check(reached() == count, "let through")
        story.open("/reports/25")
        story.is_there("/reports/25")
    situation("sixty clients go away in the middle", "asks as if nothing had been", client_leaves)

    def guard_dies():
        count = reached()
        world.stop("guard", signal.SIGKILL)
        story.open("/reports/18")
        check(world.requests()[-1][1] in (502, 503), f"answered {world.requests()[-1][1]}")
        answer = ask(world.port, "GET", "/reports/18", {"X-Session-Token": "any"})
        check(answer.status in (502, 503), f"a program is answered {answer.status}")
        check(reached() == count, "let through")
        world.start_guard()
        end = time.time() + 15
        while ask(world.port, "GET", "/reports/18").status != 401 and time.time() < end:
            time.sleep(0.2)
        story.open("/reports/18")
        story.is_there("/reports/18")
    situation("the guard is killed", "gets an error and nothing else; goes on when it is there again", guard_dies)

    def kratos_dies():
        count = reached()
        forget()
        world.stop("kratos", signal.SIGKILL)
        story.open("/reports/19")
        check(world.requests()[-1][1] == 503, f"answered {world.requests()[-1][1]}")
        check(ask(world.port, "GET", "/reports/19").status == 401, "who shows nothing is no question to Kratos")
        check(reached() == count, "let through")
        # It comes back without its sessions, and asks for the highest level itself.
        world.required_aal = "highest_available"
        world.start_kratos()
        story.open("/reports/19")
        check(page.title == "Sign in", f"shown {page.title!r}")
        story.sign_in()
        check(page.title == "Show your second factor", f"asked by {page.title!r}")
    situation("Kratos is killed, and forgets everybody", "503, then signs in anew", kratos_dies)

    def own_level():
        count = reached()
        story.open("/reports/20")
        check(page.title == "Show your second factor", f"asked by {page.title!r}")
        check(reached() == count, "let through")
        story.submit(totp_code=world.code())
        story.is_there("/reports/20")
    situation("Kratos itself asks for the level (whoami's 403)", "shows the second factor, and comes back", own_level)

    def enrols():
        story.sign_in_anew("/reports/26", "bo@example.com")
        count = reached("/payments/26")
        story.open("/payments/26")
        check(reached("/payments/26") == count, "let through")
        story.enrol()
        story.is_there("/payments/26")
    situation("a second factor is needed, and there is none", "sets one up in the settings, and comes back", enrols)

    def enrols_late():
        story.sign_in_anew("/reports/27", "cy@example.com")
        world.pass_time(hours=2)
        story.open("/payments/27")
        check(page.title == "Please confirm that it is you", f"asked by {page.title!r}")
        story.sign_in("cy@example.com")
        story.enrol()
        story.is_there("/payments/27")
    situation("the same, when settings would not be taken any more", "confirms its password first, then the same",
              enrols_late, most=12)

    def recovers():
        page.browser.call("Network.clearBrowserCookies")
        story.open("/reports/28")
        story.redirects += page.follow("a")
        story.submit(email="di@example.com")
        code = ask(world.admin, "GET", "/stand-in/mail?to=di@example.com").json["code"]
        story.submit(code=code)
        check(page.title == "Settings", f"shown {page.title!r}")
        story.submit("form#password", password="a new password")
        story.is_there("/reports/28")
        story.open("/payments/28")
        story.enrol()
        story.is_there("/payments/28")
    situation("the password is forgotten", "recovers by a code, sets a new one, and is back; then a second factor",
              recovers, most=12)

    story.table()
    metrics = ask(world.guard, "GET", "/metrics").body.decode()
    check("session_gateway_answers_total" in metrics, "no metrics")
    log = (world.folder / "guard.out").read_text()
    check("ory_st_" not in log and (page.cookie(world) or "?") not in log, "a secret is logged")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gateway", default=GATEWAY / ".build/debug/session-gateway-on-a-moved-clock")
    parser.add_argument("proxies", nargs="*", default=[])
    words = parser.parse_args()
    for proxy in words.proxies or ["nginx", "caddy"]:
        with World(proxy, words.gateway, is_cut=True) as world, chromium.Browser() as browser:
            try:
                live(world, Page(browser))
            except Exception:
                print((world.folder / "guard.out").read_text()[-3_000:], file=sys.stderr)
                raise
    print(f"\n{len(failures)} failures")
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
