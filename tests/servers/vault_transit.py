"""Vault's transit engine: keys that are made, read, rotated, deleted and signed with over HTTP.

What it takes and answers is what https://developer.hashicorp.com/vault/api-docs/secret/transit says. Requests
that the description does not have are remembered as violations. Errors have Vault's words.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ROOT = "root-token"
_CURVES = {"ecdsa-p256": ec.SECP256R1(), "ecdsa-p384": ec.SECP384R1()}
_SIGN_FIELDS = {
    "input": str,
    "key_version": int,
    "hash_algorithm": str,
    "context": str,
    "prehashed": bool,
    "signature_algorithm": str,
    "marshaling_algorithm": str,
    "salt_length": str,
    "batch_input": list,
}
_DIGESTS = {"sha2-256": 32}


class RefusalError(Exception):
    """An answer that is an error: its status and its words."""


@dataclass
class _Key:
    type: str
    versions: list[ec.EllipticCurvePrivateKey | None] = field(default_factory=list)

    def rotate(self) -> None:
        curve = _CURVES.get(self.type)
        self.versions.append(ec.generate_private_key(curve) if curve else None)

    def described(self, name: str) -> dict[str, Any]:
        """What a read of it answers; symmetric keys have only the time of their making."""
        keys = {
            str(number): {"creation_time": "2026-01-02T03:04:05Z", "name": "P-256", "public_key": _pem(one)}
            if one
            else 1767323045
            for number, one in enumerate(self.versions, 1)
        }
        return {
            "name": name,
            "type": self.type,
            "keys": keys,
            "latest_version": len(self.versions),
            "min_decryption_version": 1,
            "min_encryption_version": 0,
            "supports_signing": self.type in _CURVES,
        }


class VaultTransit:
    """The engine, mounted at ``transit``.

    Attributes:
        address: the server's, while it runs.
        policies: which tokens may do what: pairs of method and path.
        sealed: whether the server is sealed.
        violations: requests that the description does not have.
    """

    def __init__(self) -> None:
        self.address = ""
        self.policies: dict[str, set[tuple[str, str]]] = {}
        self.sealed = False
        self.violations: list[str] = []
        self._keys: dict[str, _Key] = {}

    def answer(
        self, method: str, path: str, token: str | None, body: dict[str, Any]
    ) -> dict[str, Any] | None:
        """What a request gets.

        Raises:
            RefusalError: an error.
        """
        if self.sealed:
            raise RefusalError(503, "Vault is sealed")
        if token != ROOT and (method, path) not in self.policies.get(token or "", set()):
            raise RefusalError(403, "permission denied")
        match (method, *path.split("/")):
            case ("POST", "transit", "keys", name):
                self._keys.setdefault(name, _Key(body["type"])).rotate()
                return None
            case ("POST", "transit", "keys", name, "rotate"):
                self._keys[name].rotate()
                return None
            case ("DELETE", "transit", "keys", name):
                del self._keys[name]
                return None
            case ("GET", "transit", "keys", name):
                if name not in self._keys:
                    raise RefusalError(404)
                return self._keys[name].described(name)
            case ("PUT" | "POST", "transit", "sign", name):
                return self._sign(name, body)
        self.violations.append(f"{method} {path}")
        raise RefusalError(404, "unsupported path")

    def _sign(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        for field_name, value in body.items():
            if not isinstance(value, _SIGN_FIELDS.get(field_name, ())):
                self.violations.append(f"sign: {field_name}={value!r}")
        if name not in self._keys:
            raise RefusalError(400, "signing key not found")
        key = self._keys[name]
        if key.type not in _CURVES:
            raise RefusalError(400, f"key type {key.type} does not support signing")
        number = body.get("key_version") or len(key.versions)
        if number > len(key.versions):
            raise RefusalError(400, "requested version for signing is greater than the latest key version")
        private = key.versions[number - 1]
        assert private is not None
        made = private.sign(self._hashed(body), ec.ECDSA(Prehashed(hashes.SHA256())))
        if body.get("marshaling_algorithm", "asn1") != "asn1":
            raise RefusalError(400, "only asn1 here")
        return {"signature": f"vault:v{number}:{base64.b64encode(made).decode()}", "key_version": number}

    def _hashed(self, body: dict[str, Any]) -> bytes:
        algorithm = body.get("hash_algorithm", "sha2-256")
        if algorithm not in _DIGESTS:
            raise RefusalError(400, f"unsupported hash algorithm {algorithm}")
        try:
            data = base64.b64decode(body["input"], validate=True)
        except ValueError:
            raise RefusalError(400, "unable to decode input as base64") from None
        if not body.get("prehashed"):
            return hashlib.sha256(data).digest()
        if len(data) != _DIGESTS[algorithm]:
            raise RefusalError(400, "prehashed input is not as long as a digest")
        return data


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _handler(engine: VaultTransit) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Vault's HTTP interface."""

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            found = re.fullmatch(r"/v1/([\w./-]+)", self.path)
            try:
                data = engine.answer(
                    self.command, found[1] if found else self.path, self.headers.get("X-Vault-Token"), body
                )
            except RefusalError as refusal:
                status, *words = refusal.args
                self._reply(status, {"errors": words})
                return
            self._reply(204 if data is None else 200, None if data is None else {"data": data})

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - the base class asks for these names

        def _reply(self, status: int, document: dict[str, Any] | None) -> None:
            content = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if document is not None:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    return Handler


@contextmanager
def vault_transit() -> Iterator[VaultTransit]:
    """Run it for as long as the block lasts."""
    engine = VaultTransit()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        engine.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield engine
        finally:
            server.shutdown()
            thread.join()
    assert engine.violations == []
