"""A policy is read whole, or nothing of it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry.errors import PolicyError, UntrustedAuthorityError
from aegis_multimodal_ai_system.model_registry.policy import load_policy
from aegis_multimodal_ai_system.model_registry.signatures import Identity, read_signature
from codomyrmex.cloud import MissingDependencyError
from tests.unit.aegis.model_registry.keyless import ISSUER, WEIGHTS, WORKFLOW, PrivateSigstore
from tests.unit.aegis.model_registry.keys import KeyPair


@pytest.fixture(autouse=True)
def _key(trusted: KeyPair, folder: Path) -> None:
    """Puts the trusted key beside the policy."""
    (folder / "release.pub").write_bytes(trusted.public.read_bytes())


def identity(**changed: str) -> str:
    """The table of an identity, but for changes."""
    fields = {"issuer": "https://issuer.example", "identity": "ada@example.com"} | changed
    return "[identities.ci]\n" + "".join(f"{name} = {value!r}\n" for name, value in fields.items())


def written(folder: Path, text: str) -> Path:
    """The policy."""
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_policy_is_read(folder: Path, trusted: KeyPair, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(
        folder,
        '[keys.release]\nfile = "release.pub"\nmodels = ["chat-*"]\n'
        '[allow]\nunsigned = ["scratch-*"]\nunsafe_formats = ["legacy"]\n',
    )
    monkeypatch.chdir("/")  # paths start at the policy
    policy = load_policy(file)
    assert policy.keys["release"].key == trusted.key
    assert policy.keys["release"].models == ("chat-*",)
    assert (policy.unsigned, policy.unsafe) == (("scratch-*",), ("legacy",))


def test_what_is_left_out_allows_nothing(folder: Path) -> None:
    policy = load_policy(written(folder, '[keys.release]\nfile = "release.pub"\n'))
    assert policy.keys["release"].models == ("*",)
    assert (policy.unsigned, policy.unsafe) == ((), ())


def test_a_policy_with_identities_is_read(
    folder: Path, sigstore: PrivateSigstore, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "root.json").write_bytes(sigstore.root.read_bytes())
    file = written(
        folder,
        identity() + "[identities.release]\n"
        f'issuer = "{ISSUER}"\nidentity = "{WORKFLOW}"\nmodels = ["chat*"]\ntrust_root = "root.json"\n',
    )
    monkeypatch.chdir("/")
    policy = load_policy(file)
    assert policy.identities["ci"].identity == Identity("https://issuer.example", "ada@example.com")
    assert policy.identities["ci"].models == ("*",)
    assert policy.identities["release"].models == ("chat*",)
    signature, digest = read_signature(sigstore.bundle("release")), hashlib.sha256(WEIGHTS).digest()
    assert policy.check_signature("chat-small", digest, signature) == "release"
    with pytest.raises(UntrustedAuthorityError):
        policy.check_signature("vision", digest, signature)  # only ci may, on the public Sigstore


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is malformed: Value error, it has neither keys nor identities"),
        ("keys = 1\n", "is malformed: keys: Input should be a valid dictionary"),
        ("[keys.release]\n", r"is malformed: keys\.release\.file: Field required"),
        ("[keys.release", "is not valid TOML"),
        (
            '[keys]\n[allow]\nunsinged = ["*"]\n',
            r"malformed: allow\.unsinged: Extra inputs are not permitted",
        ),
        ('[keys]\n[allow]\nunsigned = "*"\n', r"malformed: allow\.unsigned: Input should be a valid list"),
        (
            "[keys]\n[allow]\nunsigned = [1]\n",
            r"malformed: allow\.unsigned\.0: Input should be a valid string",
        ),
        ('[keys]\n[allow]\nunsigned = [""]\n', r"malformed: allow\.unsigned\.0"),
        ("[keys]\n[other]\n", "malformed: other: Extra inputs"),
        (
            "[identities.ci]\n",
            r"malformed: identities\.ci\.issuer: Field required; identities\.ci\.identity: F",
        ),
        (identity(issuer="http://issuer.example"), r"identities\.ci\.issuer: String should match"),
        (identity(identity="https://github.com/org/*"), r"identities\.ci\.identity: String should match"),
        (identity(identity=""), r"identities\.ci\.identity: String should match"),
        (identity(modles="chat"), r"identities\.ci\.modles: Extra inputs"),
        (identity(trust_root="none.json"), "The trusted root .*none.json cannot be read: No such file"),
        (identity(trust_root="policy.toml"), "The trusted root .*policy.toml is malformed"),
        (identity() + '[keys.ci]\nfile = "release.pub"\n', "both a key and an identity with the name ci"),
        ('[keys.release]\nfile = "none.pub"\n', "key release of the policy, .*none.pub, cannot be read"),
        ('[keys.release]\nfile = "policy.toml"\n', "key release of the policy, .* is no public key in PEM"),
    ],
)
def test_a_policy_that_is_wrong(folder: Path, text: str, reason: str) -> None:
    with pytest.raises(PolicyError, match=reason):
        load_policy(written(folder, text))


def test_identities_need_an_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sigstore", None)
    assert load_policy(written(folder, '[keys.release]\nfile = "release.pub"\n')).identities == {}
    with pytest.raises(MissingDependencyError, match=r"codomyrmex-cloud\[sigstore\]"):
        load_policy(written(folder, identity()))


def test_a_policy_that_cannot_be_read(folder: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: No such file"):
        load_policy(folder / "none.toml")
    (folder / "latin.toml").write_bytes(b"\xe4")
    with pytest.raises(PolicyError, match="is not UTF-8"):
        load_policy(folder / "latin.toml")
