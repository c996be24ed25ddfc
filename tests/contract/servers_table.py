"""What a server cannot do: the rows of the contract that it fails, each with the reason, and nowhere else.

A row is named ``module.function``, or ``module.function[parameters]`` for one of them. Listed rows run and have to
fail, so that a server that learns something makes its line here wrong and the run red.
"""

from __future__ import annotations

CAPABILITIES: dict[str, dict[str, bool]] = {
    "moto": {"if_absent": True, "if_match": True},
    "ceph": {},
    "rclone": {},
}
"""What the endpoint is declared to have or not to have, as a user would in a profile."""

UNSUPPORTED: dict[str, dict[str, str]] = {
    "memory": {},
    "local": {},
    "moto": {},
    "ceph": {},
    "rclone": {},
}
"""By pair or server, then by row."""


def unsupported_by(*names: str) -> dict[str, str]:
    """The rows that a pair or its server cannot pass, with reasons."""
    return {row: reason for name in names for row, reason in UNSUPPORTED.get(name, {}).items()}
