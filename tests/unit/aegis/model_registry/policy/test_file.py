"""A policy is read whole, or nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry.errors import PolicyError
from aegis_multimodal_ai_system.model_registry.policy import load_policy
from tests.unit.aegis.model_registry.keys import KeyPair


@pytest.fixture(autouse=True)
def _key(trusted: KeyPair, folder: Path) -> None:
    """Puts the trusted key beside the policy."""
    (folder / "release.pub").write_bytes(trusted.public.read_bytes())


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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is malformed: keys: Field required"),
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
        ('[keys.release]\nfile = "none.pub"\n', "key release of the policy, .*none.pub, cannot be read"),
        ('[keys.release]\nfile = "policy.toml"\n', "key release of the policy, .* is no public key in PEM"),
    ],
)
def test_a_policy_that_is_wrong(folder: Path, text: str, reason: str) -> None:
    with pytest.raises(PolicyError, match=reason):
        load_policy(written(folder, text))


def test_a_policy_that_cannot_be_read(folder: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: No such file"):
        load_policy(folder / "none.toml")
    (folder / "latin.toml").write_bytes(b"\xe4")
    with pytest.raises(PolicyError, match="is not UTF-8"):
        load_policy(folder / "latin.toml")
