"""``cmx`` against Azurite."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

import pytest

from tests.servers.azurite import AzuriteServer
from tests.unit.cloud.cli.conftest import Cmx


@pytest.fixture
def bucket(cmx: Cmx, azurite_server: AzuriteServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a new bucket of the account that the environment names."""
    where = f"BlobEndpoint={azurite_server.url};AccountKey={azurite_server.account_key}"
    monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", where)
    url = f"az://cmx-{secrets.token_hex(6)}"
    assert cmx("mb", url).code == 0
    return url


def test_put_list_read_and_delete(cmx: Cmx, bucket: str, tmp_path: Path) -> None:
    assert cmx("put", f"{bucket}/a//b ü.txt", "--metadata", "who-is=me", stdin=b"hello").code == 0
    found = cmx("stat", f"{bucket}/a//b ü.txt", "--json").object
    assert (found["size"], found["metadata"]) == (5, {"who-is": "me"})
    assert cmx("cp", f"{bucket}/a//b ü.txt", tmp_path / "back.txt").code == 0
    assert Path(tmp_path, "back.txt").read_bytes() == b"hello"
    assert cmx("rm", "-r", "--yes", bucket).code == 0
    assert cmx("rb", bucket).code == 0


def test_presign_says_which_headers_a_put_needs(cmx: Cmx, bucket: str, tmp_path: Path) -> None:
    Path(tmp_path, "source").write_bytes(b"from outside")
    told = cmx("presign", "--method", "put", f"{bucket}/x")
    assert told.err == "cmx: the request must carry: -H 'x-ms-blob-type: BlockBlob'\n"
    signed = cmx("presign", "--method", "put", f"{bucket}/x", "--json").object
    headers = [f"-H{name}: {value}" for name, value in signed["headers"].items()]
    curl = ["curl", "--silent", "--show-error", "--fail", *headers, "-T", str(tmp_path / "source")]
    subprocess.run([*curl, signed["presigned_url"]], check=True, timeout=300)
    assert cmx("cat", f"{bucket}/x").out == "from outside"
    assert cmx("presign", f"{bucket}/x").err == ""


def test_no_secret_is_shown(cmx: Cmx, bucket: str, azurite_server: AzuriteServer) -> None:
    for arguments in (["providers"], ["doctor"], ["ls", bucket], ["presign", f"{bucket}/x"]):
        outcome = cmx(*arguments)
        assert azurite_server.account_key not in outcome.out + outcome.err
