"""A profile: complete before use, and silent about its secrets."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import traceback
from typing import Any

import pytest

from codomyrmex.config_management import Profile, Secret, SecretReference, SettingsError
from codomyrmex.config_management.errors import FieldError

SECRET = Secret("hush")


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"provider": "memory"}, ()),
        ({"provider": "local"}, ()),
        ({"provider": "aws"}, ()),
        ({"provider": "s3"}, ("endpoint_url", "access_key", "secret_key")),
        ({"provider": "s3", "anonymous": True}, ("endpoint_url",)),
        ({"provider": "s3", "anonymous": True, "endpoint_url": "http://h"}, ()),
        ({"provider": "aws", "access_key": SECRET}, ("secret_key",)),
        ({"provider": "aws", "secret_key": SECRET}, ("access_key",)),
        ({"provider": "aws", "session_token": SECRET}, ("access_key", "secret_key")),
        ({"provider": "infomaniak", "endpoint_url": "https://h"}, ("access_key", "secret_key")),
    ],
)
def test_what_has_to_be_there(fields: dict[str, Any], missing: tuple[str, ...]) -> None:
    profile = Profile(name="xy", **fields)
    assert profile.missing() == missing
    if missing:
        with pytest.raises(SettingsError, match="the profile 'xy' is not complete: set "):
            profile.resolve()
    else:
        assert profile.resolve() == profile


def test_references_are_read_late(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = SecretReference("env", "LATE")
    profile = Profile(name="xy", provider="aws", access_key=Secret("a"), secret_key=reference)
    with pytest.raises(
        SettingsError, match="the profile 'xy' has no secret_key: the environment variable LATE is not set"
    ):
        profile.resolve()
    monkeypatch.setenv("LATE", "hush")
    assert profile.resolve().secret_key == SECRET
    assert profile.secret_key == reference


def test_a_secret_is_never_shown() -> None:
    profile = Profile(
        name="xy",
        provider="aws",
        access_key=SECRET,
        secret_key=SECRET,
        session_token=SECRET,
        proxy=Secret("http://user:hush@h"),
    )
    for shown in (
        repr(profile),
        str(profile),
        f"{profile}",
        repr(dataclasses.asdict(profile)),
        f"{profile.secret_key}",
    ):
        assert "hush" not in shown


def test_a_profile_is_not_pickled_but_can_be_copied() -> None:
    profile = Profile(name="xy", provider="aws", access_key=SECRET, secret_key=SECRET)
    for secretive in (profile, SECRET):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(secretive)
    assert copy.copy(profile) == profile
    assert copy.deepcopy(profile) == profile


def test_a_profile_cannot_be_changed_and_takes_no_other_fields() -> None:
    profile = Profile(name="xy", provider="memory")
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.name = "other"  # type: ignore[misc]
    with pytest.raises(FieldError, match=r"a profile has no nmae and no secret$"):
        profile.with_fields(nmae="other", secret="hush", provider="local")


def test_a_refused_value_is_not_repeated() -> None:
    fields: dict[str, Any] = {"name": "xy", "provider": "aws", "secret_key": {SECRET.get_secret_value(): 1}}
    with pytest.raises(FieldError, match="secret_key: must be text or a reference") as caught:
        Profile(**fields)
    assert "hush" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["s3", "my-archive", "a.b", "a+b", "x1"])
def test_a_name_is_a_scheme(name: str) -> None:
    assert Profile(name=name, provider="memory").name == name


@pytest.mark.parametrize(
    "name", ["", "a", "1a", "-a", "A", "aB", "a_b", "a b", "a/b", "a:b", "ä1", "file", "ab\n"]
)
def test_what_is_no_scheme_is_refused(name: str) -> None:
    with pytest.raises(FieldError, match="URL scheme"):
        Profile(name=name, provider="memory")
