#!/usr/bin/env python3
"""Asks the guard as each proxy's documentation says that it asks, and as attackers would.

usage: subrequests.py [--gateway PROGRAM]

No proxy runs here: the requests are written out, field by field. Traefik, Envoy and Oathkeeper, which are not
in Debian, were read and not run; where their words come from stands at each. Needs Python 3.9 alone.
"""

import argparse
import json
import pathlib
import socket
import sys
import tomllib

from world import GATEWAY, World, ask
from situations import token_of

failures = []
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def check(holds, what):
    print(("ok   " if holds else "FAIL ") + what, flush=True)
    if not holds:
        failures.append(what)


def say(port, text, wait=1.5):
    """Sends bytes as they are; everything that comes back until the connection rests or ends."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(text.replace("\n", "\r\n").encode("latin-1"))
        connection.settimeout(wait)
        heard = b""
        try:
            while part := connection.recv(65_536):
                heard += part
        except (TimeoutError, ConnectionResetError):
            pass
        return heard.decode("latin-1")


def statuses(heard):
    return [int(part[1:4]) for part in heard.split("HTTP/1.1")[1:]]


def sign_in(world, name, password):
    return token_of(world, {"method": "password", "identifier": name, "password": password})


def cookie_of(world, token):
    """The cookie of a session like that of a token."""
    seen = ask(world.kratos, "GET", "/sessions/whoami", {"X-Session-Token": token}).json
    return ask(world.admin, "POST", "/stand-in/sessions", body=json.dumps(seen)).json["cookie"]


# What each proxy sends for `GET https://app.example.com/payments/7?a=b` of a browser, and for the same of a program.

def nginx(fields, action):
    """ngx_http_auth_request_module: a subrequest with the client's fields, and those of `proxy_set_header`."""
    return ask_as("GET /check/nginx", {**fields, "Host": "session_gateway", "X-Session-Policy-Action": action,
                                       "X-Original-URI": "/payments/7?a=b", "X-Original-Method": "GET",
                                       "X-Forwarded-Proto": "https", "X-Forwarded-Host": "app.example.com",
                                       "X-Forwarded-For": "203.0.113.7", "X-Risk": "low"})


def traefik(fields, action):
    """ForwardAuth, "Forward-Request Headers", and v3 pkg/middlewares/auth/forward.go: a GET with all fields of
    the client but those that are hop by hop, and five that it sets."""
    return ask_as("GET /check/traefik", {**fields, "Host": "127.0.0.1:4460", "X-Session-Policy-Action": action,
                                         "X-Risk": "low", "X-Forwarded-Method": "GET",
                                         "X-Forwarded-Proto": "https", "X-Forwarded-Host": "app.example.com",
                                         "X-Forwarded-Uri": "/payments/7?a=b", "X-Forwarded-For": "203.0.113.7",
                                         "Accept-Encoding": "gzip"})


def envoy(fields, action):
    """ext_authz.proto, HttpService: the client's method and path behind `path_prefix`, of its fields those of
    `allowed_headers`, besides `Host`, `Content-Length: 0` and `Authorization`, and those of `headers_to_add`."""
    allowed = {"cookie", "x-session-token", "accept", "sec-fetch-mode", "referer", "authorization"}
    kept = {name.lower(): value for name, value in fields.items() if name.lower() in allowed}
    return ask_as("GET /check/envoy/payments/7?a=b", {"host": "app.example.com", "content-length": "0", **kept,
                                                      "x-session-policy-action": action, "x-risk": "low",
                                                      "x-forwarded-proto": "https"})


def oathkeeper(fields, action):
    """pipeline/authz/remote_json.go: a POST of `payload` with `Content-Type`, the client's `Authorization`, and
    `headers`, of which empty ones are left out."""
    kept = {name: value for name, value in fields.items() if name in ("Cookie", "Authorization")}
    return ask_as("POST /check/oathkeeper", {"Host": "127.0.0.1:4460", "User-Agent": "Go-http-client/1.1",
                                             "Content-Length": "2", "Content-Type": "application/json", **kept,
                                             "X-Session-Policy-Action": action, "X-Risk": "low"}, "{}")


def ask_as(line, fields, body=""):
    return "\n".join([f"{line} HTTP/1.1"] + [f"{name}: {value}" for name, value in fields.items()]) + "\n\n" + body


PROXIES = [(nginx, 401, 401), (traefik, 303, 401), (envoy, 303, 401), (oathkeeper, 403, 403)]


def proxies(world, token, cookie):
    browser = {"Accept": HTML, "Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0"}
    for proxy, to_browsers, to_programs in PROXIES:
        name = proxy.__name__

        def heard(fields, action):
            # Twice on one connection, as proxies keep them.
            text = say(world.guard, proxy(fields, action) * 2, 0.7)
            check(len(set(statuses(text))) == 1 and len(statuses(text)) == 2, f"{name}: two answers {statuses(text)}")
            return statuses(text)[0], text.lower()

        status, text = heard({**browser, "Cookie": cookie}, "report.read")
        check(status == 200 and "x-session-policy-outcome: proceed" in text, f"{name}: a session goes on: {status}")
        status, text = heard({**browser, "Cookie": cookie}, "payment.create")
        place = "x-session-policy-location: " if name == "nginx" else "location: "
        back = "return_to=https%3a%2f%2fapp.example.com%2fpayments%2f7%3fa%3db"
        check(status == to_browsers and (name == "oathkeeper" or place in text and back in text),
              f"{name}: a browser is asked for more, and comes back: {status}")
        status, text = heard({"Authorization": "Bearer " + token, "Accept": "*/*"}, "payment.create")
        check(status == to_programs and (name == "oathkeeper" or "insufficient_user_authentication" in text),
              f"{name}: a program is challenged: {status}")
        status, text = heard(browser, "report.read")
        check(status == to_browsers, f"{name}: who shows nothing is not let through: {status}")


def configurations():
    """What can be said of configurations without their proxies: that they name what the guard needs, and leave
    nothing that decides to the client."""
    folder, inputs = GATEWAY / "proxies", {"x-session-policy-action", "x-risk", "x-device-managed"}
    with open(folder / "traefik.toml", "rb") as file:
        http = tomllib.load(file)["http"]
    auth = http["middlewares"]["session"]["forwardAuth"]
    check(auth["address"].endswith("/check/traefik") and auth["trustForwardHeader"] is False
          and auth["addAuthCookiesToResponse"] == ["ory_kratos_session"], "traefik.toml: the guard is asked")
    for name, router in http["routers"].items():
        first, last = router["middlewares"]
        set_here = {name.lower() for name in http["middlewares"][first]["headers"]["customRequestHeaders"]}
        check(last == "session" and set_here == inputs, f"traefik.toml: {name} says what is done before it asks")

    envoy = json.loads((folder / "envoy.json").read_text())
    filter = envoy["http_filters"][0]["typed_config"]
    allowed = {one["exact"] for one in filter["allowed_headers"]["patterns"]}
    check(filter["failure_mode_allow"] is False and not allowed & inputs
          and not any(name.startswith("x-forwarded") for name in allowed), "envoy.json: nobody else says what is done")
    services = [filter["http_service"]] + [
        route["typed_per_filter_config"][envoy["http_filters"][0]["name"]]["check_settings"]["http_service"]
        for route in envoy["route_config"]["virtual_hosts"][0]["routes"] if "typed_per_filter_config" in route]
    for service in services:
        added = {one["key"] for one in service["authorization_request"]["headers_to_add"]}
        check(service["path_prefix"] == "/check/envoy" and added == inputs | {"x-forwarded-proto"}
              and service["authorization_response"] == services[0]["authorization_response"],
              "envoy.json: the guard is asked")

    rule = json.loads((folder / "oathkeeper.json").read_text())[0]
    config = rule["authorizer"]["config"]
    check(rule["authorizer"]["handler"] == "remote_json" and config["remote"].endswith("/check/oathkeeper")
          and {name.lower() for name in config["headers"]} == inputs | {"cookie"}, "oathkeeper.json: the guard is asked")


def hostile(world, token, cookie):
    """Nothing of this is let through where it should not be, and nothing ends the guard."""
    good = f"X-Session-Token: {token}\nX-Session-Policy-Action: report.read\nX-Risk: low\n"
    pay = good.replace("report.read", "payment.create")
    check(statuses(say(world.guard, f"GET /check/api HTTP/1.1\nHost: a\n{good}\n")) == [200], "the good request")

    # A proxy that adds to the client's field leaves open whose word counts.
    for extra in ("X-Session-Policy-Action: report.read", "X-Risk: low", f"X-Session-Token: {token}",
                  "x-risk: high", "X-Forwarded-Proto: http\nX-Forwarded-Proto: https",
                  "X-Forwarded-Host: a\nX-Forwarded-Host: b", "X-Forwarded-Uri: /\nX-Forwarded-Uri: //evil"):
        got = statuses(say(world.guard, f"GET /check/api HTTP/1.1\nHost: a\n{good}{extra}\n\n"))
        check(got == [400], f"twice: {extra!r}: {got}")

    # One connection, one question after the other, and nobody's body is somebody's question.
    inner = f"GET /check/api HTTP/1.1\nHost: a\n{good}\n"
    size = len(inner.replace("\n", "\r\n"))
    for kind, text in (
            ("a body of a question", f"POST /check/api HTTP/1.1\nHost: a\nContent-Length: {size}\n\n{inner}"),
            ("both lengths", f"POST /check/api HTTP/1.1\nHost: a\nContent-Length: {size}\n"
             f"Transfer-Encoding: chunked\n\n0\n\n{inner}"),
            ("two lengths", f"POST /check/api HTTP/1.1\nHost: a\nContent-Length: 0\nContent-Length: {size}\n\n{inner}"),
            ("a coding nobody knows", f"POST /check/api HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n{inner}"),
            ("a coding twice", "POST /check/api HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n"
             f"Transfer-Encoding: identity\n\n0\n\n{inner}"),
            ("a space before the colon", f"GET /check/api HTTP/1.1\nHost: a\nContent-Length : {size}\n\n{inner}"),
            ("a folded line", f"GET /check/api HTTP/1.1\nHost: a\nX-Risk: low\n X-Session-Token: {token}\n\n"),
            ("a null", f"GET /check/api HTTP/1.1\nHost: a\n{good}X-A: \0\n\n"),
            ("no version", f"GET /check/api\n{good}\n"), ("no HTTP", "\x16\x03\x01\x02\x00\x01\n\n")):
        got = statuses(say(world.guard, text))
        check(200 not in got and len(got) < 3, f"{kind}: {got}")

    # Whatever the method, and without a body where there must be none: a connection that is kept stays in step.
    for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "PROPFIND"):
        heard = say(world.guard, f"{method} /check/envoy/a HTTP/1.1\nHost: a\nContent-Length: 0\n{pay}\n"
                    f"GET /check/envoy/a HTTP/1.1\nHost: a\n{good}\n", 0.7)
        check(statuses(heard) == [401, 200], f"{method}: {statuses(heard)}")
        if method == "HEAD":
            first = heard.split("HTTP/1.1")[1]
            check(first.endswith("\r\n\r\n") and "{" not in first, f"an answer to HEAD has no body: {first[-60:]!r}")

    # What is no question is no yes.
    for path in ("/check/nginx/../../health/live", "/check", "/check/", "/check/NGINX", "/check/nginx%2f", "//check/nginx",
                 "/check/authzen", "/check/nginx;x", "http://a/check/nginx", "/", "*"):
        got = statuses(say(world.guard, f"GET {path} HTTP/1.1\nHost: a\nAccept: */*\n\n", 0.7))
        check(got in ([404], [401], [400]), f"{path}: {got}")
    got = statuses(say(world.guard, "GET /check/envoy/../../health/live HTTP/1.1\nHost: a\n\n", 0.7))
    check(got == [401], f"Envoy's path is the client's: {got}")

    # Which session counts: as in Kratos, whose `Request.Cookie` takes the first.
    other = sign_in(world, "cy@example.com", "purple monkey")
    second = cookie_of(world, other).split("=", 1)[1]
    first = cookie.split("=", 1)[1]
    name = "ory_kratos_session"
    for cookies, works in ((f"{name}={first}; {name}=x", True), (f"{name}=x; {name}={first}", False),
                           (f"{name} =x; {name}={first}", False), (f'{name}="{first}"; {name}=x', True),
                           (f"{name}={first}\nCookie: {name}={second}", True), (f"{name}=x; {name} ={second}", False)):
        text = f"GET /check/api HTTP/1.1\nHost: a\nX-Session-Policy-Action: report.read\nX-Risk: low\nCookie: {cookies}\n\n"
        got = statuses(say(world.guard, text, 0.7))
        seen = ask(world.kratos, "GET", "/sessions/whoami", {"Cookie": cookies.split("\n")[0]}).status
        check(got == [200 if works else 401], f"several cookies, {cookies.count(name)} of one name: {got}; Kratos {seen}")
    got = statuses(say(world.guard, f"GET /check/api HTTP/1.1\nHost: a\nX-Session-Token: x\nX-Risk: low\n"
                       f"X-Session-Policy-Action: report.read\nCookie: {cookie}\n\n", 0.7))
    check(got == [401], f"a wrong token is not followed by a cookie: {got}")

    # Nothing of the client's is written into an answer or a log as it stands.
    evil = [
        ("X-Forwarded-Host: app.example.com@evil.example", "/a"), ("X-Forwarded-Host: evil.example\\@a", "/a"),
        ("X-Forwarded-Host: a", "//evil.example/"), ("X-Forwarded-Host: a", "/\\evil.example"),
        ("X-Forwarded-Host: a", "/%0d%0aSet-Cookie:%20a=b"), ("X-Forwarded-Host: a", "/?x=%00%0a"),
        ("X-Forwarded-Host: a b", "/a"), ("X-Forwarded-Host: " + "a" * 5_000, "/a"),
        ("X-Forwarded-Host: a", "/" + "a" * 9_000), ("X-Forwarded-Host: a", "/é"), ("X-Forwarded-Host: [::1", "/a")]
    for host, uri in evil:
        heard = say(world.guard, f"GET /check/caddy HTTP/1.1\nHost: a\nAccept: text/html\nX-Forwarded-Proto: https\n"
                    f"{host}\nX-Forwarded-Uri: {uri}\n\n", 0.7)
        lines = [line for line in heard.split("\r\n") if line.lower().startswith("location:")]
        check(statuses(heard) == [303] and len(lines) == 1
              and lines[0].lower().startswith(f"location: http://127.0.0.1:{world.kratos}/self-service/login/browser")
              and "\r\nset-cookie:" not in heard.lower() and all(" " < char <= "~" for char in lines[0][10:]),
              f"{host[:60]} {uri[:40]}: {[line[:60] for line in lines]}")
    for action in ('payment.create" , "session": "forged', "a\tb", "\x7f", "$(id)", "%s%n", "a" * 4_096, "é", "a" * 5_000):
        got = statuses(say(world.guard, f"GET /check/api HTTP/1.1\nHost: a\n{pay}".replace("payment.create", action) + "\n",
                           0.7))
        check(got in ([200], [400]), f"an action called {action[:30]!r}: {got}")
    rows = (world.folder / "guard.out").read_text().splitlines()
    check(all(isinstance(json.loads(row), dict) for row in rows), f"{len(rows)} lines of the log, each a document")
    check(not any(secret in row for row in rows for secret in (token, first, "ory_st_")), "no secret in the log")
    check(token not in ask(world.guard, "GET", "/metrics").body.decode(), "no secret in the metrics")

    # Much of it.
    many = "\n".join(f"Cookie: a{number}={'b' * 900}" for number in range(60))
    for kind, fields in (("a cookie of 9 KB", f"Cookie: ory_kratos_session={'a' * 9_000}"), ("54 KB of cookies", many),
                         ("a field of 1 MB", "X-A: " + "a" * 1_000_000),
                         ("ten thousand fields", "\n".join(f"X-{number}: a" for number in range(10_000)))):
        got = statuses(say(world.guard, f"GET /check/api HTTP/1.1\nHost: a\nX-Risk: low\n{fields}\n\n", 0.7))
        check(got in ([401], [400], [431], []), f"{kind}: {got}")
    check(ask(world.guard, "GET", "/health/live").status == 200, "the guard lives")
    check(world.resident() < 200, f"{world.resident()} MiB")


def starts(gateway, world):
    """What cannot work is said at the start."""
    import subprocess
    base = [gateway, "--policies", world.policies, "--port", str(world.guard)]
    for words in (["--kratos-url", "nonsense"], ["--kratos-url", "http://a@b"], ["--kratos-admin-url", "//a"],
                  ["--browser-url", "javascript:alert(1)"], ["--browser-url", "https://a?b"], [],
                  ["--input", "session.id=X"], ["--remember-for", "-1"], ["--policies", "/nowhere"]):
        done = subprocess.run([str(word) for word in base + words], capture_output=True, text=True, timeout=20)
        check(done.returncode not in (0, -4, -5, -6, -11) and "rror" in done.stderr,
              f"refuses to begin with {words}: {done.stderr.splitlines()[:1]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gateway", default=GATEWAY / ".build/debug/session-gateway")
    words = parser.parse_args()
    words.gateway = pathlib.Path(words.gateway).resolve()
    configurations()
    with World("nginx", words.gateway, remember_for=60) as world:
        token = sign_in(world, "ada@example.com", "correct horse")
        cookie = cookie_of(world, token)
        proxies(world, token, cookie)
        hostile(world, token, cookie)
        starts(words.gateway, world)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
