"""The profiles of the embedded stores: the same as the built-in ones, without what a file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.config_management import SettingsError, embedded_profile, get_profile


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of profiles, which is not there yet."""
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(tmp_path / "cloud.toml"))
    return tmp_path / "cloud.toml"


@pytest.mark.parametrize("name", ["local", "memory"])
@pytest.mark.parametrize("root", ["", "~/store", "relative", "/srv/store"])
def test_they_say_what_the_built_in_ones_say(name: str, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", root)
    embedded, builtin = embedded_profile(name), get_profile(name).resolve()
    assert embedded is not None
    for field in ("name", "provider", "root", "capabilities"):
        assert getattr(embedded.resolve(), field) == getattr(builtin, field)


@pytest.mark.parametrize("name", ["minio", "s3", "nosuch"])
def test_other_names_are_for_the_settings(name: str) -> None:
    assert embedded_profile(name) is None


def test_a_profile_in_the_file_may_have_the_name(file: Path) -> None:
    file.write_text("# no profiles\n")
    assert embedded_profile("local") is not None
    file.write_text('[profiles.local]\nroot = "elsewhere"\n')
    assert embedded_profile("local") is None
    assert get_profile("local").root == file.parent / "elsewhere"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"[profiles.x\n", r"not valid TOML: .*line 1"),
        (b"[profile.x]\n", "unknown key 'profile'"),
        (b"profiles = 3\n", "'profiles' is no table"),
        (b"\xff", r"not UTF-8 text \(at line 1\)"),
    ],
)
def test_a_file_that_is_wrong_is_told(file: Path, text: bytes, reason: str) -> None:
    file.write_bytes(text)
    with pytest.raises(SettingsError, match=reason) as caught:
        embedded_profile("local")
    assert str(file) in str(caught.value)
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        embedded_profile("local")
