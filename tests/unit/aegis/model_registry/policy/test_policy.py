"""What a policy lets in."""

from __future__ import annotations

from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry import errors
from aegis_multimodal_ai_system.model_registry.policy import Policy, TrustedKey
from aegis_multimodal_ai_system.model_registry.signatures import sign_file
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from tests.unit.aegis.model_registry.keys import KeyPair


def test_an_empty_policy_lets_nothing_in(trusted: KeyPair, model: Path) -> None:
    with pytest.raises(
        errors.MissingSignatureError, match="chat has no signature, and the policy demands one"
    ):
        Policy().check_signature("chat", file_digest(model), None)
    with pytest.raises(errors.UntrustedKeyError):
        Policy().check_signature("chat", file_digest(model), sign_file(model, trusted.signer))


def test_a_key_counts_for_its_models(trusted: KeyPair, model: Path) -> None:
    policy = Policy({"release": TrustedKey(trusted.key, ("chat-*",))})
    signature = sign_file(model, trusted.signer)
    assert policy.check_signature("chat-small", file_digest(model), signature) == "release"
    with pytest.raises(errors.UntrustedKeyError):
        policy.check_signature("vision", file_digest(model), signature)


def test_a_signature_that_is_not_needed_must_be_right(stranger: KeyPair, model: Path) -> None:
    policy = Policy(unsigned=("scratch-*",))
    assert policy.check_signature("scratch-1", file_digest(model), None) is None
    with pytest.raises(errors.UntrustedKeyError):
        policy.check_signature("scratch-1", file_digest(model), sign_file(model, stranger.signer))


def test_an_unsafe_format_needs_permission(folder: Path) -> None:
    file = folder / "model.pkl"
    file.write_bytes(b"")
    with pytest.raises(errors.UnsafeFormatError, match="legacy is a pickle, which runs code"):
        Policy().check_format("legacy", file)
    Policy(unsafe=("legacy",)).check_format("legacy", file)
