"""``providers`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers.s3_server import S3Server
from tests.unit.cloud.cli.conftest import Cmx


def configure(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make ``text`` the file of profiles."""
    file = tmp_path / "cloud.toml"
    file.write_text(text)
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    return file


def test_providers_says_what_is_missing(cmx: Cmx) -> None:
    rows = {row["profile"]: row for row in cmx("providers", "--json").lines}
    assert rows["minio"] == {
        "profile": "minio",
        "provider": "minio",
        "client": "MinIOClient",
        "installed": True,
        "configured": False,
        "missing": ["MINIO_ENDPOINT", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"],
        "source": None,
        "problem": "set MINIO_ENDPOINT, MINIO_ACCESS_KEY, MINIO_SECRET_KEY",
    }
    assert rows["local"]["problem"] is None
    assert "local://       local       ready\n" in cmx("providers").out


def test_providers_reads_the_file(cmx: Cmx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = configure(
        '[profiles.archive]\nprovider = "minio"\nendpoint_url = "http://127.0.0.1:9"\n'
        'access_key = "me"\nsecret_key = "env:ARCHIVE_SECRET"\n'
        '[profiles.notes]\nprovider = "coda"\n',
        tmp_path,
        monkeypatch,
    )
    rows = {row["profile"]: row for row in cmx("providers", "--json").lines}
    assert rows["archive"]["source"] == str(file)
    assert (rows["notes"]["client"], rows["notes"]["problem"]) == ("CodaClient", "set token")
    assert any("ARCHIVE_SECRET" in lacking for lacking in rows["archive"]["missing"])


def test_a_wrong_file_is_a_configuration_error(
    cmx: Cmx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('[profiles.wrong]\nprovider = "minio"\nsecret_key = "hunter2"\n', tmp_path, monkeypatch)
    for command in (["providers"], ["doctor"], ["ls", "wrong://"]):
        outcome = cmx(*command)
        assert outcome.code == 7
        assert "hunter2" not in outcome.err


@pytest.mark.usefixtures("store", "minio")
def test_doctor_tries_what_is_configured(cmx: Cmx) -> None:
    outcome = cmx("doctor", "--json")
    rows = {row["profile"]: row for row in outcome.lines}
    assert outcome.code == 0
    assert set(rows) == {"minio", "local", "memory"}
    assert (rows["local"]["ok"], rows["local"]["buckets"], rows["local"]["problem"]) == (True, 1, None)
    assert rows["minio"]["ok"] is True
    assert cmx("doctor", "local").out.startswith("ok   local://  1 bucket in ")


def test_doctor_says_what_is_wrong(cmx: Cmx, monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    monkeypatch.setenv("MINIO_ENDPOINT", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("MINIO_ACCESS_KEY", "someone")
    monkeypatch.setenv("MINIO_SECRET_KEY", "hunter2")
    outcome = cmx("doctor", "minio")
    assert outcome.code == 6
    assert outcome.out.startswith("BAD  minio://  ")
    assert outcome.out.count("\n") == 1
    assert "hunter2" not in outcome.out + outcome.err
    unknown = cmx("doctor", "nosuch", "--json")
    assert (unknown.code, unknown.object["error"]) == (7, "ConfigurationError")


def test_doctor_knows_wrong_keys(cmx: Cmx, rclone_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_ENDPOINT", rclone_server.endpoint)
    monkeypatch.setenv("MINIO_ACCESS_KEY", rclone_server.access_key)
    monkeypatch.setenv("MINIO_SECRET_KEY", "not-the-secret")
    outcome = cmx("doctor", "minio", "--json")
    assert outcome.code == 4
    assert (outcome.object["ok"], outcome.object["error"]) == (False, "AuthenticationError")
    refused = cmx("ls", "minio://")
    assert refused.code == 4
    assert refused.err.endswith("Check the profile with: cmx doctor minio\n")
