"""Stands between the guard and Kratos, and cuts the connection where it is told to."""

import itertools
import select
import socket
import struct
import threading
import time

# What may become of an answer, and all of it is no answer.
WAYS = ["nothing comes", "closed at once", "half a head", "half a body", "reset within the body", "a byte at a time",
        "no HTTP", "a head without end", "a body without end"]


class Cutter:
    """A proxy of single requests; the request itself always reaches Kratos."""

    def __init__(self, port, upstream):
        self.upstream, self.way, self.method = upstream, None, None
        self.listener = socket.create_server(("127.0.0.1", port), backlog=128)
        self.is_open = True
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self, way, method=None):
        """From now on, answers to this method, or to any, go this way."""
        self.way, self.method = way, method

    def mend(self):
        self.way = None

    def close(self):
        self.is_open = False
        self.listener.close()

    def accept(self):
        while self.is_open:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                while True:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        part = connection.recv(65_536)
                        if not part:
                            return
                        request += part
                    answer = self.ask(request)
                    method = request.split(b" ", 1)[0].decode()
                    if self.way and self.method in (None, method):
                        self.break_off(connection, answer, self.way)
                        return
                    connection.sendall(answer)
            except OSError:
                pass

    def ask(self, request):
        """The whole answer of Kratos. The requests of a guard have no body."""
        with socket.create_connection(("127.0.0.1", self.upstream), 5) as kratos:
            head = request.split(b"\r\n\r\n", 1)[0]
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            kratos.sendall(b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n")
            return b"".join(iter(lambda: kratos.recv(65_536), b""))

    def break_off(self, connection, answer, way):
        head, _, body = answer.partition(b"\r\n\r\n")
        send = connection.sendall
        if way == "nothing comes":
            while self.way == way and not select.select([connection], [], [], 0.1)[0]:
                pass
        elif way == "half a head":
            send(head[:len(head) // 2])
        elif way == "half a body":
            send(head + b"\r\n\r\n" + body[:len(body) // 2])
        elif way == "reset within the body":
            send(head + b"\r\n\r\n" + body[:len(body) // 2])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif way == "a byte at a time":
            # Each of them well before the time limit, all of them long after it.
            send(head + b"\r\n\r\n")
            for place in range(len(body)):
                send(body[place:place + 1])
                time.sleep(0.2)
        elif way == "no HTTP":
            send(b"\x00\x01\x02 whoami\r\n\r\n")
        elif way == "a head without end":
            send(b"HTTP/1.1 200 OK\r\n")
            for number in itertools.count():
                send(f"X-{number}: {'a' * 1_000}\r\n".encode())
        elif way == "a body without end":
            send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                send(b"1000\r\n" + b"[" * 4_096 + b"\r\n")
