"""The entry of a transparency log that a keyless bundle must have.

A certificate of Sigstore is valid for ten minutes, so what counts is that the signature was made within them.
That is said by the log, or by a time stamp: https://docs.sigstore.dev/logging/overview/.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aegis_multimodal_ai_system.model_registry.errors import MalformedSignatureError, MissingLogEntryError


def logged_at(material: dict[str, Any]) -> datetime | None:
    """When the log says that it got the signature; ``None`` where a time stamp says it alone.

    It proves nothing before the entry is verified.

    Args:
        material: the bundle's ``verificationMaterial``.

    Raises:
        MissingLogEntryError: there is no entry, no proof that the log has it, or nobody who says when.
        MalformedSignatureError: there is more than one entry, or the time is none.
    """
    entry = _entry(material)
    proof = entry.get("inclusionProof")
    if not isinstance(proof, dict) or not proof.get("checkpoint"):
        raise MissingLogEntryError("The bundle's log entry has no inclusion proof with a checkpoint.")
    if entry.get("inclusionPromise"):
        return _time(entry.get("integratedTime"))
    stamps = material.get("timestampVerificationData")
    if not isinstance(stamps, dict) or not stamps.get("rfc3161Timestamps"):
        raise MissingLogEntryError("The bundle has neither an inclusion promise of the log nor a time stamp.")
    return None


def _entry(material: dict[str, Any]) -> dict[str, Any]:
    entries = material.get("tlogEntries")
    if not entries:
        raise MissingLogEntryError("The bundle has no entry of a transparency log.")
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        raise MalformedSignatureError("The bundle has not exactly one entry of a transparency log.")
    return entries[0]


def _time(seconds: object) -> datetime:
    try:
        # Protobuf's JSON has integers of 64 bits as text.
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        raise MalformedSignatureError("The bundle's log entry has no time that can be read.") from None
