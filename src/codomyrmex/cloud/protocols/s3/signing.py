"""AWS Signature Version 4, for headers and for presigned URLs.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from codomyrmex.cloud.wire.target import encode_query

UNSIGNED = "UNSIGNED-PAYLOAD"
_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a signature is made with.

    Attributes:
        access_key: the public half.
        secret_key: the secret half.
        session_token: of temporary credentials.
        expires_at: when temporary credentials end; ``None``: not known to end.
    """

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


def timestamp(moment: float | None = None) -> str:
    """A moment (by default now) as the signature has it: ``20130524T000000Z``."""
    return _timestamp(int(time.time() if moment is None else moment))


@lru_cache(maxsize=4)
def _timestamp(second: int) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(second))


@lru_cache(maxsize=64)
def _signer(secret_key: str, scope: str) -> hmac.HMAC:
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, digestmod=sha256)


def _signature(credentials: Credentials, stamp: str, scope: str, canonical: str) -> str:
    text = f"{_ALGORITHM}\n{stamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    # A copy costs a fraction of what a signer costs that takes the key anew.
    signer = _signer(credentials.secret_key, scope).copy()
    signer.update(text.encode())
    return signer.hexdigest()


def sign_headers(
    credentials: Credentials,
    method: str,
    host: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    payload_hash: str,
    *,
    region: str,
    stamp: str,
    service: str = "s3",
) -> list[str]:
    """The header lines of a signed request: those given, and what the signature adds.

    Args:
        credentials: what to sign with.
        method: the verb.
        host: host and port as the ``Host`` header has them.
        path: the encoded path, as it is sent.
        query: the canonical query string, as it is sent.
        headers: the headers to sign, names in lower case.
        payload_hash: SHA-256 of the body in hex, or `UNSIGNED`.
        region: the region to sign for.
        stamp: the moment, from `timestamp`.
        service: the service to sign for.
    """
    signed = {**headers, "host": host, "x-amz-content-sha256": payload_hash, "x-amz-date": stamp}
    if credentials.session_token is not None:
        signed["x-amz-security-token"] = credentials.session_token
    names = sorted(signed)
    listed = ";".join(names)
    lines = "".join([f"{name}:{' '.join(signed[name].split())}\n" for name in names])
    canonical = f"{method}\n{path}\n{query}\n{lines}\n{listed}\n{payload_hash}"
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    signature = _signature(credentials, stamp, scope, canonical)
    del signed["host"]
    sent = [f"{name}: {value}" if value else f"{name};" for name, value in signed.items()]
    sent.append(
        f"Authorization: {_ALGORITHM} Credential={credentials.access_key}/{scope}, "
        f"SignedHeaders={listed}, Signature={signature}"
    )
    return sent


def presigned_query(
    credentials: Credentials,
    method: str,
    host: str,
    path: str,
    *,
    region: str,
    stamp: str,
    expires_in: int,
    parameters: Iterable[tuple[str, str]] = (),
    service: str = "s3",
) -> str:
    """The query string that signs a URL for ``expires_in`` seconds from ``stamp`` on; see `sign_headers`."""
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    authorization = [
        ("X-Amz-Algorithm", _ALGORITHM),
        ("X-Amz-Credential", f"{credentials.access_key}/{scope}"),
        ("X-Amz-Date", stamp),
        ("X-Amz-Expires", str(expires_in)),
        ("X-Amz-SignedHeaders", "host"),
    ]
    if credentials.session_token is not None:
        authorization.append(("X-Amz-Security-Token", credentials.session_token))
    query = _presign_query_text(tuple(authorization), tuple(parameters))
    canonical = f"{method}\n{path}\n{query}\nhost:{host}\n\nhost\n{UNSIGNED}"
    return f"{query}&X-Amz-Signature={_signature(credentials, stamp, scope, canonical)}"


@lru_cache(maxsize=8)
def _presign_query_text(
    authorization: tuple[tuple[str, str], ...], parameters: tuple[tuple[str, str], ...]
) -> str:
    # The same for every key that is signed in one second.
    return encode_query((*authorization, *parameters))


def outlives(credentials: Credentials, expires_in: int) -> bool:
    """Whether something that is valid for ``expires_in`` seconds from now ends after the credentials do."""
    if credentials.expires_at is None:
        return False
    return (credentials.expires_at - datetime.now(UTC)).total_seconds() < expires_in
