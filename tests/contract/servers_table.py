"""What a server cannot do: the rows of the contract that it fails, each with the reason, and nowhere else.

A row is named ``module.function``, or ``module.function[parameters]`` for one of them. Listed rows run and have to
fail, so that a server that learns something makes its line here wrong and the run red.
"""

from __future__ import annotations

HAVING: dict[str, tuple[str, ...]] = {"moto": ("if_absent", "if_match")}
"""By server, the capabilities that are declared to be there, as a user would in a profile."""

LACKING: dict[str, dict[str, str]] = {
    "ceph": {
        "storage_class": "the cluster has no storage class but STANDARD",
        "encryption": "the gateway encrypts only with TLS in front and a key service behind it",
    },
    "rclone": {
        "versioning": "it keeps no versions",
        "tags": "it keeps no tags",
        "encryption": "it accepts the header and stores in the clear",
    },
}
"""By server, the capabilities that are declared not to be there, each with the reason."""

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
