#!/usr/bin/env python3
"""A stand-in for the part of Ory Kratos that a guard meets: whoami, the flows of browsers for login with two
factors, settings and recovery, extension and revocation by the admin API.

It is no Kratos: it keeps everything in memory, its mail is read by the test, and it has three pages. But nothing it answers is
fixed: sessions and cookies age by its clock, which a test moves, and what is refused is refused by the rules
that Kratos v26.2 has for it.

usage: standin.py --config kratos.json --identities identities.json --port N --admin-port N
                  [--clock FILE] [--log FILE]

The configuration is one of Kratos, as JSON. Identities are a list of {"identifier", "password",
"totp_secret"?, "id"?, "schema_id"?, "metadata_public"?}. FILE holds seconds on top of the system's clock.
Needs Python 3.9 and nothing else.
"""

import argparse
import asyncio
import base64
import hashlib
import hmac
import html
import json
import pathlib
import re
import secrets
import struct
import time
import urllib.parse
import uuid
from datetime import datetime, timezone

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
SECOND_FACTORS = {"totp", "lookup_secret"}


def seconds(text):
    """A duration of Go, such as `1h30m`."""
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)(ns|us|ms|s|m|h)", text))


def instant(at):
    """Microseconds, as PostgreSQL keeps them."""
    text = datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return text + "Z"


def read_instant(text):
    text = text.replace("Z", "+00:00")
    text = re.sub(r"\.(\d{1,6})\d*", lambda match: "." + match[1].ljust(6, "0"), text)
    return datetime.fromisoformat(text).timestamp()


def one_time_code(secret, now):
    """RFC 6238 with its defaults: six digits, thirty seconds, SHA-1."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(now) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Refused(Exception):
    """An answer of Kratos that is an error."""

    def __init__(self, status, identifier=None, reason="", **more):
        self.status, self.identifier = status, identifier
        error = {"code": status, "status": STATUS.get(status, ""), "reason": reason,
                 "message": reason or STATUS.get(status, "")}
        if identifier:
            error["id"] = identifier
        self.body = {"error": error, **more}


STATUS = {200: "OK", 204: "No Content", 303: "See Other", 400: "Bad Request", 401: "Unauthorized",
          403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone",
          422: "Unprocessable Entity"}


class Reply:
    def __init__(self, status=200, body=b"", **fields):
        self.status = status
        self.fields = {name.replace("_", "-"): value for name, value in fields.items()}
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            self.fields.setdefault("Content-Type", "application/json; charset=utf-8")
        self.body = body.encode() if isinstance(body, str) else body


class Request:
    def __init__(self, method, target, fields, body):
        url = urllib.parse.urlsplit(target)
        self.method, self.target, self.path, self.fields, self.body = method, target, url.path, fields, body
        self.query = dict(urllib.parse.parse_qsl(url.query))

    def cookie(self, name):
        for pair in self.fields.get("cookie", "").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value
        return None

    @property
    def form(self):
        if "json" in self.fields.get("content-type", ""):
            return json.loads(self.body or b"{}")
        return dict(urllib.parse.parse_qsl(self.body.decode()))

    @property
    def wants_json(self):
        accept = self.fields.get("accept", "")
        return "application/json" in accept and "text/html" not in accept


class StandIn:
    def __init__(self, config, identities, clock):
        session = config.get("session", {})
        self.lifespan = seconds(session.get("lifespan", "24h"))
        window = session.get("earliest_possible_extend")
        self.window = seconds(window) if window else self.lifespan
        self.required = session.get("whoami", {}).get("required_aal", "highest_available")
        cookie = session.get("cookie", {})
        self.cookie_name = cookie.get("name", "ory_kratos_session")
        self.persistent = cookie.get("persistent", True)
        self.base = config["serve"]["public"]["base_url"].rstrip("/")
        service = config.get("selfservice", {})
        self.allowed = service.get("allowed_return_urls", [])
        self.home = service.get("default_browser_return_url", self.base + "/welcome")
        self.flow_lifespan = seconds(service.get("flows", {}).get("login", {}).get("lifespan", "1h"))
        settings = service.get("flows", {}).get("settings", {})
        self.privileged = seconds(settings.get("privileged_session_max_age", "1h"))
        self.settings_required = settings.get("required_aal", "highest_available")
        self.faster = config.get("feature_flags", {}).get("faster_session_extend", False)
        self.clock = clock
        self.key = secrets.token_bytes(32)
        self.identities = {}
        for entry in identities:
            self.identities[entry["identifier"]] = {
                **entry, "identity": {
                    "id": entry.get("id", str(uuid.uuid4())), "schema_id": entry.get("schema_id", "default"),
                    "schema_url": self.base + "/schemas/default", "state": "active",
                    "traits": {"email": entry["identifier"]},
                    "metadata_public": entry.get("metadata_public"), "organization_id": None}}
        self.sessions, self.tokens, self.flows, self.mail = {}, {}, {}, {}

    # The clock, sessions and their ages.

    def now(self):
        moved = 0
        if self.clock:
            try:
                moved = int(self.clock.read_text() or 0)
            except (OSError, ValueError):
                pass
        return time.time() + moved

    def is_active(self, session):
        """`active` as Kratos computes it: equal is not later."""
        return (session["stored"] and session["expires_at"] > self.now()
                and session["identity"]["state"] == "active")

    @staticmethod
    def level(methods):
        one = any(entry["aal"] == "aal1" for entry in methods)
        two = any(entry["aal"] == "aal2" for entry in methods)
        return "aal2" if one and two else "aal1" if methods else "aal0"

    def document(self, session):
        """A session as JSON; everything but the stored flag and the token."""
        return {
            "id": session["id"], "active": self.is_active(session),
            "expires_at": instant(session["expires_at"]),
            "authenticated_at": instant(session["authenticated_at"]),
            "authenticator_assurance_level": self.level(session["methods"]),
            "authentication_methods": session["methods"], "issued_at": instant(session["issued_at"]),
            "identity": session["identity"], "devices": session["devices"]}

    def add(self, session):
        session["token"] = "ory_st_" + secrets.token_urlsafe(24)
        self.sessions[session["id"]] = session
        self.tokens[session["token"]] = session
        return session

    def recorded(self, document):
        """A session document that was recorded, to be lived on with."""
        return self.add({
            "id": document["id"], "stored": document.get("active", True),
            "identity": document["identity"], "devices": document.get("devices") or [],
            "methods": document.get("authentication_methods") or [],
            **{key: read_instant(document[key]) for key in ("issued_at", "authenticated_at", "expires_at")}})

    def activate(self, session, method, level):
        """What a login makes of a session, old or new: everything but its birth is now."""
        now = self.now()
        session["methods"] = session["methods"] + [
            {"method": method, "aal": level, "completed_at": instant(now)}]
        session["stored"], session["authenticated_at"] = True, now
        session["expires_at"] = now + self.lifespan

    # Cookies, as gorilla/securecookie writes them: instant, value, signature.

    def cookie(self, session):
        payload = json.dumps({"session_token": session["token"], "expires_at": session["expires_at"],
                              "nonce": secrets.token_hex(8)}).encode()
        signed = f"{int(self.now())}|{base64.urlsafe_b64encode(payload).decode()}|".encode()
        mac = hmac.new(self.key, self.cookie_name.encode() + b"|" + signed, hashlib.sha256).digest()
        value = base64.urlsafe_b64encode(signed + mac).decode()
        age = int(session["expires_at"] - self.now())
        lasting = f"; Max-Age={age}" if self.persistent and age > 0 else ""
        return f"{self.cookie_name}={value}; Path=/{lasting}; HttpOnly; SameSite=Lax"

    def read_cookie(self, value):
        """The payload; None for what is forged, or older than the present configuration takes."""
        try:
            decoded = base64.urlsafe_b64decode(value)
            at, payload, mac = decoded.split(b"|", 2)
        except ValueError:
            return None
        signed = at + b"|" + payload + b"|"
        right = hmac.new(self.key, self.cookie_name.encode() + b"|" + signed, hashlib.sha256).digest()
        if not hmac.compare_digest(mac, right):
            return None
        limit = int(self.lifespan) if self.persistent else 30 * 86_400
        if limit and int(at) + limit < int(self.now()):
            return None
        return json.loads(base64.urlsafe_b64decode(payload))

    def found(self, request):
        """The live session of a request, and the payload of its cookie if it has one."""
        token, payload = request.fields.get("x-session-token"), None
        if not token:
            value = request.cookie(self.cookie_name)
            if value is not None:
                payload = self.read_cookie(value)
                token = payload and payload["session_token"]
            elif request.fields.get("authorization", "").lower().startswith("bearer "):
                token = request.fields["authorization"][7:]
        session = self.tokens.get(token)
        return (session, payload) if session and self.is_active(session) else (None, None)

    def user(self, session):
        return self.identities.get(session["identity"].get("traits", {}).get("email"), {})

    def lacks_second(self, session):
        """Whether a second factor is set up, and was not shown."""
        return self.level(session["methods"]) != "aal2" and bool(self.user(session).get("totp_secret"))

    def login_url(self, **query):
        return f"{self.base}/self-service/login/browser?" + urllib.parse.urlencode(
            [(key, value) for key, value in query.items() if value])

    # The public API.

    def whoami(self, request):
        session, payload = self.found(request)
        if not session:
            raise Refused(401, None, "No valid session credentials found in the request.")
        if self.level(session["methods"]) == "aal0" and self.required == "aal1" or (
                self.required == "highest_available" and self.lacks_second(session)):
            raise Refused(403, "session_aal2_required", "An active session was found but it does not fulfil "
                          "the requested Authenticator Assurance Level.",
                          redirect_browser_to=self.base + "/self-service/login/browser?aal=aal2")
        reply = Reply(200, self.document(session))
        reply.fields["X-Kratos-Authenticated-Identity-Id"] = session["identity"]["id"]
        if payload and payload["expires_at"] < session["expires_at"]:
            reply.fields["Set-Cookie"] = self.cookie(session)
        return reply

    def begin_login(self, request, is_browser):
        query = request.query
        level = query.get("aal", "aal1").lower()
        if level not in ("aal1", "aal2"):
            raise Refused(400, None, "Unable to parse Authenticator Assurance Level (AAL)")
        back = self.return_to(request)
        refresh = query.get("refresh") in ("1", "t", "T", "TRUE", "true", "True")
        session, _ = self.found(request)
        if not session:
            if level == "aal2":
                raise Refused(401, "session_aal1_required", "You need to log in first.")
            refresh = False
        elif not refresh and level <= self.level(session["methods"]):
            if is_browser and not request.wants_json:
                return Reply(303, Location=back or self.home)
            raise Refused(400, "session_already_available", "A valid session was detected.")
        flow = self.begin("login", back, type="browser" if is_browser else "api", refresh=refresh,
                          requested_aal=level)
        if is_browser and not request.wants_json:
            return self.shown(flow)
        return Reply(200, self.flow_document(flow))

    def return_to(self, request):
        """Where a flow comes back to: a page that the configuration allows, or one of Kratos itself."""
        back = request.query.get("return_to")
        allowed = self.allowed + [self.base + "/self-service"]
        if back and not any(back == one or back.startswith(one.rstrip("/") + "/") for one in allowed):
            raise Refused(400, "self_service_flow_return_to_forbidden",
                          "Requested return_to URL is not allowed.")
        return back

    def begin(self, kind, back, **more):
        flow = {"id": str(uuid.uuid4()), "kind": kind, "return_to": back, "messages": [],
                "expires": self.now() + self.flow_lifespan, "csrf_token": secrets.token_urlsafe(16), **more}
        self.flows[flow["id"]] = flow
        return flow

    def shown(self, flow):
        """Sends a browser to the page of a flow."""
        reply = Reply(303, Location=f"{self.base}/{flow['kind']}?flow={flow['id']}")
        reply.fields["Set-Cookie"] = f"csrf_token={flow['csrf_token']}; Path=/; HttpOnly; SameSite=Lax"
        return reply

    def flow_document(self, flow):
        names = ["identifier", "password"] if flow["requested_aal"] == "aal1" else ["totp_code"]
        return {"id": flow["id"], "type": flow["type"], "refresh": flow["refresh"],
                "requested_aal": flow["requested_aal"], "return_to": flow["return_to"],
                "expires_at": instant(flow["expires"]),
                "ui": {"action": f"{self.base}/self-service/login?flow={flow['id']}", "method": "POST",
                       "messages": flow["messages"],
                       "nodes": [{"type": "input", "attributes": {"name": name}} for name in names]}}

    def flow(self, request, kind="login"):
        flow = self.flows.get(request.query.get("flow"))
        if not flow or flow["kind"] != kind:
            raise Refused(404, None, "No such flow.")
        if flow["expires"] < self.now():
            raise Refused(410, "self_service_flow_expired", f"The {kind} flow has expired.")
        return flow

    def submitted(self, request, kind):
        """A flow and the form that a browser sent for it."""
        flow, form = self.flow(request, kind), request.form
        if not form.get("csrf_token") == flow["csrf_token"] == request.cookie("csrf_token"):
            raise Refused(403, "security_csrf_violation", "The request was rejected (CSRF).")
        return flow, form

    def form(self, flow, method, fields):
        return f"""<form id="{method}" method="post" action="{self.base}/self-service/{flow['kind']}?flow={flow['id']}">
<input type="hidden" name="csrf_token" value="{flow['csrf_token']}">
<input type="hidden" name="method" value="{method}">{fields}<button>Go on</button></form>"""

    @staticmethod
    def written(title, flow, content):
        words = "".join(f"<p>{html.escape(text)}</p>" for text in flow["messages"])
        return Reply(200, f"<!doctype html><title>{title}</title><h1>{title}</h1>{words}\n{content}\n",
                     Content_Type="text/html; charset=utf-8")

    def page(self, request):
        flow = self.flow(request)
        second = flow["requested_aal"] == "aal2"
        fields = ('<label>Code <input name="totp_code" autocomplete="one-time-code"></label>' if second else
                  '<label>Mail <input name="identifier"></label><label>Password <input name="password" '
                  'type="password"></label>')
        title = ("Show your second factor" if second else
                 "Please confirm that it is you" if flow["refresh"] else "Sign in")
        back = urllib.parse.urlencode([("return_to", flow["return_to"])] if flow["return_to"] else [])
        return self.written(title, flow, self.form(flow, "totp" if second else "password", fields) + (
            f'<a href="{self.base}/self-service/recovery/browser?{html.escape(back)}">Forgot it?</a>'))

    def submit(self, request):
        flow, form = self.flow(request), request.form
        is_browser = flow["type"] == "browser"
        if is_browser and not (form.get("csrf_token") == flow["csrf_token"] == request.cookie("csrf_token")):
            raise Refused(403, "security_csrf_violation", "The request was rejected (CSRF).")
        session, _ = self.found(request)
        second = flow["requested_aal"] == "aal2"
        if second and not session:
            raise Refused(401, "session_aal1_required", "Your session has ended meanwhile.")
        method = form.get("method")
        if second:
            user = self.user(session)
            secret = user.get("totp_secret")
            wrong = None if method == "totp" and secret and self.is_code(form.get("totp_code"), secret) else \
                "The provided authentication code is invalid, please try again."
        else:
            user = self.identities.get(form.get("identifier"), {})
            right = user and hmac.compare_digest(user["password"], form.get("password", ""))
            wrong = None if method == "password" and right else "The provided credentials are invalid."
        if method not in ("password", "totp") or second == (method == "password"):
            wrong = "Could not find a strategy to sign you in with."
        if wrong:
            flow["messages"] = [wrong]
            if is_browser and not request.wants_json:
                return Reply(303, Location=f"{self.base}/login?flow={flow['id']}")
            return Reply(400, self.flow_document(flow))
        if user["identity"]["state"] != "active":
            raise Refused(401, None, "The account is disabled.")
        # Somebody else, or nobody before: a new session. The one before lives on.
        if not session or session["identity"]["id"] != user["identity"]["id"]:
            session = self.new_session(user, request)
        self.activate(session, method, "aal2" if method in SECOND_FACTORS else "aal1")
        del self.flows[flow["id"]]
        if not is_browser:
            return Reply(200, {"session_token": session["token"], "session": self.document(session)})
        place = flow["return_to"] or self.home
        if self.required == "highest_available" and self.lacks_second(session):
            place = self.login_url(aal="aal2", return_to=flow["return_to"])
        reply = (Reply(200, {"session": self.document(session)}) if request.wants_json
                 else Reply(303, Location=place))
        reply.fields["Set-Cookie"] = self.cookie(session)
        return reply

    def new_session(self, user, request):
        return self.add({
            "id": str(uuid.uuid4()), "identity": user["identity"], "issued_at": self.now(), "methods": [],
            "devices": [{"id": str(uuid.uuid4()), "ip_address": "127.0.0.1", "location": "",
                         "user_agent": request.fields.get("user-agent", "")[:512]}]})

    def is_code(self, text, secret):
        return text in [one_time_code(secret, self.now() + skew) for skew in (-30, 0, 30)]

    # Settings: a second factor is set up, or a password, by whoever authenticated a short while ago.

    def begin_settings(self, request):
        session, _ = self.found(request)
        if not session:
            raise Refused(401, "session_inactive", "No active session was found.")
        back = self.return_to(request)
        if self.settings_required == "highest_available" and self.lacks_second(session):
            return Reply(303, Location=self.login_url(aal="aal2", return_to=self.base + request.target))
        return self.shown(self.begin_settings_flow(session, back))

    def begin_settings_flow(self, session, back):
        return self.begin("settings", back, identity=session["identity"]["id"],
                          secret=base64.b32encode(secrets.token_bytes(20)).decode())

    def settings_page(self, request):
        flow = self.flow(request, "settings")
        secret = f'<p>Your secret: <code id="secret">{flow["secret"]}</code></p>'
        return self.written(
            "Settings", flow,
            self.form(flow, "totp", secret + '<label>Code <input name="totp_code"></label>')
            + self.form(flow, "password", '<label>New password <input name="password" type="password"></label>'))

    def submit_settings(self, request):
        session, _ = self.found(request)
        if not session:
            raise Refused(401, "session_inactive", "No active session was found.")
        flow, form = self.submitted(request, "settings")
        if flow["identity"] != session["identity"]["id"]:
            raise Refused(403, "security_identity_mismatch", "The flow is somebody else's.")
        # Strictly later, and of every credential.
        if not session["authenticated_at"] + self.privileged > self.now():
            return Reply(303, Location=self.login_url(
                refresh="true", return_to=f"{self.base}/self-service/settings?flow={flow['id']}"))
        user = self.user(session)
        if form.get("method") == "totp" and self.is_code(form.get("totp_code"), flow["secret"]):
            user["totp_secret"] = flow["secret"]
            # v26.2 leaves authenticated_at as it is.
            session["methods"] = session["methods"] + [
                {"method": "totp", "aal": "aal2", "completed_at": instant(self.now())}]
        elif form.get("method") == "password" and len(form.get("password", "")) >= 8:
            user["password"] = form["password"]
        else:
            flow["messages"] = ["That is not right, please try again."]
            return self.shown(flow)
        reply = Reply(303, Location=flow["return_to"] or f"{self.base}/settings?flow={flow['id']}")
        reply.fields["Set-Cookie"] = self.cookie(session)
        return reply

    # Recovery: a code by mail begins a session, and the settings follow.

    def begin_recovery(self, request):
        if self.found(request)[0]:
            raise Refused(400, "session_already_available", "A valid session was detected.")
        return self.shown(self.begin("recovery", self.return_to(request), code=None, email=None))

    def recovery_page(self, request):
        flow = self.flow(request, "recovery")
        name = "code" if flow["code"] else "email"
        return self.written("Recover your account", flow,
                            self.form(flow, "code", f'<label>{name} <input name="{name}"></label>'))

    def submit_recovery(self, request):
        flow, form = self.submitted(request, "recovery")
        if not flow["code"]:
            # Whether there is such an account is nobody's business.
            flow["code"], flow["email"] = f"{secrets.randbelow(1_000_000):06}", form.get("email")
            self.mail[flow["email"]] = flow["code"]
            return self.shown(flow)
        user = self.identities.get(flow["email"])
        if not user or not hmac.compare_digest(form.get("code", ""), flow["code"]):
            flow["messages"] = ["The recovery code is invalid or has already been used."]
            return self.shown(flow)
        del self.flows[flow["id"]]
        session = self.new_session(user, request)
        self.activate(session, "code_recovery", "aal1")
        settings = self.begin_settings_flow(session, flow["return_to"])
        settings["csrf_token"] = flow["csrf_token"]
        reply = Reply(303, Location=f"{self.base}/settings?flow={settings['id']}")
        reply.fields["Set-Cookie"] = self.cookie(session)
        return reply

    def public(self, request):
        route = (request.method, request.path)
        if route == ("GET", "/sessions/whoami"):
            return self.whoami(request)
        if route in (("GET", "/self-service/login/browser"), ("GET", "/self-service/login/api")):
            return self.begin_login(request, request.path.endswith("browser"))
        if route == ("GET", "/login"):
            return self.page(request)
        if route == ("POST", "/self-service/login"):
            return self.submit(request)
        pages = {
            ("GET", "/self-service/settings/browser"): self.begin_settings,
            ("GET", "/self-service/recovery/browser"): self.begin_recovery,
            ("GET", "/settings"): self.settings_page, ("GET", "/recovery"): self.recovery_page,
            ("GET", "/self-service/settings"): lambda request: self.shown(self.flow(request, "settings")),
            ("POST", "/self-service/settings"): self.submit_settings,
            ("POST", "/self-service/recovery"): self.submit_recovery}
        if route in pages:
            return pages[route](request)
        if route == ("GET", "/self-service/logout/browser"):
            session, _ = self.found(request)
            if not session:
                raise Refused(401, "session_inactive", "No active session was found.")
            return Reply(200, {"logout_url": f"{self.base}/self-service/logout?token={session['id']}"})
        if route == ("GET", "/self-service/logout"):
            session, _ = self.found(request)
            if not session or session["id"] != request.query.get("token"):
                raise Refused(403, "security_csrf_violation", "The token is not the session's.")
            session["stored"] = False
            return Reply(303, Location=self.base + "/welcome")
        if route == ("GET", "/welcome"):
            return Reply(200, "<!doctype html><title>Welcome</title>", Content_Type="text/html")
        if request.path in ("/health/alive", "/health/ready"):
            return Reply(200, {"status": "ok"})
        raise Refused(404, None, "Not found.")

    # The admin API.

    def admin(self, request):
        if request.path in ("/health/alive", "/health/ready"):
            return Reply(200, {"status": "ok"})
        # No part of Kratos: how a test brings recorded sessions in.
        if (request.method, request.path) == ("POST", "/stand-in/sessions"):
            session = self.recorded(json.loads(request.body))
            return Reply(200, {"session_token": session["token"], "cookie": self.cookie(session).split(";")[0]})
        parts = request.path.strip("/").split("/")
        # Nor is this: the mail that it would send.
        if (request.method, request.path) == ("GET", "/stand-in/mail"):
            return Reply(200, {"code": self.mail.get(request.query.get("to"))})
        if parts[:2] == ["admin", "identities"] and len(parts) == 3 and request.method in ("GET", "PATCH"):
            for user in self.identities.values():
                if user["identity"]["id"] == parts[2]:
                    for change in json.loads(request.body or b"[]"):
                        if change["path"] == "/state":
                            user["identity"]["state"] = change["value"]
                    names = ["password"] + ["totp"] * bool(user.get("totp_secret"))
                    return Reply(200, {**user["identity"], "credentials": {
                        name: {"type": name, "identifiers": []} for name in names}})
            raise Refused(404, None, "Unable to locate the resource.")
        if parts[:2] != ["admin", "sessions"] or len(parts) not in (3, 4):
            raise Refused(404, None, "Not found.")
        try:
            uuid.UUID(parts[2])
        except ValueError:
            raise Refused(400, None, "The session ID is no UUID.")
        session = self.sessions.get(parts[2])
        if not session:
            raise Refused(404, None, "Unable to locate the resource.")
        if len(parts) == 4 and (parts[3], request.method) == ("extend", "PATCH"):
            # Neither activity nor expiry nor the identity is looked at, and too early is answered alike.
            if session["expires_at"] - self.window < self.now():
                session["expires_at"] = self.now() + self.lifespan
            return Reply(204) if self.faster else Reply(200, {**self.document(session), "devices": []})
        if len(parts) == 3 and request.method == "DELETE":
            session["stored"] = False
            return Reply(204)
        if len(parts) == 3 and request.method == "GET":
            document = self.document(session)
            return Reply(200, document if "expand" in request.query else {**document, "identity": None})
        raise Refused(405, None, "Method not allowed.")


async def serve(answer, log, reader, writer):
    """HTTP/1.1 as far as it is needed: requests with a length, connections that stay."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            method, target, _ = lines[0].split(" ", 2)
            fields = {}
            for line in lines[1:]:
                name, separator, value = line.partition(":")
                if separator:
                    fields[name.lower()] = value.strip()
            body = await reader.readexactly(int(fields.get("content-length", 0)))
            request = Request(method, target, fields, body)
            try:
                reply = answer(request)
            except Refused as refused:
                reply = Reply(refused.status, refused.body)
            if log:
                log.write(json.dumps({"method": method, "path": target, "status": reply.status,
                                      "set_cookie": "Set-Cookie" in reply.fields}) + "\n")
                log.flush()
            lines = [f"HTTP/1.1 {reply.status} {STATUS.get(reply.status, '')}"]
            lines += [f"{name}: {value}" for name, value in reply.fields.items()]
            if reply.status != 204:
                lines.append(f"Content-Length: {len(reply.body)}")
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == "HEAD" else reply.body))
            await writer.drain()
            if fields.get("connection", "").lower() == "close":
                break
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def main():
    parser = argparse.ArgumentParser()
    for name in ("config", "identities"):
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    for name in ("port", "admin-port"):
        parser.add_argument("--" + name, required=True, type=int)
    for name in ("clock", "log"):
        parser.add_argument("--" + name, type=pathlib.Path)
    words = parser.parse_args()
    stand_in = StandIn(
        json.loads(words.config.read_text()), json.loads(words.identities.read_text()), words.clock)
    log = words.log.open("a") if words.log else None
    for answer, port in ((stand_in.public, words.port), (stand_in.admin, words.admin_port)):
        await asyncio.start_server(
            lambda reader, writer, answer=answer: serve(answer, log, reader, writer), "127.0.0.1", port)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
