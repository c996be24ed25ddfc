"""Amazon's client: where its settings come from, and what happens without the SDK."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.errors import AuthenticationError, ConfigurationError
from codomyrmex.cloud.wire import ConnectionOptions
from tests.servers.capture import CapturedRequest, CaptureServer
from tests.servers.tls import TlsFront

REPOSITORY = Path(__file__).parents[4]


@pytest.fixture
def server(capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch) -> CaptureServer:
    """A server that AWS_ENDPOINT_URL_S3 names."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", capture_server.endpoint)
    return capture_server


@pytest.fixture
def files() -> dict[str, Path]:
    """The two files of the AWS tools."""
    return {
        "config": Path(os.environ["AWS_CONFIG_FILE"]),
        "credentials": Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]),
    }


def scope(request: CapturedRequest) -> str:
    """Access key and region that the request was signed with."""
    parts = (request.header("Authorization") or "").split("=")[1].split("/")
    return f"{parts[0]} {parts[2]}"


def test_a_profile(server: CaptureServer, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    files["credentials"].write_text(
        "[default]\naws_access_key_id=WRONG\naws_secret_access_key=x\n"
        "[work]\naws_access_key_id=AKWORK\naws_secret_access_key=y\naws_session_token=z\n"
    )
    files["config"].write_text("[profile work]\nregion=eu-west-3\n")
    monkeypatch.setenv("AWS_PROFILE", "work")
    S3Client().put_object("data", "key", b"x")
    (request,) = server.requests
    assert scope(request) == "AKWORK eu-west-3"
    assert request.header("x-amz-security-token") == "z"


def test_what_is_given_comes_before_the_environment(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of the environment")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    client = S3Client(
        endpoint_url=capture_server.endpoint, region="eu-west-2", access_key="AKGIVEN", secret_key="y"
    )
    client.put_object("data", "key", b"x")
    (request,) = capture_server.requests
    assert scope(request) == "AKGIVEN eu-west-2"
    assert request.header("x-amz-security-token") is None


def test_the_environment(server: CaptureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    S3Client().put_object("data", "key", b"x")
    (request,) = server.requests
    assert scope(request) == "AKENV eu-west-1"
    assert request.header("x-amz-security-token") == "token"


@pytest.mark.usefixtures("server")
def test_the_endpoint_of_the_environment_may_be_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    client = S3Client(access_key="a", secret_key="b")
    assert client.generate_presigned_url("data", "key").startswith(
        "https://data.s3.us-east-1.amazonaws.com/key?"
    )


@pytest.mark.parametrize("named_by", ["environment", "options"])
def test_a_private_authority(
    capture_server: CaptureServer,
    tls_front: Callable[[int], TlsFront],
    monkeypatch: pytest.MonkeyPatch,
    named_by: str,
) -> None:
    front = tls_front(capture_server.port)
    options = None
    if named_by == "environment":
        monkeypatch.setenv("AWS_CA_BUNDLE", str(front.authority))
    else:
        monkeypatch.setenv("AWS_CA_BUNDLE", "/does/not/exist")
        options = ConnectionOptions(ca_bundle=str(front.authority))
    client = S3Client(endpoint_url=front.endpoint, access_key="a", secret_key="b", connection=options)
    client.put_object("data", "key", b"x")
    assert [request.target for request in capture_server.requests] == ["/data/key"]


def test_building_a_client_sends_nothing(server: CaptureServer) -> None:
    S3Client(access_key="a", secret_key="b")
    S3Client()
    assert server.accepted == 0


def test_half_of_the_credentials() -> None:
    with pytest.raises(ConfigurationError, match="go together"):
        S3Client(access_key="only half")


def test_a_profile_that_is_not_there() -> None:
    with pytest.raises(ConfigurationError, match="nobody"):
        S3Client(profile="nobody")


def test_no_credentials_anywhere(server: CaptureServer) -> None:
    with pytest.raises(AuthenticationError, match="AWS_ACCESS_KEY_ID"):
        S3Client().get_object("data", "key")
    assert server.requests == []


def test_a_stranger_needs_no_credentials(server: CaptureServer) -> None:
    S3Client(anonymous=True).put_object("data", "key", b"x")
    assert server.requests[0].header("Authorization") is None


def test_the_sdks_own_client(server: CaptureServer) -> None:
    native = S3Client(access_key="AKGIVEN", secret_key="b", region="eu-west-1").native
    native.delete_object(Bucket="data", Key="key")
    assert scope(server.requests[0]) == "AKGIVEN eu-west-1"


HIDDEN = """
import sys
from importlib.machinery import PathFinder

class WithoutBoto3(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        hidden = name.partition(".")[0] in ("boto3", "botocore")
        return None if hidden else super().find_spec(name, path, target)

sys.meta_path[:] = [WithoutBoto3 if finder is PathFinder else finder for finder in sys.meta_path]
"""


def without_boto3(program: str) -> str:
    """What a program prints on a machine without boto3."""
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN + program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
    )
    return done.stdout.strip()


def test_without_the_sdk_the_extra_is_named() -> None:
    program = """
try:
    from codomyrmex.cloud.aws.storage import S3Client
except ImportError as error:
    print(type(error).__name__, error)
"""
    assert without_boto3(program) == (
        "MissingDependencyError S3Client needs boto3. Install it with: pip install 'codomyrmex-cloud[aws]'"
    )


def test_without_the_sdk_the_public_name_is_none() -> None:
    assert without_boto3("import codomyrmex.cloud; print(codomyrmex.cloud.S3Client)") == "None"


def test_other_clients_need_no_sdk() -> None:
    program = """
from codomyrmex.cloud.minio.storage import MinIOClient
print(MinIOClient("http://127.0.0.1:1", access_key="a", secret_key="b"))
"""
    assert without_boto3(program) == "MinIOClient(Endpoint('http://127.0.0.1:1', region='us-east-1'))"
