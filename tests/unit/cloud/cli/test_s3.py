"""``cmx`` against a server that speaks S3."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.unit.cloud.cli.conftest import Cmx

pytestmark = pytest.mark.usefixtures("minio")


@pytest.fixture
def bucket(cmx: Cmx) -> str:
    """The address of a new bucket."""
    url = f"minio://cmx-{secrets.token_hex(6)}"
    assert cmx("mb", url).code == 0
    return url


def test_a_tree_up_across_and_down(
    cmx: Cmx, bucket: str, store: LocalStorageClient, tmp_path: Path, tree: dict[str, bytes]
) -> None:
    assert cmx("cp", "-r", tmp_path / "tree", f"{bucket}/t").code == 0
    assert cmx("du", bucket, "--json").object["objects"] == 4
    assert cmx("cp", "-r", f"{bucket}/t", "local://b").code == 0
    assert {info.key: store.get_object("b", info.key) for info in store.list_objects("b")} == tree
    assert cmx("cp", f"{bucket}/t/a.txt", tmp_path / "back.txt").code == 0
    assert Path(tmp_path, "back.txt").read_bytes() == b"alpha"
    assert cmx("rm", "-r", "--yes", f"{bucket}/t").code == 0
    assert cmx("rb", bucket).code == 0


def test_a_key_that_cannot_be_a_file_is_reported(cmx: Cmx, bucket: str, tmp_path: Path) -> None:
    for key in ("fine", "x//y"):
        cmx("put", f"{bucket}/{key}", stdin=b"1")
    planned = cmx("cp", "-rn", bucket, tmp_path / "back")
    assert (planned.code, planned.out) == (2, f"{bucket}/fine -> {tmp_path}/back/fine\n")
    outcome = cmx("cp", "-r", bucket, tmp_path / "back")
    assert outcome.code == 2
    assert outcome.err.startswith(f"cmx: {bucket}/x//y: ")
    assert outcome.out.startswith("1 file, 1 B in ")
    assert outcome.out.endswith(", 1 file failed\n")
    assert [path.name for path in Path(tmp_path, "back").rglob("*")] == ["fine"]


def test_put_stat_cat_rm(cmx: Cmx, bucket: str) -> None:
    url = f"{bucket}/a//b ü.txt"
    assert cmx("put", url, "--metadata", "who=me", stdin=b"hello").code == 0
    found = cmx("stat", url, "--json").object
    assert (found["key"], found["size"], found["metadata"]) == ("a//b ü.txt", 5, {"who": "me"})
    assert cmx("cat", url).out == "hello"
    assert cmx("rm", url).code == 0
    assert cmx("cat", url).code == 3


def test_presign_gives_one_object_away(cmx: Cmx, bucket: str) -> None:
    written = cmx("presign", "--method", "put", "--expires", "2m", f"{bucket}/x", "--json").object
    assert (written["url"], written["method"], written["expires_in"]) == (f"{bucket}/x", "PUT", 120)
    # urllib would send the data as a form.
    headers = {"Content-Type": "application/octet-stream"}
    request = Request(written["presigned_url"], data=b"hello", headers=headers, method="PUT")
    with urlopen(request, timeout=30) as answer:
        assert answer.status == 200
    signed = cmx("presign", f"{bucket}/x").out.rstrip("\n")
    with urlopen(signed, timeout=30) as answer:
        assert answer.read() == b"hello"
    cmx("rm", f"{bucket}/x")
    with pytest.raises(HTTPError, match="404"):
        urlopen(signed, timeout=30)


def test_a_secret_is_never_in_the_output(cmx: Cmx, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIO_SECRET_KEY", "hunter2-and-more")
    for arguments in (["providers"], ["doctor"], ["ls", bucket], ["presign", f"{bucket}/x"]):
        outcome = cmx(*arguments, "--json")
        assert "hunter2" not in outcome.out + outcome.err
