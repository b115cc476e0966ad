"""Decide what may happen to login sessions: a client of `session-policy decide --stream`.

One process of the command answers any number of threads, a line of JSON for each line of JSON (the
protocol stands in ../PROTOCOL.md). Needs Python 3.9 and nothing else; copy this file.

    with SessionPolicy(["policies"], kratos=["kratos.yml"]) as policy:
        decision = policy.decide({"session": session, "request": {"action": "payment.create"}})
        if decision["outcome"] != "proceed":
            ...

Whatever goes wrong is an exception, and an exception is no permission: a process that died is started again,
and what it had not answered is asked once more, for a decision changes nothing.
"""

import collections
import itertools
import json
import subprocess
import threading
import time


class Unavailable(Exception):
    """Nobody answers. Let nobody through."""


class SnapshotError(Exception):
    """The snapshot cannot be read; asking again will not help."""

    def __init__(self, code, message):
        super().__init__(f"{message} [{code}]")
        self.code = code


class _Question:
    __slots__ = ("answer", "attempts", "done", "line")

    def __init__(self, line):
        self.line = line
        self.answer = None
        self.attempts = 0
        self.done = threading.Event()


class SessionPolicy:
    """A running engine, for any number of threads.

    Its policies are read again when their files change; what is wrong with new ones is written to standard
    error, and those that were in force stay so.
    """

    def __init__(self, policies, kratos=(), command="session-policy", limit=1_000, restarts=5):
        """Starts the engine.

        limit: how many questions may wait for an answer at once; more wait for their turn.
        restarts: how often within a minute a process that died is started again.
        """
        self._words = [command, "decide", "--stream", "--watch", "--hello"]
        for path in policies:
            self._words += ["--policies", str(path)]
        for path in kratos:
            self._words += ["--kratos", str(path)]
        self._room = threading.BoundedSemaphore(limit)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._ids = itertools.count(1)
        self._waiting = {}
        self._starts = collections.deque(maxlen=restarts + 1)
        self._closed = False
        self._process = None
        self.hello = None
        self._start()

    # What callers use

    def decide(self, snapshot, timeout=1.0):
        """The decision about a snapshot; raises SnapshotError or Unavailable."""
        if "session" not in snapshot:
            snapshot = {"session": snapshot}
        own = snapshot.get("id")
        number = next(self._ids)
        line = json.dumps({**snapshot, "id": number}, separators=(",", ":")).encode() + b"\n"
        end = time.monotonic() + timeout
        if not self._room.acquire(timeout=timeout):
            raise Unavailable("too many questions wait for an answer")
        question = _Question(line)
        try:
            with self._lock:
                if self._closed or self._process is None:
                    raise Unavailable("the engine does not run")
                self._waiting[number] = question
                process = self._process
            self._write(process, line)
            if not question.done.wait(max(0.0, end - time.monotonic())):
                raise Unavailable(f"no answer within {timeout} s")
        finally:
            with self._lock:
                self._waiting.pop(number, None)
            self._room.release()
        answer = question.answer
        if isinstance(answer, Exception):
            raise answer
        if "error" in answer:
            raise SnapshotError(answer["error"]["code"], answer["error"]["message"])
        answer.pop("id", None)
        if own is not None:
            answer["id"] = own
        return answer

    def close(self):
        """Ends the engine; whoever still waits is told."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process:
            try:
                process.stdin.close()
            except OSError:
                pass
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        self._give_up("the engine was closed")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # One process after the other

    def _start(self):
        """Starts a process and waits until it says who it is."""
        self._starts.append(time.monotonic())
        try:
            process = subprocess.Popen(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise Unavailable(f"the engine does not start: {error}") from error
        first = process.stdout.readline()
        if not first:
            raise Unavailable(f"the engine ended with status {process.wait()}; see standard error")
        hello = json.loads(first)["hello"]
        with self._lock:
            if self._closed:
                process.kill()
                return
            self._process, self.hello = process, hello
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _write(self, process, line):
        # A process that died meanwhile is noticed by who reads from it.
        with self._writing:
            try:
                process.stdin.write(line)
                process.stdin.flush()
            except (OSError, ValueError):
                pass

    def _read(self, process):
        """Hands out answers until there are no more, and then sees to another process."""
        for line in process.stdout:
            try:
                answer = json.loads(line)
            except ValueError:
                break  # half a line: the process was cut off
            with self._lock:
                question = self._waiting.pop(answer.get("id"), None)
            if question:
                question.answer = answer
                question.done.set()
        process.stdout.close()
        process.kill()
        process.wait()
        with self._lock:
            if self._closed or self._process is not process:
                return
            self._process = None
        self._restart()

    def _restart(self):
        while True:
            full = len(self._starts) == self._starts.maxlen
            if full and time.monotonic() - self._starts[0] < 60:
                return self._give_up("the engine died too often")
            try:
                self._start()
                break
            except Unavailable:
                time.sleep(0.2)
        with self._lock:
            process = self._process
            again = list(self._waiting.items())
            for number, question in again:
                question.attempts += 1
            lost = [number for number, question in again if question.attempts > 1]
            for number in lost:
                question = self._waiting.pop(number)
                question.answer = Unavailable("the engine died twice over this")
                question.done.set()
        for number, question in again:
            if number not in lost and process:
                self._write(process, question.line)

    def _give_up(self, why):
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for question in waiting.values():
            question.answer = Unavailable(why)
            question.done.set()
