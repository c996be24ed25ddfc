"""Signing with a key in Vault's transit engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hvac
import pytest

from aegis_multimodal_ai_system.model_registry import errors, open_signer
from aegis_multimodal_ai_system.model_registry.signatures import (
    VaultTransitSigner,
    sign_file,
    verify,
)
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from codomyrmex.cloud import ConfigurationError, InvalidRequestError
from tests.servers.listener import Listener
from tests.servers.vault_transit import ROOT, VaultTransit, vault_transit


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[VaultTransit]:
    """An engine with a key, and with a token that may sign with it and no more."""
    with vault_transit() as engine:
        transit = hvac.Client(url=engine.address, token=ROOT).secrets.transit
        transit.create_key("models", key_type="ecdsa-p256")
        transit.create_key("longer", key_type="ecdsa-p384")
        transit.create_key("secrets", key_type="aes256-gcm96")
        engine.policies["signer"] = {
            (method, f"transit/{path}/{name}")
            for name in ("models", "longer", "secrets", "none")
            for method, path in (("GET", "keys"), ("PUT", "sign"), ("POST", "sign"))
        }
        engine.policies["reader"] = {("GET", "transit/keys/models")}
        monkeypatch.setenv("VAULT_ADDR", engine.address)
        monkeypatch.setenv("VAULT_TOKEN", "signer")
        yield engine


@pytest.mark.usefixtures("vault")
def test_a_key_of_the_engine_signs(model: Path) -> None:
    signer = open_signer("hashivault://models")
    keys = {"vault": signer.public_key}
    assert verify(sign_file(model, signer), file_digest(model), keys, "model") == "vault"
    assert repr(signer) == f"VaultTransitSigner({signer.public_key.hint!r})"


def test_a_key_that_is_rotated_signs_with_the_version_that_was_named(
    vault: VaultTransit, model: Path
) -> None:
    signer = VaultTransitSigner("models", address=vault.address, token="signer")
    hvac.Client(url=vault.address, token=ROOT).secrets.transit.rotate_key("models")
    assert signer.public_key.verifies(sign_file(model, signer).value, file_digest(model))
    assert VaultTransitSigner("models").public_key != signer.public_key


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("none", errors.SigningKeyNotFoundError, "Vault has no key none in transit"),
        (
            "longer",
            errors.SigningKeyKindError,
            "longer of Vault is of the type ecdsa-p384, and only ecdsa-p256",
        ),
        ("secrets", errors.SigningKeyKindError, "secrets of Vault is of the type aes256-gcm96"),
        ("other", errors.SigningDeniedError, "Vault does not let this token read the key other"),
        ("../sys/seal", InvalidRequestError, "is no name of a key in Vault"),
        ("", InvalidRequestError, "is no name of a key in Vault"),
    ],
)
@pytest.mark.usefixtures("vault")
def test_a_key_that_cannot_sign(name: str, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason):
        open_signer(f"hashivault://{name}")


def test_a_token_that_may_read_and_not_sign(vault: VaultTransit, model: Path) -> None:
    signer = VaultTransitSigner("models", token="reader")
    with pytest.raises(errors.SigningDeniedError, match="does not let this token sign with the key models"):
        sign_file(model, signer)
    vault.policies.clear()
    with pytest.raises(errors.SigningDeniedError) as caught:
        VaultTransitSigner("models", token="hush-hush")
    assert "hush-hush" not in str(caught.value)


def test_a_key_that_is_deleted_meanwhile(vault: VaultTransit, model: Path) -> None:
    signer = VaultTransitSigner("models")
    hvac.Client(url=vault.address, token=ROOT).secrets.transit.delete_key("models")
    with pytest.raises(errors.SigningKeyNotFoundError):
        sign_file(model, signer)


def test_a_server_that_is_sealed_or_down(vault: VaultTransit, model: Path) -> None:
    signer = VaultTransitSigner("models")
    vault.sealed = True
    with pytest.raises(
        errors.SigningUnavailableError, match="Vault cannot sign with the key models now"
    ) as caught:
        sign_file(model, signer)
    assert caught.value.retryable
    with (
        Listener() as nobody,
        nobody.refusing(),
        pytest.raises(errors.SigningUnavailableError, match="answer"),
    ):
        VaultTransitSigner("models", address=nobody.endpoint)


def test_what_is_not_set(vault: VaultTransit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_TOKEN")
    with pytest.raises(ConfigurationError, match="needs a token, as in VAULT_TOKEN"):
        VaultTransitSigner("models")
    monkeypatch.delenv("VAULT_ADDR")
    with pytest.raises(ConfigurationError, match="needs its address, as in VAULT_ADDR"):
        VaultTransitSigner("models")
    monkeypatch.setenv("VAULT_ADDR", vault.address)
    monkeypatch.setenv("VAULT_TOKEN", "signer")
    monkeypatch.setenv("TRANSIT_SECRET_ENGINE_PATH", "elsewhere")
    with pytest.raises(errors.SigningDeniedError):
        open_signer("hashivault://models")
