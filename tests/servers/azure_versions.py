"""A storage account that keeps versions and lets them be immutable, which Azurite cannot: what a capture
server answers for it.

Methods, parameters and headers are those of Microsoft's description and of azure-storage-blob's generated
code; a request that says something else is answered with 400.

https://learn.microsoft.com/azure/storage/blobs/versioning-overview
https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.servers.capture import Answer, CapturedRequest

_EPOCH = "2026-11-21T06:00:00"


class RefusedError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class Version:
    """A version of a blob."""

    name: str
    number: int
    data: bytes
    headers: dict[str, str]
    policy: tuple[datetime, str] | None = None
    held: bool = False

    @property
    def id(self) -> str:
        """Its moment, as the service counts."""
        return f"{_EPOCH}.{self.number:07}Z"

    @property
    def described(self) -> tuple[tuple[str, str], ...]:
        """The headers of a GET or HEAD."""
        digest = b64encode(hashlib.md5(self.data, usedforsecurity=False).digest()).decode()
        found = {
            **self.headers,
            "ETag": f'"0x{self.number}"',
            "x-ms-version-id": self.id,
            "Content-MD5": digest,
        }
        found["Last-Modified"] = "Sat, 21 Nov 2026 06:00:00 GMT"
        if self.policy is not None:
            until, mode = self.policy
            found["x-ms-immutability-policy-until-date"] = f"{until:%a, %d %b %Y %H:%M:%S} GMT"
            found["x-ms-immutability-policy-mode"] = mode
        if self.held:
            found["x-ms-legal-hold"] = "true"
        return tuple(found.items())

    def check_changeable(self) -> None:
        """Raises `RefusedError` while something keeps it."""
        if self.held or (self.policy is not None and self.policy[0] > datetime.now(UTC)):
            raise RefusedError(409, "BlobImmutableDueToPolicy")


@dataclass
class VersionedAccount:
    """The account: ``capture_server.answer = VersionedAccount()``; it has one container, ``bucket``."""

    versions: list[Version] = field(default_factory=list)
    current: dict[str, Version] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __call__(self, request: CapturedRequest) -> Answer:
        """Answer one request."""
        parts = urlsplit(request.target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        _, account, bucket, *key = unquote(parts.path).split("/", 3)
        try:
            if (account, bucket) != ("account", "bucket") or request.header("x-ms-version") is None:
                raise RefusedError(400, "InvalidUri")
            if not key:
                return self._container(request.method, query)
            version = query.pop("versionid", None)
            return self._operation(request.method, query)(request, key[0], version)
        except RefusedError as refused:
            return Answer(refused.status, (("x-ms-error-code", refused.code),))

    def _operation(
        self, method: str, query: dict[str, str]
    ) -> Callable[[CapturedRequest, str, str | None], Answer]:
        operations = {
            ("PUT", None): self._put,
            ("GET", None): self._get,
            ("HEAD", None): self._get,
            ("DELETE", None): self._delete,
            ("PUT", "metadata"): self._put_metadata,
            ("PUT", "immutabilityPolicies"): self._put_policy,
            ("DELETE", "immutabilityPolicies"): self._delete_policy,
            ("PUT", "legalhold"): self._put_hold,
        }
        found = operations.get((method, query.pop("comp", None)))
        if found is None or query:
            raise RefusedError(400, "InvalidQueryParameterValue")
        return found

    def _container(self, method: str, query: dict[str, str]) -> Answer:
        if query.get("restype") != "container" or (method, query.get("comp")) not in (
            ("HEAD", None),
            ("GET", "list"),
        ):
            raise RefusedError(400, "InvalidQueryParameterValue")
        with_versions = query.get("include") == "versions"
        listed = self.versions if with_versions else list(self.current.values())
        entries = "".join(
            self._entry(one, with_versions)
            for one in sorted(listed, key=lambda one: (one.name, one.number))
            if one.name.startswith(query.get("prefix", ""))
        )
        text = f"<EnumerationResults><Blobs>{entries}</Blobs><NextMarker/></EnumerationResults>"
        return Answer(body=text.encode())

    def _entry(self, one: Version, with_versions: bool) -> str:
        said = f"<VersionId>{one.id}</VersionId>" if with_versions else ""
        if with_versions and self.current.get(one.name) is one:
            said += "<IsCurrentVersion>true</IsCurrentVersion>"
        size = f"<Etag>0x{one.number}</Etag><Content-Length>{len(one.data)}</Content-Length>"
        return f"<Blob><Name>{one.name}</Name>{said}<Properties>{size}</Properties></Blob>"

    def _find(self, key: str, version: str | None) -> Version:
        found = self.current.get(key)
        if version is not None:
            found = next((one for one in self.versions if (one.name, one.id) == (key, version)), None)
        if found is None:
            raise RefusedError(404, "BlobNotFound")
        return found

    def add(self, key: str, data: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> Version:
        """Write a blob behind the clients' backs."""
        made = Version(key, next(self._numbers), data, dict(headers))
        self.versions.append(made)
        self.current[key] = made
        return made

    def _put(self, request: CapturedRequest, key: str, version: str | None) -> Answer:
        source = request.header("x-ms-copy-source")
        if version is not None or (source is None and request.header("x-ms-blob-type") != "BlockBlob"):
            raise RefusedError(400, "InvalidHeaderValue")
        if source is None:
            return Answer(201, self.add(key, request.body, _metadata(request)).described)
        parts = urlsplit(source)
        origin = self._find(
            unquote(parts.path).split("/", 3)[3], dict(parse_qsl(parts.query)).get("versionid")
        )
        if request.header("x-ms-source-if-match") != f'"0x{origin.number}"':
            raise RefusedError(412, "SourceConditionNotMet")
        made = self.add(key, origin.data, origin.headers)
        return Answer(202, (*made.described, ("x-ms-copy-status", "success"), ("x-ms-copy-id", "1")))

    def _get(self, _request: CapturedRequest, key: str, version: str | None) -> Answer:
        found = self._find(key, version)
        return Answer(headers=found.described, body=found.data)

    def _delete(self, request: CapturedRequest, key: str, version: str | None) -> Answer:
        found = self._find(key, version)
        condition = request.header("if-match")
        if condition is not None and condition != f'"0x{found.number}"':
            raise RefusedError(412, "ConditionNotMet")
        if version is None:
            # What it was stays, as an old version.
            del self.current[key]
            return Answer(202)
        if self.current.get(key) is found:
            raise RefusedError(403, "OperationNotAllowedOnRootBlob")
        found.check_changeable()
        self.versions.remove(found)
        return Answer(202)

    def _put_metadata(self, request: CapturedRequest, key: str, version: str | None) -> Answer:
        found = self._find(key, version)
        if version is not None or request.header("if-match") != f'"0x{found.number}"':
            raise RefusedError(412, "ConditionNotMet")
        found.check_changeable()
        return Answer(200, self.add(key, found.data, _metadata(request)).described)

    def _put_policy(self, request: CapturedRequest, key: str, version: str | None) -> Answer:
        found = self._find(key, version)
        until, mode = (request.header(f"x-ms-immutability-policy-{name}") for name in ("until-date", "mode"))
        moment = parsedate_to_datetime(until or "").astimezone(UTC)
        if mode not in ("Unlocked", "Locked") or moment <= datetime.now(UTC):
            raise RefusedError(400, "InvalidHeaderValue")
        if found.policy is not None and found.policy[1] == "locked" and moment < found.policy[0]:
            raise RefusedError(409, "BlobImmutableDueToPolicy")
        found.policy = (moment, mode.lower())
        return Answer(200)

    def _delete_policy(self, _request: CapturedRequest, key: str, version: str | None) -> Answer:
        found = self._find(key, version)
        if found.policy is not None and found.policy[1] == "locked":
            raise RefusedError(409, "ImmutabilityPolicyDeleteOnLockedPolicy")
        found.policy = None
        return Answer(200)

    def _put_hold(self, request: CapturedRequest, key: str, version: str | None) -> Answer:
        said = request.header("x-ms-legal-hold")
        if said not in ("true", "false"):
            raise RefusedError(400, "InvalidHeaderValue")
        self._find(key, version).held = said == "true"
        return Answer(200)


def _metadata(request: CapturedRequest) -> dict[str, str]:
    return {name: value for name, value in request.headers if name.lower().startswith("x-ms-meta-")}
