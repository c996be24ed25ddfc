"""Secrets by reference, Vault's over a real connection."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from codomyrmex.config_management import SecretReference, SettingsError
from tests.servers.vault import TOKEN, running_vault


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with running_vault() as address:
        monkeypatch.setenv("VAULT_ADDR", address)
        monkeypatch.setenv("VAULT_TOKEN", TOKEN)
        yield


def refusal(reference: SecretReference) -> str:
    """The message of a reference that leads to nothing, checked to hold no secret."""
    with pytest.raises(SettingsError) as caught:
        reference.read()
    assert "hush" not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("env:NAME", SecretReference("env", "NAME")),
        ("file:/run/secrets/x", SecretReference("file", "/run/secrets/x")),
        ("vault:secret/data/a#b", SecretReference("vault", "secret/data/a#b")),
        ("vault:a#b#c", SecretReference("vault", "a#b#c")),
        ("env:", None),
        ("file:", None),
        ("vault:a", None),
        ("vault:#b", None),
        ("vault:a#", None),
        ("hush", None),
        ("other:x", None),
        ("", None),
    ],
)
def test_the_three_forms(text: str, expected: SecretReference | None) -> None:
    assert SecretReference.parse(text) == expected
    if expected is not None:
        assert str(expected) == text


def test_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = SecretReference("env", "ANT_SECRET")
    for value in (None, ""):
        if value is not None:
            monkeypatch.setenv("ANT_SECRET", value)
        assert refusal(reference) == "the environment variable ANT_SECRET is not set"
        assert reference.missing() == "ANT_SECRET"
    monkeypatch.setenv("ANT_SECRET", " hush ")
    assert reference.read() == " hush "
    assert reference.missing() is None


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    reference = SecretReference("file", str(file))
    assert refusal(reference) == f"the secret file {file} cannot be read: No such file or directory"
    assert reference.missing() == str(file)
    file.write_bytes(b"hush \r\n")
    assert reference.read() == "hush "
    assert reference.missing() is None
    file.write_bytes(b"\n")
    assert refusal(reference) == f"the secret file {file} is empty"
    file.write_bytes(b"\xffhush")
    assert refusal(reference) == f"the secret file {file} is not UTF-8 text"


def test_a_file_below_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "secret").write_text("hush")
    assert SecretReference("file", "~/secret").read() == "hush"


def test_a_file_below_the_home_of_nobody() -> None:
    reference = SecretReference("file", "~no-such-user/key")
    assert reference.missing() == "~no-such-user/key"
    assert "~no-such-user/key" in refusal(reference)


def test_a_file_that_no_path_can_name() -> None:
    reference = SecretReference("file", "a\0b")
    assert reference.missing() == "a\0b"
    assert refusal(reference) == r"the path of a secret file has a NUL character: 'a\x00b'"


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("target", ["secret/data/app#key", "kv/app#key"])
def test_vault_with_both_versions_of_its_store(target: str) -> None:
    reference = SecretReference("vault", target)
    assert reference.missing() is None
    assert reference.read() == "hush"


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("secret/data/app#other", "the Vault secret secret/data/app has no text under the key 'other'"),
        ("secret/data/app#number", "the Vault secret secret/data/app has no text under the key 'number'"),
        ("secret/data/none#key", "Vault holds nothing at secret/data/none"),
        ("secret/data/denied#key", "Vault does not let this token read secret/data/denied"),
        ("secret/data/broken#key", "Vault cannot read secret/data/broken: InternalServerError"),
    ],
)
def test_what_vault_refuses(target: str, reason: str) -> None:
    assert refusal(SecretReference("vault", target)) == reason


@pytest.mark.usefixtures("vault")
def test_a_wrong_or_missing_token(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = SecretReference("vault", "kv/app#key")
    monkeypatch.setenv("VAULT_TOKEN", "hush")
    assert refusal(reference) == "Vault does not let this token read kv/app"
    monkeypatch.delenv("VAULT_TOKEN")
    assert refusal(reference) == "reading vault:kv/app needs the environment variable VAULT_TOKEN"


def test_a_vault_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = SecretReference("vault", "kv/app#key")
    assert refusal(reference) == "reading vault:kv/app needs the environment variable VAULT_ADDR"
    assert reference.missing() == "VAULT_ADDR"
    monkeypatch.setenv("VAULT_ADDR", "http://127.0.0.1:1")
    monkeypatch.setenv("VAULT_TOKEN", "hush")
    assert refusal(reference) == "Vault does not answer for kv/app: ConnectionError"
