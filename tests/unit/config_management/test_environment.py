"""Built-in profiles: each provider's own variables, and no other's."""

from __future__ import annotations

import re
import sys
import traceback
from pathlib import Path

import pytest

from codomyrmex.config_management import Profile, Secret, SettingsError, load_profiles
from codomyrmex.config_management.builtin import BUILTIN_PROVIDERS, builtin_profile
from codomyrmex.config_management.data_folder import default_local_root
from codomyrmex.config_management.profile import FIELDS

VARIABLES = {
    "aws": [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_DEFAULT_REGION",
        "AWS_CA_BUNDLE",
    ],
    "minio": ["MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "MINIO_REGION"],
    "infomaniak": ["INFOMANIAK_S3_ACCESS_KEY", "INFOMANIAK_S3_SECRET_KEY", "INFOMANIAK_S3_REGION"],
    "local": ["CODOMYRMEX_LOCAL_ROOT"],
    "gcp": ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT"],
    "azure": [
        "AZURE_STORAGE_ACCOUNT",
        "AZURE_STORAGE_KEY",
        "AZURE_STORAGE_SAS_TOKEN",
        "AZURE_STORAGE_CONNECTION_STRING",
    ],
}


def values(profile: Profile) -> str:
    """Everything a profile holds, secrets included."""
    held = [getattr(profile, name) for name in FIELDS]
    return repr([value.get_secret_value() if isinstance(value, Secret) else value for value in held])


def test_aws_reads_what_boto3_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES["aws"]:
        monkeypatch.setenv(name, name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://general")
    for alias in ("aws", "s3"):
        profile = builtin_profile(alias)
        assert (profile.name, profile.provider) == (alias, "aws")
        assert all(name in values(profile) for name in VARIABLES["aws"])
        assert profile.endpoint_url == "http://general"
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://special/")
    assert builtin_profile("aws").endpoint_url == "http://special"
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert builtin_profile("aws").endpoint_url is None


def test_google_cloud_leaves_who_calls_to_its_own_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/key.json")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "mine")
    profile = builtin_profile("gs")
    assert (profile.project, profile.credentials_file, profile.anonymous) == ("mine", None, False)


@pytest.mark.parametrize("host", ["127.0.0.1:9023", "http://127.0.0.1:9023/"])
def test_an_emulator_of_google_cloud_is_called_without_credentials(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", host)
    profile = builtin_profile("gcp")
    assert (profile.endpoint_url, profile.anonymous) == ("http://127.0.0.1:9023", True)
    assert profile.project


def test_aws_keys_win_over_a_named_profile_as_in_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert (builtin_profile("aws").aws_profile, builtin_profile("aws").region) == ("work", "eu-west-1")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "left over")
    assert builtin_profile("aws").session_token is None
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    assert builtin_profile("aws").aws_profile is None
    assert builtin_profile("aws").session_token is not None


def test_minio_never_mixes_two_pairs_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_ENDPOINT", "http://localhost:9000")
    monkeypatch.setenv("MINIO_ROOT_USER", "root")
    monkeypatch.setenv("MINIO_ROOT_PASSWORD", "hush")
    profile = builtin_profile("minio").resolve()
    assert (profile.access_key, profile.secret_key) == (Secret("root"), Secret("hush"))
    monkeypatch.setenv("MINIO_ACCESS_KEY", "me")
    with pytest.raises(SettingsError, match=r"the profile 'minio' is not complete: set MINIO_SECRET_KEY$"):
        builtin_profile("minio").resolve()


@pytest.mark.parametrize(
    ("endpoint", "region", "expected"),
    [
        (None, None, (None, None)),
        ("https://s3.pub2.infomaniak.cloud", None, ("https://s3.pub2.infomaniak.cloud", None)),
        ("http://127.0.0.1:1", "us-east-1", ("http://127.0.0.1:1", "us-east-1")),
    ],
)
def test_infomaniak(
    monkeypatch: pytest.MonkeyPatch, endpoint: str | None, region: str | None, expected: tuple[str, str]
) -> None:
    monkeypatch.setenv("INFOMANIAK_S3_ACCESS_KEY", "a")
    monkeypatch.setenv("INFOMANIAK_S3_SECRET_KEY", "hush")
    if endpoint:
        monkeypatch.setenv("INFOMANIAK_S3_ENDPOINT", endpoint)
    if region:
        monkeypatch.setenv("INFOMANIAK_S3_REGION", region)
    profile = builtin_profile("infomaniak").resolve()
    assert (profile.endpoint_url, profile.region) == expected
    assert profile.secret_key == Secret("hush")


def test_azure_takes_the_whole_string_or_the_account_with_one_credential(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "data")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", "signature")
    profile = builtin_profile("az")
    assert (profile.account, profile.account_key, profile.sas_token) == ("data", None, Secret("signature"))
    monkeypatch.setenv("AZURE_STORAGE_KEY", "hush")
    profile = builtin_profile("azure")
    assert (profile.account_key, profile.sas_token) == (Secret("hush"), None)
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", "all of it")
    profile = builtin_profile("azure")
    assert (profile.connection_string, profile.account) == (Secret("all of it"), None)


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these have folders of their own")
def test_local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert builtin_profile("local").root == default_local_root() == tmp_path / "codomyrmex/cloud"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/ignored")
    assert default_local_root() == Path.home() / ".local/share/codomyrmex/cloud"
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", "~/store")
    assert builtin_profile("local").root == Path.home() / "store"


@pytest.mark.parametrize("name", BUILTIN_PROVIDERS)
def test_no_provider_sees_the_variables_of_another(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for owner, variables in VARIABLES.items():
        for variable in variables:
            monkeypatch.setenv(variable, f"from-{owner}")
    owners = set(re.findall(r"from-([a-z]+)", values(builtin_profile(name))))
    assert owners <= {BUILTIN_PROVIDERS[name]}


def test_a_wrong_variable_is_no_trouble_to_other_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_ENDPOINT", "user:hush@localhost:9000")
    profiles = load_profiles()
    assert profiles["memory"].provider == "memory"
    with pytest.raises(SettingsError, match="the environment of minio is wrong: endpoint_url: ") as caught:
        profiles["minio"]
    assert "hush" not in "".join(traceback.format_exception(caught.value))


def test_a_variable_of_the_wrong_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "maybe")
    with pytest.raises(SettingsError, match="AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: must be true or false"):
        builtin_profile("aws")


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES["aws"], "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.setenv(name, "")
    assert builtin_profile("aws") == Profile(name="aws", provider="aws")
