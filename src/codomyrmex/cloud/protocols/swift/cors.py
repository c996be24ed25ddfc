"""Which pages of other origins a container is open to: three values that belong to the container.

https://docs.openstack.org/swift/latest/cors.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.storage import CorsRule
from codomyrmex.cloud.protocols.swift import containers

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_PREFIX = "x-container-meta-access-control-"
_ORIGINS = _PREFIX + "allow-origin"
_EXPOSED = _PREFIX + "expose-headers"
_MAX_AGE = _PREFIX + "max-age"
_METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


def get_cors(service: SwiftService, bucket: str) -> tuple[CorsRule, ...]:
    """The one rule of a container, where it has one.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    headers = containers.headers(service, bucket)
    origins = tuple(headers.get(_ORIGINS, "").split())
    if not origins:
        return ()
    max_age = headers.get(_MAX_AGE)
    exposed = tuple(headers.get(_EXPOSED, "").split())
    return (CorsRule(origins, _METHODS, ("*",), exposed, int(max_age) if max_age else None),)


def set_cors(service: SwiftService, bucket: str, rules: tuple[CorsRule, ...]) -> None:
    """Replace the rule of a container; none at all removes it.

    Raises:
        BucketNotFoundError: the bucket is not there.
        InvalidRequestError: an origin or a header's name has a space in it.
        NotSupportedError: more than one rule, or one that holds a method or a header back.
    """
    if len(rules) > 1:
        raise NotSupportedError("A container of Swift has a single CORS rule.")
    headers = dict.fromkeys((_ORIGINS, _EXPOSED, _MAX_AGE), "")
    for rule in rules:
        if set(rule.methods) != set(_METHODS) or rule.headers != ("*",):
            raise NotSupportedError(
                "Swift opens a container to an origin with all methods and headers: "
                f"the rule's methods must be {', '.join(_METHODS)}, and its headers '*'."
            )
        headers[_ORIGINS] = _words(rule.origins)
        headers[_EXPOSED] = _words(rule.exposed_headers)
        headers[_MAX_AGE] = "" if rule.max_age is None else str(rule.max_age)
    containers.update(service, bucket, headers)


def _words(words: tuple[str, ...]) -> str:
    for word in words:
        if not (word.isascii() and word.isprintable()) or word.split() != [word]:
            raise InvalidRequestError(f"{word!r} is no origin and no header's name.")
    return " ".join(words)
