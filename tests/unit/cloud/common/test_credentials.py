"""Credentials and configuration: complete or refused, and never shown."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codomyrmex.cloud.common.credentials import CloudConfig, CloudCredentials, configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.config_management.errors import SettingsError

CREDENTIALS = CloudCredentials(
    "aws",
    "hush-id",
    "hush-secret",
    session_token="hush-token",
    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
    extra={"hush-name": "hush-value"},
)


def test_no_secret_is_shown() -> None:
    assert "hush" not in repr(CREDENTIALS)
    assert "2030" in repr(CREDENTIALS)
    assert "hush" not in repr(CloudConfig("aws", credentials=CREDENTIALS))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", [CREDENTIALS, CloudConfig("aws", credentials=CREDENTIALS)])
def test_secrets_are_not_pickled(value: object, protocol: int) -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(value, protocol)


def test_a_configuration_without_secrets_is_pickled() -> None:
    config = CloudConfig("local", region="here")
    assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301  # our own bytes


def test_credentials_cannot_be_changed_and_are_replaced() -> None:
    with pytest.raises(FrozenInstanceError):
        CREDENTIALS.secret_key = "other"  # type: ignore[misc]
    assert replace(CREDENTIALS, expires_at=None).secret_key == "hush-secret"
    with pytest.raises(TypeError, match="not pickled"):
        copy.copy(CREDENTIALS)


@pytest.mark.parametrize("keys", [("hush", None), (None, "hush")])
def test_half_a_key_pair_is_refused(keys: tuple[str | None, str | None]) -> None:
    with pytest.raises(ConfigurationError, match="go together") as caught:
        CloudCredentials("aws", *keys)
    assert caught.value.provider == "aws"
    assert "hush" not in str(caught.value)


def test_an_expiry_needs_a_time_zone() -> None:
    with pytest.raises(ConfigurationError, match="time zone"):
        CloudCredentials("aws", expires_at=datetime(2030, 1, 1))  # noqa: DTZ001  # that is the point


def test_from_env(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "hush-token")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    config = CloudConfig.from_env()
    assert (config.provider, config.region, config.endpoint_url) == ("aws", "eu-west-1", None)
    assert config.credentials == CloudCredentials("aws", "id", "hush", session_token="hush-token")
    assert "hush" not in repr(config)


def test_from_env_of_another_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    assert CloudConfig.from_env(CloudProvider.MEMORY).credentials is None
    with pytest.raises(
        ConfigurationError, match="set INFOMANIAK_S3_ACCESS_KEY, INFOMANIAK_S3_SECRET_KEY"
    ) as caught:
        CloudConfig.from_env(CloudProvider.INFOMANIAK)
    assert caught.value.provider == "infomaniak"
    with pytest.raises(ConfigurationError, match="no provider 'nobody'; known are s3, aws"):
        CloudConfig.from_env("nobody")


def test_without_keys_the_sdk_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")
    config = CloudConfig.from_env("aws")
    assert config.credentials is None
    assert config.profile is not None
    assert config.profile.aws_profile == "work"


def test_from_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "cloud.toml"
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    file.write_text(
        '[profiles.archive]\nprovider = "s3"\nendpoint_url = "http://h"\n'
        'access_key = "a"\nsecret_key = "env:HID"\n'
    )
    with pytest.raises(
        ConfigurationError, match=r"the profile 'archive' has no secret_key: .* HID is not set"
    ):
        CloudConfig.from_profile("archive")
    monkeypatch.setenv("HID", "hush")
    config = CloudConfig.from_profile("archive")
    assert config.credentials == CloudCredentials("s3", "a", "hush")
    with pytest.raises(ConfigurationError, match="did you mean 'archive'"):
        CloudConfig.from_profile("archives")


def test_a_wrong_setting_leaves_as_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="wrong") as caught, configuration_errors("minio"):
        raise SettingsError("wrong")
    assert caught.value.provider == "minio"
    assert isinstance(caught.value.__cause__, SettingsError)
