"""A profile: complete before use, and silent about its secrets."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from codomyrmex.config_management import Profile, SecretReference, SettingsError

SECRET = SecretStr("hush")


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
    profile = Profile(name="xy", provider="aws", access_key=SecretStr("a"), secret_key=reference)
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
        proxy=SecretStr("http://user:hush@h"),
    )
    for shown in (
        repr(profile),
        str(profile),
        f"{profile}",
        repr(profile.model_dump()),
        profile.model_dump_json(),
    ):
        assert "hush" not in shown


def test_a_profile_is_not_pickled_but_can_be_copied() -> None:
    profile = Profile(name="xy", provider="aws", access_key=SECRET, secret_key=SECRET)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(profile)
    assert copy.copy(profile) == profile
    assert copy.deepcopy(profile) == profile


def test_a_profile_cannot_be_changed_and_takes_no_other_fields() -> None:
    profile = Profile(name="xy", provider="memory")
    with pytest.raises(ValidationError):
        profile.name = "other"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Profile(name="xy", provider="memory", secret="hush")  # type: ignore[call-arg]


def test_a_refused_value_is_not_repeated() -> None:
    fields = {"name": "xy", "provider": "aws", "secret_key": {SECRET.get_secret_value(): 1}}
    with pytest.raises(ValidationError) as caught:
        Profile.model_validate(fields)
    assert "hush" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["s3", "my-archive", "a.b", "a+b", "x1"])
def test_a_name_is_a_scheme(name: str) -> None:
    assert Profile(name=name, provider="memory").name == name


@pytest.mark.parametrize(
    "name", ["", "a", "1a", "-a", "A", "aB", "a_b", "a b", "a/b", "a:b", "ä1", "file", "ab\n"]
)
def test_what_is_no_scheme_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="URL scheme"):
        Profile(name=name, provider="memory")
