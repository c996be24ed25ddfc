"""The file of profiles: what it may say, and what each mistake is told."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.config_management import Secret, SettingsError, config_path, get_profile, load_profiles
from codomyrmex.config_management.loading import Profiles

PASSWORD = "hush"
Load = Callable[[str], Profiles]

BUILTIN = ["s3", "aws", "minio", "infomaniak", "swift", "gs", "gcp", "az", "azure", "coda", "newsletter"]
BUILTIN += ["local", "memory"]

FULL = """
[profiles.archive]
provider = "s3"
endpoint_url = "https://storage.example:9000/prefix/"
region = "eu-1"
access_key = "archivist"
secret_key = "env:ARCHIVE_SECRET"
session_token = "env:ARCHIVE_TOKEN"
requester_pays = true
addressing = "path"
proxy = "http://proxy.example:3128"
ca_bundle = "certs/ca.pem"
budget = 60
connect_timeout = 2.5
stall_timeout = 10

[profiles.archive.capabilities]
conditional_put = true
"""


def test_every_key_is_read(load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET", "hush")
    monkeypatch.setenv("ARCHIVE_TOKEN", "hush too")
    profile = load(FULL)["archive"].resolve()
    assert profile.endpoint_url == "https://storage.example:9000/prefix"
    assert (profile.region, profile.addressing, profile.requester_pays) == ("eu-1", "path", True)
    assert (profile.budget, profile.connect_timeout, profile.stall_timeout) == (60, 2.5, 10)
    assert profile.ca_bundle == tmp_path / "certs/ca.pem"
    assert profile.capabilities == {"conditional_put": True}
    assert profile.source == tmp_path / "cloud.toml"
    secrets = (profile.access_key, profile.secret_key, profile.session_token, profile.proxy)
    revealed = [secret.get_secret_value() for secret in secrets if isinstance(secret, Secret)]
    assert revealed == ["archivist", "hush", "hush too", "http://proxy.example:3128"]


def test_without_a_file_there_are_the_built_in_profiles(tmp_path: Path) -> None:
    profiles = load_profiles(tmp_path / "nothing.toml")
    assert list(profiles) == BUILTIN
    assert len(profiles) == len(BUILTIN)
    assert profiles["memory"].provider == "memory"
    assert "nothing" not in profiles
    with pytest.raises(KeyError):
        profiles["nothing"]


def test_a_profile_may_take_the_place_of_a_built_in_one(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_ACCESS_KEY", "from the environment")
    monkeypatch.setenv("MINIO_SECRET_KEY", "hush")
    profiles = load('[profiles.minio]\nendpoint_url = "http://localhost:9000"\nanonymous = true\n')
    minio = profiles["minio"]
    assert (minio.provider, minio.endpoint_url, minio.access_key) == ("minio", "http://localhost:9000", None)
    assert list(profiles).count("minio") == 1
    assert len(profiles) == len(BUILTIN)


def test_a_profile_of_the_file_takes_nothing_from_the_environment(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.setenv(name, "hush")
    profile = load('[profiles.other]\nprovider = "s3"\nendpoint_url = "http://localhost"\n')["other"]
    assert (profile.access_key, profile.secret_key, profile.session_token, profile.region) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[profiles.x\n", r"not valid TOML: .*line 1"),
        ('[profiles.x]\nprovider = "s3"\nregion = \n', r"not valid TOML: .*line 3"),
        ("[profiles.x]\nregion = 'a'\nregion = 'b'\n", r"not valid TOML: .*line 3"),
        ("[profile.x]\n", "unknown key 'profile'"),
        ("profiles = 3\n", "'profiles' is no table"),
        ("[profiles]\nx = 3\n", "profile 'x' is no table"),
        (
            "[profiles.x]\nprovider = 's3'\nendpont_url = 'http://h'\n",
            "unknown key 'endpont_url'; did you mean 'endpoint_url'",
        ),
        (
            "[profiles.x]\nprovider = 's3'\nzzzzz = 1\n",
            "unknown key 'zzzzz'; known are provider, endpoint_url",
        ),
        ("[profiles.x]\nname = 'y'\n", "unknown key 'name'"),
        ("[profiles.x]\nsource = 'y'\n", "unknown key 'source'"),
        ("[profiles.xy]\n", "profile 'xy': provider: must be one of aws, gcp"),
        ("[profiles.x]\nprovider = 'amazon'\n", "provider: must be one of aws, gcp"),
        (
            "[profiles.x]\nprovider = 's3'\naddressing = 'odd'\n",
            "addressing: must be one of auto, path, virtual",
        ),
        (
            "[profiles.x]\nprovider = 's3'\nendpoint_url = 'localhost:9000'\n",
            "endpoint_url: .*does not start with http",
        ),
        ("[profiles.x]\nprovider = 's3'\nbudget = 0\n", "budget: must be a number of seconds above 0"),
        (
            "[profiles.x]\nprovider = 's3'\ncapabilities = {versioning = 'odd'}\n",
            "capabilities: must be a table of names, each true or false",
        ),
        ("[profiles.x]\nprovider = 's3'\n", "two or more of a-z"),
        ("[profiles.Archive]\nprovider = 's3'\n", "two or more of a-z"),
        ("[profiles.my_archive]\nprovider = 's3'\n", "two or more of a-z"),
        ("[profiles.file]\nprovider = 's3'\n", "not 'file'"),
        ("[profiles.xy]\nprovider = 's3'\nbudget = '30'\n", "budget: must be a number of seconds"),
        ("[profiles.xy]\nprovider = 's3'\nbudget = true\n", "budget: must be a number of seconds"),
        ("[profiles.xy]\nprovider = 's3'\nbudget = nan\n", "budget: must be a number of seconds"),
        ("[profiles.xy]\nprovider = 's3'\nregion = 1\n", "profile 'xy': region: must be text"),
        ("[profiles.xy]\nprovider = ['s3']\n", "provider: must be one of aws, gcp"),
        ("[profiles.xy]\nprovider = 's3'\nanonymous = 'yes'\n", "anonymous: must be true or false"),
        ("[profiles.xy]\nprovider = 's3'\nca_bundle = 3\n", "ca_bundle: must be a path"),
        ("[profiles.xy]\nprovider = 's3'\ncapabilities = 3\n", "capabilities: must be a table"),
        (
            "[profiles.x]\nprovider = 'amazon'\nregion = 1\n",
            "name: a profile is named .*; provider: must be one of .*; region: must be text",
        ),
        ("[profiles.xy]\nprovider = 's3'\nanonymous = true\naccess_key = 'a'\n", "exclude each other"),
        ("[profiles.xy]\nprovider = 'aws'\naws_profile = 'p'\naccess_key = 'a'\n", "exclude each other"),
        ("[profiles.xy]\nprovider = 'minio'\naws_profile = 'p'\n", "for the provider aws alone"),
        (
            "[profiles.xy]\nprovider = 'minio'\nparallel_uploads = false\n",
            "parallel_uploads is for the provider gcp alone",
        ),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_key(
    load: Load, tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason) as caught:
        load(text)
    assert str(tmp_path / "cloud.toml") in str(caught.value)


@pytest.mark.parametrize("key", ["secret_key", "session_token"])
@pytest.mark.parametrize(
    "value", ['"hush"', '"vault:hush"', '"env:"', '"ENV:hush"', '["hush"]', '{a = "hush"}']
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(load: Load, key: str, value: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"{key} must not be in the file; .*env:NAME, file:/path"
    ) as caught:
        load(f'[profiles.xy]\nprovider = "s3"\n{key} = {value}\n')
    assert "hush" not in "".join(traceback.format_exception(caught.value))


def test_a_proxy_with_a_password_is_a_secret(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="proxy must not be in the file") as caught:
        load('[profiles.xy]\nprovider = "memory"\nproxy = "http://user:hush@proxy"\n')
    assert "hush" not in str(caught.value)
    monkeypatch.setenv("PROXY_URL", "http://user:hush@proxy")
    profile = load('[profiles.xy]\nprovider = "memory"\nproxy = "env:PROXY_URL"\n')["xy"].resolve()
    assert "hush" not in repr(profile)


def test_an_endpoint_with_a_password_is_refused_and_not_repeated(load: Load) -> None:
    with pytest.raises(SettingsError, match="holds no user and password") as caught:
        load(f'[profiles.xy]\nprovider = "s3"\nendpoint_url = "http://user:{PASSWORD}@host"\n')
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_no_text_or_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "cloud.toml"
    file.write_bytes(b"[profiles.xy]\nregion = '\xff'\n")
    with pytest.raises(SettingsError, match=r"not UTF-8 text \(at line 2\)"):
        load_profiles(file)
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load_profiles(tmp_path)


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert config_path() == tmp_path / ".config/codomyrmex/cloud.toml"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative/is/ignored")
    assert config_path() == tmp_path / ".config/codomyrmex/cloud.toml"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert config_path() == tmp_path / "xdg/codomyrmex/cloud.toml"
    monkeypatch.setenv("CODOMYRMEX_CONFIG", "~/mine.toml")
    assert config_path() == tmp_path / "mine.toml"


def test_one_profile_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "cloud.toml"
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    with pytest.raises(
        SettingsError, match=r"no profile 'archiv' in .*cloud.toml, which does not exist; known are s3"
    ):
        get_profile("archiv")
    file.write_text('[profiles.archive]\nprovider = "memory"\n')
    assert get_profile("archive").provider == "memory"
    with pytest.raises(SettingsError, match=r"no profile 'archiv' in .*cloud.toml; did you mean 'archive'\?"):
        get_profile("archiv")
