"""What is configured and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.config_management import describe, load_profiles
from codomyrmex.config_management.loading import Profiles


def test_an_empty_environment_has_the_embedded_stores_alone() -> None:
    missing = {name: describe(profile).missing for name, profile in load_profiles().items()}
    aws = ("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",)
    azure = ("AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING",)
    assert missing == {
        "s3": aws,
        "aws": aws,
        "minio": ("MINIO_ENDPOINT", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"),
        "infomaniak": ("INFOMANIAK_S3_ACCESS_KEY", "INFOMANIAK_S3_SECRET_KEY"),
        "swift": (
            "OS_CLOUD, OS_APPLICATION_CREDENTIAL_ID and OS_APPLICATION_CREDENTIAL_SECRET, or OS_USERNAME",
        ),
        "gs": ("GOOGLE_APPLICATION_CREDENTIALS",),
        "gcp": ("GOOGLE_APPLICATION_CREDENTIALS",),
        "az": azure,
        "azure": azure,
        "coda": ("CODA_API_TOKEN",),
        "newsletter": ("INFOMANIAK_NEWSLETTER_TOKEN", "INFOMANIAK_NEWSLETTER_ID"),
        "local": (),
        "memory": (),
    }


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("aws", {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "hush"}),
        ("aws", {"AWS_PROFILE": "work"}),
        ("s3", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token"}),
        ("s3", {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
        ("minio", {"MINIO_ENDPOINT": "http://h", "MINIO_ROOT_USER": "a", "MINIO_ROOT_PASSWORD": "hush"}),
        ("infomaniak", {"INFOMANIAK_S3_ACCESS_KEY": "a", "INFOMANIAK_S3_SECRET_KEY": "hush"}),
        ("gs", {"GOOGLE_APPLICATION_CREDENTIALS": "/key.json"}),
        ("az", {"AZURE_STORAGE_ACCOUNT": "a"}),
        ("azure", {"AZURE_STORAGE_CONNECTION_STRING": "AccountName=a;AccountKey=hush"}),
    ],
)
def test_what_makes_a_provider_configured(
    monkeypatch: pytest.MonkeyPatch, name: str, variables: dict[str, str]
) -> None:
    assert not describe(load_profiles()[name]).configured
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    status = describe(load_profiles()[name])
    assert status.configured
    assert "hush" not in repr(status)


def test_credential_files_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text("[default]\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    (tmp_path / "application_default_credentials.json").write_text("{}")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    assert describe(load_profiles()["aws"]).configured
    assert describe(load_profiles()["gcp"]).configured


def test_a_profile_of_the_file_names_keys_and_references(
    load: Callable[[str], Profiles], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = """
    [profiles.xy]
    provider = "minio"
    access_key = "a"
    secret_key = "env:XY_SECRET"
    session_token = "file:/nowhere/token"
    """
    status = describe(load(text)["xy"])
    assert (status.name, status.provider, status.source) == ("xy", "minio", tmp_path / "cloud.toml")
    assert status.missing == ("endpoint_url", "XY_SECRET", "/nowhere/token")
    monkeypatch.setenv("XY_SECRET", "hush")
    assert describe(load(text)["xy"]).missing == ("endpoint_url", "/nowhere/token")
