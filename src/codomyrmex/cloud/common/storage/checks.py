"""Checks that the bytes which arrived are those that were sent."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Literal

from codomyrmex.cloud.common.content import Body, FileRegion
from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.common.storage.parts import MIB, PartSizes


@dataclass(frozen=True, slots=True)
class Check:
    """A digest that a service keeps of an object, or ``sha256``, which whoever wants the object knows.

    Attributes:
        algorithm: ``md5``, ``sha256``, ``crc32`` (the CRC of RFC 1952, four bytes, big endian) or ``crc32c``
            (that of RFC 3720, the same), for which `knows_crc32c`.
        value: the digest. With ``parts`` it is the MD5 of the parts' MD5s, which is what S3 makes of a
        multipart
            upload (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).
        parts: where the parts begin and end.
    """

    algorithm: Literal["md5", "sha256", "crc32", "crc32c"]
    value: bytes
    parts: PartSizes | None = None


class RunningCheck:
    """Follows the bytes of a whole object in order, and compares at the end."""

    __slots__ = ("_check", "_crc", "_digest", "_left", "_number", "_of_parts")

    def __init__(self, check: Check) -> None:
        self._check = check
        self._crc = 0
        known = check.algorithm == "sha256"
        self._digest = hashlib.sha256() if known else hashlib.md5(usedforsecurity=False)
        self._number = 1
        self._left = check.parts.size_of(1) if check.parts else 0
        self._of_parts = b""

    def update(self, chunk: bytes | memoryview) -> None:
        """Take the next bytes."""
        if self._check.algorithm == "crc32":
            self._crc = binascii.crc32(chunk, self._crc)
        elif self._check.algorithm == "crc32c":
            self._crc = _extend_crc32c(self._crc, chunk)
        elif self._check.parts is None:
            self._digest.update(chunk)
        else:
            self._update_parts(memoryview(chunk), self._check.parts)

    def _update_parts(self, rest: memoryview, parts: PartSizes) -> None:
        while rest:
            if not self._left:
                self._end_part()
                self._number += 1
                self._left = parts.size_of(self._number)
            piece, rest = rest[: self._left], rest[self._left :]
            self._digest.update(piece)
            self._left -= len(piece)

    def _end_part(self) -> None:
        self._of_parts += self._digest.digest()
        self._digest = hashlib.md5(usedforsecurity=False)

    def finish(self, what: str) -> None:
        """All bytes were seen: compare.

        Raises:
            IntegrityError: they are others.
        """
        if self._check.algorithm.startswith("crc"):
            actual = self._crc.to_bytes(4, "big")
        else:
            if self._check.parts is not None:
                self._end_part()
                self._digest.update(self._of_parts)
            actual = self._digest.digest()
        compare(self._check, actual, what)


class SentMD5:
    """The MD5 of what is sent in order, for a service that keeps it; nothing is hashed where it is known."""

    __slots__ = ("_digest", "_known")

    def __init__(self, known: bytes | None) -> None:
        self._known = known
        self._digest = hashlib.md5(usedforsecurity=False)

    def update(self, body: Body) -> None:
        """Take the next bytes."""
        if self._known is not None:
            return
        for block in body.blocks() if isinstance(body, FileRegion) else (body,):
            self._digest.update(block)

    def digest(self) -> bytes:
        """That of all bytes."""
        return self._known if self._known is not None else self._digest.digest()


@cache
def knows_crc32c() -> bool:
    """Whether there is a library that makes a CRC-32C; the standard library has none."""
    return find_spec("google_crc32c") is not None


def _extend_crc32c(crc: int, chunk: bytes | memoryview) -> int:
    import google_crc32c

    extended: int = google_crc32c.extend(crc, bytes(chunk))
    return extended


def crc32c_of(body: Body) -> bytes:
    """The CRC-32C of a body, with `knows_crc32c`."""
    crc = 0
    blocks: Iterable[bytes | memoryview]
    if isinstance(body, FileRegion):
        blocks = body.blocks()
    else:
        # In steps: the library copies what it is given.
        view = memoryview(body)
        blocks = (view[start : start + MIB] for start in range(0, len(view), MIB))
    for block in blocks:
        crc = _extend_crc32c(crc, block)
    return crc.to_bytes(4, "big")


def check_bytes(check: Check | None, data: bytes, what: str) -> None:
    """Check a whole object that is in memory.

    Raises:
        IntegrityError: the bytes are not those that the service keeps a digest of.
    """
    if check is None:
        return
    running = RunningCheck(check)
    running.update(data)
    running.finish(what)


def compare(check: Check, actual: bytes, what: str) -> None:
    """Compare a digest with the service's, or with what is known.

    Raises:
        IntegrityError: they differ.
    """
    if actual == check.value:
        return
    if check.algorithm == "sha256":
        raise IntegrityError(
            f"{what} arrived damaged, or is another object: its sha256 is {actual.hex()}, "
            f"it should be {check.value.hex()}."
        )
    raise IntegrityError(
        f"{what} arrived damaged: its {check.algorithm} is {actual.hex()}, "
        f"the service has {check.value.hex()}."
    )
