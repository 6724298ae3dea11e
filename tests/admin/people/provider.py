"""A sign-in provider of our own, as small as one can be: real keys, real signatures, answers as a test wants them."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "clinic-kb", "a secret of both"


class Provider:
    """`code_for` is what somebody's signing in there comes to: a code with which one token is handed out."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.described: dict[str, object] = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
            "end_session_endpoint": f"{address}/sign-out",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
        }
        self.waiting: dict[str, tuple[str, str]] = {}

    def code_for(self, way_there: str, *, key: object = None, alg: str = "RS256", **claims: object) -> str:
        """Return a code for whoever was led here by the address `way_there`; None takes a claim away."""
        asked = dict(parse_qsl(urlsplit(way_there).query))
        now = int(time.time())
        said = {"iss": self.issuer, "sub": "subject-1", "aud": CLIENT, "iat": now, "exp": now + 300}
        said |= {"nonce": asked["nonce"], "email": "maria@example.org", "email_verified": True, **claims}
        kept = {name: value for name, value in said.items() if value is not None}
        code, header = secrets.token_urlsafe(), {"alg": alg, "kid": "first"}
        token = unsigned(header, kept) if alg == "none" else jwt.encode(header, kept, key or self.key, algorithms=[alg])
        self.waiting[code] = (token, asked["code_challenge"])
        return code

    def token_for(self, sent: dict[str, str]) -> tuple[int, dict[str, object]]:
        token, challenge = self.waiting.pop(sent.get("code", ""), ("", ""))
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if not token or base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": token}


def unsigned(header: dict, claims: dict) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, ""])


@contextmanager
def running() -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider = self.server.provider
        pages = {
            "/.well-known/openid-configuration": provider.described,
            "/keys": {"keys": [provider.key.as_dict(private=False)]},
        }
        self._answer(200 if self.path in pages else 404, pages.get(self.path, {}))

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") not in (f"Basic {basic}", f"Basic {plain}"):
            self._answer(401, {"error": "invalid_client"})
            return
        self._answer(*self.server.provider.token_for({name: values[0] for name, values in sent.items()}))

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""
