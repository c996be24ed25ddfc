"""Signed URLs, version 4: anyone can do one thing with one object for a while.

https://cloud.google.com/storage/docs/authentication/signatures
https://cloud.google.com/storage/docs/authentication/canonical-requests
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Protocol

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.gcs.endpoint import Endpoint
from codomyrmex.cloud.wire.target import encode_query

LONGEST = timedelta(days=7)
_ALGORITHM = "GOOG4-RSA-SHA256"


class Signer(Protocol):
    """Who signs."""

    @property
    def email(self) -> str:
        """The service account's name."""
        ...

    @property
    def good_for(self) -> timedelta:
        """How long what is signed now will be accepted."""
        ...

    def sign(self, message: bytes) -> bytes:
        """RSA with SHA-256 by the account's key."""
        ...


def signed_url(
    endpoint: Endpoint,
    signer: Signer,
    method: str,
    bucket: str,
    key: str,
    expires_in: int,
    now: datetime,
    more: tuple[tuple[str, str], ...] = (),
) -> str:
    """A URL that is good for one method and one object.

    Args:
        endpoint: where the object is.
        signer: who answers for the request.
        method: ``GET`` or ``PUT``.
        bucket: its bucket.
        key: its key.
        expires_in: seconds it is to work.
        now: from when on.
        more: further parameters, whose names come after ``X-Goog`` in the order of bytes.

    Raises:
        InvalidRequestError: the time is beyond the service's limit, or the signature would not live so long.
    """
    if expires_in > LONGEST.total_seconds():
        raise InvalidRequestError("A signed URL works for at most 7 days.")
    if timedelta(seconds=expires_in) > signer.good_for:
        raise InvalidRequestError("The URL would outlive the credentials that sign it; ask for less time.")
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/auto/storage/goog4_request"
    path = endpoint.object_path(bucket, key)
    query = encode_query(
        [
            ("X-Goog-Algorithm", _ALGORITHM),
            ("X-Goog-Credential", f"{signer.email}/{scope}"),
            ("X-Goog-Date", moment),
            ("X-Goog-Expires", str(expires_in)),
            ("X-Goog-SignedHeaders", "host"),
            *more,
        ]
    )
    request = f"{method}\n{path}\n{query}\nhost:{endpoint.host}\n\nhost\nUNSIGNED-PAYLOAD"
    digest = hashlib.sha256(request.encode()).hexdigest()
    signature = signer.sign(f"{_ALGORITHM}\n{moment}\n{scope}\n{digest}".encode()).hex()
    return f"{endpoint.origin}{path}?{query}&X-Goog-Signature={signature}"
