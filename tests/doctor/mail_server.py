"""A mail server as small as one can be: it takes mails, from whoever says the right password where it wants one."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 mail.example.org")
        is_text = False
        for line in self.rfile:
            if is_text:
                is_text = line != b".\r\n"
                self._say("" if is_text else "250 Taken")
                continue
            word = line.decode().strip().upper()
            is_text = word == "DATA"
            self._say(self._answer_to(word, line.decode().strip()))
            if word == "QUIT":
                return

    def _answer_to(self, word: str, line: str) -> str:
        password = self.server.password
        if word.startswith("EHLO"):
            return "250-mail.example.org\r\n250 AUTH PLAIN" if password else "250 mail.example.org"
        if word.startswith("AUTH PLAIN"):
            said = base64.b64decode(line.split()[2]).decode().split("\0")[2]
            return "235 Welcome" if said == password else "535 Wrong user name or password"
        return {"DATA": "354 Go on", "QUIT": "221 Bye"}.get(word, "250 OK")

    def _say(self, text: str) -> None:
        if text:
            self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    password = ""


@contextmanager
def mail_server(port: int, password: str = "") -> Iterator[None]:
    """Listens on `port` of this machine."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        server.password = password
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()
