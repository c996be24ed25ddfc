"""``aegis registry`` as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import hvac
import pytest

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.cli.edge import run
from aegis_multimodal_ai_system.config import load
from aegis_multimodal_ai_system.model_registry import (
    KeyFileSigner,
    ModelRegistry,
    sign_file,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.signatures import VaultTransitSigner
from aegis_multimodal_ai_system.storage import LocalStorageAdapter
from tests.servers.vault_transit import ROOT as ROOT_TOKEN
from tests.servers.vault_transit import vault_transit
from tests.unit.aegis.model_registry.keys import KeyPair

ROOT = Path(__file__).parents[4]


class Ran(NamedTuple):
    """What a shell gets."""

    returncode: int
    stdout: str
    stderr: str


Aegis = Callable[..., Ran]


@pytest.fixture
def variables(folder: Path) -> dict[str, str]:
    """Settings for a store, a database and a policy in the folder."""
    return {
        "OBJECT_STORE_TYPE": "local",
        "OBJECT_STORE_ROOT": str(folder / "store"),
        "DATABASE_URL": f"sqlite:///{folder / 'registry.sqlite'}",
        "MODEL_SIGNATURE_POLICY": str(folder / "policy.toml"),
    }


@pytest.fixture
def registered(folder: Path, variables: dict[str, str]) -> str:
    """The address of a signed model."""
    pair = KeyPair.make(folder, "release")
    (folder / "policy.toml").write_text('[keys.release]\nfile = "release.pub"\n')
    (folder / "model.safetensors").write_bytes(b"weights")
    LocalStorageAdapter("aegis", root=folder / "store").client.create_bucket("aegis")
    with ModelRegistry.from_settings(load(**variables)) as registry:
        return registry.register("chat", folder / "model.safetensors", signer=pair.signer).uri


@pytest.fixture
def aegis(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Aegis]:
    """Runs the command in this process, with settings that are read anew."""

    def run_with(*arguments: str, **more: str) -> Ran:
        for name, value in {**variables, **more}.items():
            monkeypatch.setenv(name, value)
        vars(config).pop("cfg", None)
        code = run(list(arguments))
        return Ran(code, *capsys.readouterr())

    yield run_with
    vars(config).pop("cfg", None)


def test_a_version_from_staging_to_production(aegis: Aegis, registered: str) -> None:
    listed = aegis("registry", "list")
    assert listed.stdout.startswith(f"{registered}  staging  7  release  "), listed.stderr
    assert aegis("registry", "promote", registered).stdout.startswith(f"{registered}  production")
    shown = json.loads(aegis("registry", "get", "aegis://chat/production").stdout)
    assert (shown["uri"], shown["stage"], shown["signer"]) == (registered, "production", "release")
    again = aegis("registry", "promote", registered)
    assert (again.returncode, again.stdout) == (5, "")
    assert again.stderr == (
        "aegis: aegis://chat/1 is in production; only what is in staging can be promoted.\n"
    )


def test_a_model_is_registered_with_a_key(aegis: Aegis, registered: str) -> None:
    arguments = ("registry", "register", "chat", "model.safetensors", "--parent", registered)
    made = aegis(*arguments, "--key", "release.key", "--provenance", "commit=c0ffee", "--json")
    found = json.loads(made.stdout)
    assert (found["uri"], found["signer"], found["parents"]) == ("aegis://chat/2", "release", [registered])
    assert found["provenance"] == {"commit": "c0ffee"}
    unsigned = aegis(*arguments)
    assert unsigned.stderr == "aegis: chat has no signature, and the policy demands one.\n"


@pytest.mark.usefixtures("registered")
def test_a_model_is_registered_with_its_signature(aegis: Aegis) -> None:
    bundle = write_signature(sign_file("model.safetensors", KeyFileSigner("release.key")), "model")[1]
    made = aegis("registry", "register", "chat", "model.safetensors", "--signature", str(bundle))
    assert made.stdout.startswith("aegis://chat/2  staging  7  release"), made.stderr


@pytest.mark.usefixtures("registered")
def test_a_model_is_signed_by_vault(aegis: Aegis, folder: Path) -> None:
    with vault_transit() as vault:
        hvac.Client(url=vault.address, token=ROOT_TOKEN).secrets.transit.create_key(
            "models", key_type="ecdsa-p256"
        )
        signer = VaultTransitSigner("models", address=vault.address, token=ROOT_TOKEN)
        (folder / "release.pub").write_bytes(signer.public_key.pem())
        made = aegis(
            *("registry", "register", "chat", "model.safetensors", "--key", "hashivault://models"),
            VAULT_ADDR=vault.address,
            VAULT_TOKEN=ROOT_TOKEN,
        )
    assert made.stdout.startswith("aegis://chat/2  staging  7  release"), made.stderr
    assert aegis("registry", "verify", "aegis://chat/2").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--key", "a", "--signature", "b"), "Give --key or --signature, not both."),
        (("--provenance", "commit"), "'commit' is not of the form NAME=VALUE."),
        (("--key", "gcpkms://key"), "There is no signing with gcpkms://"),
        (("--key", "none.key"), "The key none.key cannot be read: No such file or directory."),
    ],
)
@pytest.mark.usefixtures("registered")
def test_what_cannot_be_registered(aegis: Aegis, arguments: tuple[str, ...], reason: str) -> None:
    refused = aegis("registry", "register", "chat", "model.safetensors", *arguments)
    assert refused.returncode != 0
    assert reason in refused.stderr
    assert len(aegis("registry", "list").stdout.splitlines()) == 1


def test_verifying_prints_the_path(aegis: Aegis, registered: str, folder: Path) -> None:
    verified = aegis("registry", "verify", registered)
    assert Path(verified.stdout.strip()).read_bytes() == b"weights", verified.stderr
    (folder / "policy.toml").write_text("[keys]\n")
    refused = aegis("registry", "verify", registered)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "aegis: The signature of chat was made with a key that the policy does not trust.\n"
    )


def test_gc_lists_before_it_deletes(aegis: Aegis, registered: str, folder: Path) -> None:
    storage = LocalStorageAdapter("aegis", root=folder / "store")
    storage.upload(folder / "model.safetensors", "models/chat/left/model.safetensors")
    assert aegis("registry", "gc").stdout == ""
    for arguments in (("--older-than", "0"), ("--older-than", "0", "--delete")):
        assert aegis("registry", "gc", *arguments).stdout == "models/chat/left/model.safetensors\n"
    assert aegis("registry", "gc", "--older-than", "0").stdout == ""
    assert aegis("registry", "verify", registered).returncode == 0


def test_tables_are_made_and_a_mistake_is_one_line(aegis: Aegis) -> None:
    made = aegis("registry", "upgrade")
    assert (made.returncode, made.stderr) == (0, "")
    assert aegis("registry", "list").stdout == ""
    wrong = aegis("registry", "list", DATABASE_URL="mysql://ada:hush@host/x")
    assert wrong.returncode == 7
    assert wrong.stderr.count("\n") == 1
    assert "DATABASE_URL" in wrong.stderr
    assert "hush" not in wrong.stderr
    missing = aegis("registry", "get", "aegis://chat/1")
    assert (missing.returncode, missing.stderr) == (3, "aegis: aegis://chat/1 is not registered.\n")
    assert aegis("registry", "get").returncode == 2


def test_it_is_a_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "aegis_multimodal_ai_system.cli", "--version"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout[:6]) == (0, "aegis "), ran.stderr
