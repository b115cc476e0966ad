"""A headless Chromium, spoken to by the DevTools protocol over a pipe. Needs nothing but Python."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find():
    """The program; None if there is none."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and shutil.which(name):
            return shutil.which(name)
    return None


class Browser:
    """One page of a browser that starts with an empty profile and ends with it."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory()
        command_out, self.command = os.pipe()
        self.answers, answers_in = os.pipe()

        def pipes():
            # The browser reads from descriptor 3 and writes to 4.
            os.dup2(command_out, 63)
            os.dup2(answers_in, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)
            for descriptor in (3, 4):
                os.set_inheritable(descriptor, True)

        arguments = [
            find(), "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--user-data-dir=" + self.profile.name,
        ]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        self.process = subprocess.Popen(
            arguments + ["about:blank"], preexec_fn=pipes, close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(command_out)
        os.close(answers_in)
        self.buffer = b""
        self.number = 0
        self.events = []
        self.session = None
        target = next(
            item for item in self.call("Target.getTargets")["targetInfos"] if item["type"] == "page")
        self.session = self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=20)
        self.profile.cleanup()

    def call(self, method, **parameters):
        """Calls a method of the protocol and gives back what it answers."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.command, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read(60)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer.get("result", {})

    def read(self, seconds):
        """The next message; events are kept."""
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise RuntimeError("the browser does not answer")
            piece = os.read(self.answers, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(message)
        if "method" in message:
            self.events.append(message)
        return message

    def open(self, address):
        """Opens a page and waits until it is loaded; gives back what happened meanwhile."""
        self.events = []
        self.call("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.read(60)
        self.run("document.fonts.ready.then(() => 0)")
        return self.events

    def run(self, script):
        """The value of an expression on the page."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:2_000])
        return answer["result"].get("value")

    def size(self, width, height):
        """Sets the window."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=False)

    def scheme(self, name):
        """Prefers `light` or `dark`."""
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": name}])

    def scripts(self, are_allowed):
        self.call("Emulation.setScriptExecutionDisabled", value=not are_allowed)

    def key(self, name, code):
        for kind in ("rawKeyDown", "char", "keyUp"):
            if kind == "char" and name != "Enter":
                continue
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=name, code=name,
                windowsVirtualKeyCode=code, text="\r" if kind == "char" else "")

    # How many pixels tall a picture of a page may be; what is longer it shows from its beginning.
    TALLEST = 16_000

    def screenshot(self, path):
        width, height = self.run("[innerWidth, document.documentElement.scrollHeight]")
        data = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(height, self.TALLEST), "scale": 1})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
