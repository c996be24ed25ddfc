"""Digests of what arrives."""

from __future__ import annotations

import binascii
import hashlib
import os

import pytest

from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.common.storage.checks import Check, RunningCheck, check_bytes
from codomyrmex.cloud.common.storage.parts import PartSizes

DATA = os.urandom(1000)
PARTS = PartSizes(100, step=2)


def md5(data: bytes) -> bytes:
    """The MD5 of data."""
    return hashlib.md5(data).digest()


CHECKS = {
    "md5": Check("md5", md5(DATA)),
    "crc32": Check("crc32", binascii.crc32(DATA).to_bytes(4, "big")),
    "md5-of-parts": Check("md5", md5(b"".join(md5(DATA[a:b]) for a, b in PARTS.spans(len(DATA)))), PARTS),
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("step", [1, 7, 100, 1000])
def test_the_right_bytes_pass_however_they_are_cut(check: Check, step: int) -> None:
    running = RunningCheck(check)
    for position in range(0, len(DATA), step):
        running.update(DATA[position : position + step])
    running.finish("bucket/key")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("position", [0, 99, 100, 999])
def test_a_single_wrong_bit_is_found(check: Check, position: int) -> None:
    damaged = bytearray(DATA)
    damaged[position] ^= 1
    with pytest.raises(IntegrityError, match="bucket/key arrived damaged"):
        check_bytes(check, bytes(damaged), "bucket/key")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_missing_and_additional_bytes_are_found(check: Check) -> None:
    for data in (DATA[:-1], DATA + b"x", b""):
        with pytest.raises(IntegrityError):
            check_bytes(check, data, "bucket/key")


def test_nothing_has_a_digest_too() -> None:
    check_bytes(Check("md5", md5(b"")), b"", "bucket/key")
    check_bytes(Check("crc32", bytes(4)), b"", "bucket/key")


def test_a_whole_part_at_the_end() -> None:
    data, parts = bytes(200), PartSizes(100)
    check_bytes(Check("md5", md5(md5(bytes(100)) * 2), parts), data, "bucket/key")


def test_without_a_digest_there_is_nothing_to_compare() -> None:
    check_bytes(None, DATA, "bucket/key")
    with pytest.raises(IntegrityError):
        check_bytes(Check("md5", b"other"), DATA, "bucket/key")
