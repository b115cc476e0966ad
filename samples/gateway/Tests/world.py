"""What the scripts of this folder start: the stand-in, an application, the gateway, and a proxy in front."""

import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
GATEWAY = HERE.parent
ROOT = GATEWAY.parent.parent
sys.path.insert(0, str(HERE / "StandIn"))

from cutter import Cutter  # noqa: E402
from standin import one_time_code  # noqa: E402

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
IDENTITIES = [
    {"identifier": "ada@example.com", "password": "correct horse", "totp_secret": SECRET,
     "schema_id": "employee", "metadata_public": {"role": "member"}},
    {"identifier": "bo@example.com", "password": "battery staple", "schema_id": "employee"},
    {"identifier": "cy@example.com", "password": "purple monkey", "schema_id": "employee"},
    {"identifier": "di@example.com", "password": "dishwasher", "schema_id": "employee"},
]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(port, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody listens on {port}")


class Answer:
    def __init__(self, response):
        self.status, self.fields, self.body = response.status, response.headers, response.read()

    def __getitem__(self, name):
        return self.fields.get(name)

    @property
    def json(self):
        return json.loads(self.body)


def ask(port, method, path, fields=None, body=None, timeout=20):
    """One request; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, fields or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Application(http.server.BaseHTTPRequestHandler):
    """What is guarded. Whatever reaches it was let through."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.reached.append(self.path)
        body = f"<!doctype html><title>{self.path.split('?')[0]}</title><h1>the application</h1>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


class World:
    """Everything, on ports of its own, in a folder of its own."""

    def __init__(self, proxy, gateway, remember_for=2, policies=ROOT / "policies/workforce.yaml", more=(),
                 is_cut=False):
        self.proxy, self.program, self.more = proxy, gateway, list(more)
        self.remember_for, self.policies = remember_for, policies
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.kratos, self.admin, self.guard, self.app, self.port = free_ports(5)
        # Where the guard reaches Kratos: as it is, or by something that cuts connections.
        self.ways, self.cutters = (self.kratos, self.admin), []
        if is_cut:
            self.ways = free_ports(2)
            self.cutters = [Cutter(*ports) for ports in zip(self.ways, (self.kratos, self.admin))]
        self.url = f"http://127.0.0.1:{self.port}"
        self.clock = self.folder / "clock"
        self.clock.write_text("0")
        self.processes = {}
        self.required_aal = "aal1"

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.app), Application)
        self.server.reached = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.start_kratos()
        self.start_guard()
        self.start_proxy()
        return self

    def __exit__(self, *_):
        for name in list(self.processes):
            self.stop(name)
        for cutter in self.cutters:
            cutter.close()
        self.server.shutdown()
        self.server.server_close()
        self.temporary.cleanup()

    # What runs.

    def start(self, name, words, port):
        log = open(self.folder / f"{name}.out", "ab")
        self.processes[name] = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log,
                                                cwd=self.folder)
        try:
            wait_for(port)
        except RuntimeError:
            print((self.folder / f"{name}.out").read_text()[-2_000:], file=sys.stderr)
            raise

    def stop(self, name, number=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(number)
        if number == signal.SIGTERM:
            process.send_signal(signal.SIGCONT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def start_kratos(self):
        config = {
            "serve": {"public": {"base_url": f"http://127.0.0.1:{self.kratos}"},
                      "admin": {"base_url": f"http://127.0.0.1:{self.admin}"}},
            "session": {"lifespan": "24h", "whoami": {"required_aal": self.required_aal}},
            "selfservice": {
                "default_browser_return_url": f"http://127.0.0.1:{self.kratos}/welcome",
                "allowed_return_urls": [self.url],
                "methods": {"password": {"enabled": True}, "totp": {"enabled": True}}}}
        (self.folder / "kratos.json").write_text(json.dumps(config))
        (self.folder / "identities.json").write_text(json.dumps(IDENTITIES))
        self.start("kratos", [
            sys.executable, HERE / "StandIn/standin.py", "--config", self.folder / "kratos.json",
            "--identities", self.folder / "identities.json", "--port", self.kratos,
            "--admin-port", self.admin, "--clock", self.clock, "--log", self.folder / "kratos.log"], self.kratos)

    def start_guard(self):
        moved = ["--clock", self.clock] if "moved-clock" in str(self.program) else []
        self.start("guard", [
            self.program, *moved, "--policies", self.policies, "--kratos", self.folder / "kratos.json",
            "--port", self.guard, "--kratos-url", f"http://127.0.0.1:{self.ways[0]}",
            "--kratos-admin-url", f"http://127.0.0.1:{self.ways[1]}", "--kratos-timeout", "1000",
            "--remember-for", self.remember_for, "--reload-every", "1",
            "--input", "context.risk=X-Risk", "--input", "request.device.managed=X-Device-Managed",
            *self.more], self.guard)

    def start_proxy(self):
        """The configuration that is shipped, with the addresses of this run in it."""
        sample = GATEWAY / "proxies" / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[self.proxy]
        text = sample.read_text()
        for old, new in (("4460", self.guard), ("3000", self.app), ("8080", self.port), ("8081", self.port)):
            text = text.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
        path = self.folder / sample.name
        path.write_text(text)
        words = (["nginx", "-p", self.folder, "-c", path, "-g", "daemon off;"] if self.proxy == "nginx"
                 else ["caddy", "run", "--adapter", "caddyfile", "--config", path])
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(self.folder)
        self.start("proxy", words, self.port)

    # What is read.

    def requests(self):
        """What the proxy wrote of each request: request, status, where to, whether a cookie was renewed."""
        return [row for row in self.logged() if "/favicon.ico" not in row[0]]

    def logged(self):
        if self.proxy == "nginx":
            path = self.folder / "session.log"
            rows = [json.loads(row) for row in path.read_text().splitlines()] if path.exists() else []
            return [(row["request"].rsplit(" ", 1)[0], row["status"], row["location"], bool(row["renewed"]))
                    for row in rows]
        path = self.folder / "caddy.log"
        rows = [json.loads(row) for row in path.read_text().splitlines()] if path.exists() else []
        return [(f"{row['request']['method']} {row['request']['uri']}", row["status"],
                 "".join(row["resp_headers"].get("Location", [])), "Set-Cookie" in row["resp_headers"])
                for row in rows if row.get("logger", "").startswith("http.log.access")]

    def kratos_log(self):
        path = self.folder / "kratos.log"
        return [json.loads(row) for row in path.read_text().splitlines()] if path.exists() else []

    def count(self, method, part):
        return sum(row["method"] == method and part in row["path"] for row in self.kratos_log())

    def resident(self):
        """What the guard has in memory, in MiB."""
        rows = pathlib.Path(f"/proc/{self.processes['guard'].pid}/status").read_text().splitlines()
        return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) // 1024

    # Time.

    @property
    def moved(self):
        return int(self.clock.read_text())

    @property
    def now(self):
        return time.time() + self.moved

    def pass_time(self, **units):
        factors = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
        new = self.clock.with_suffix(".new")
        new.write_text(str(self.moved + sum(int(factors[unit] * count) for unit, count in units.items())))
        new.rename(self.clock)

    def code(self):
        return one_time_code(SECRET, self.now)
