"""Who may come in: tokens for a service account's signed requests, and signed URLs.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest
https://cloud.google.com/storage/docs/authentication/signatures
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.auth import jwt
from google.auth.exceptions import GoogleAuthError

from tests.servers.gcs_emulator import reading, writing
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer
from tests.servers.gcs_emulator.state import State

TOKEN_SECONDS = 3600
_TOLERANCE = 300
_ANY_CLOCK = 10 * 365 * 86400
_UNTIMELY = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


class Access:
    """The one service account that may do everything.

    Args:
        public_key: its key, in PEM.
    """

    def __init__(self, public_key: bytes) -> None:
        key = load_pem_public_key(public_key)
        assert isinstance(key, rsa.RSAPublicKey)
        self._key = key
        self._pem = public_key.decode()
        self._lock = threading.Lock()
        self._tokens: set[str] = set()
        self._ahead = 0.0

    def token(self, request: Request) -> Answer:
        """A token for a request that the account signed."""
        assertion = parse_qs(request.body.decode()).get("assertion", [""])[0]
        try:
            # The library compares with this machine's clock; whose clock counts is that of the service.
            claims = jwt.decode(assertion, certs=self._pem, clock_skew_in_seconds=_ANY_CLOCK)
        except (GoogleAuthError, ValueError):
            return _refusal("Invalid JWT Signature.")
        now = time.time() + self._ahead
        if not claims["iat"] - _TOLERANCE < now < claims["exp"] + _TOLERANCE:
            return _refusal(_UNTIMELY)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens.add(token)
        return json_answer({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    def set_clock(self, ahead: float) -> Answer:
        """Let the service's clock be so many seconds ahead of this machine's."""
        self._ahead = ahead
        return Answer(204)

    def revoke(self) -> Answer:
        """Take all tokens back."""
        with self._lock:
            self._tokens.clear()
        return Answer(204)

    def check(self, headers: Mapping[str, str]) -> None:
        """Let a request pass that has a token.

        Raises:
            ApiError: it has none, or another.
        """
        authorization = headers.get("authorization")
        if authorization is None:
            raise ApiError(401, "required", "Anonymous caller does not have access to the resource.")
        with self._lock:
            if authorization.removeprefix("Bearer ") not in self._tokens:
                raise ApiError(401, "authError", "Invalid Credentials")

    def signed(self, state: State, request: Request) -> Answer:
        """What a signed URL asks for."""
        if not self._is_signed(request):
            return Answer(
                403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>"
            )
        bucket, _, key = request.path[1:].partition("/")
        try:
            home = state.bucket(unquote(bucket))
            if "userProject" not in request.query:
                home.demand_no_payer()
            if request.method == "GET":
                return reading.media(home.find(unquote(key), None), request.headers)
            resource = {"name": unquote(key)}
            if "content-type" in request.headers:
                resource["contentType"] = request.headers["content-type"]
            writing.make(state, home.name, resource, request.body, {})
        except ApiError as error:
            return Answer(error.status, {"Content-Type": "application/xml"}, b"<Error/>")
        return Answer(200)

    def _is_signed(self, request: Request) -> bool:
        query = request.query
        signature = query.get("X-Goog-Signature", "")
        names = query.get("X-Goog-SignedHeaders", "").split(";")
        if not signature or "host" not in names:
            return False
        moment = query["X-Goog-Date"]
        begins = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        lasts = timedelta(seconds=int(query["X-Goog-Expires"]))
        if lasts > timedelta(days=7) or datetime.now(UTC) > begins + lasts:
            return False
        unsigned = request.target.partition("?")[2].rpartition("&X-Goog-Signature=")[0]
        headers = "".join(f"{name}:{request.headers.get(name, '')}\n" for name in names)
        canonical = "\n".join(
            [request.method, request.path, unsigned, headers, ";".join(names), "UNSIGNED-PAYLOAD"]
        )
        scope = query["X-Goog-Credential"].partition("/")[2]
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        text = f"GOOG4-RSA-SHA256\n{moment}\n{scope}\n{digest}"
        try:
            self._key.verify(bytes.fromhex(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def _refusal(description: str) -> Answer:
    return json_answer({"error": "invalid_grant", "error_description": description}, 400)
