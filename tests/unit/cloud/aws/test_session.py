"""The credential chain: refreshed when the service says so, in its own words where it fails."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from codomyrmex.cloud.aws.session import BotocoreCredentials
from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, ConfigurationError, NotFoundError
from codomyrmex.cloud.protocols.s3.errors import ExpiredCredentialsError
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

EXPIRED = Answer(400, body=b"<Error><Code>ExpiredToken</Code><Message>It has expired.</Message></Error>")


def write_keys(name: str) -> None:
    """Put credentials of this name where the AWS tools look."""
    path = Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"])
    new = path.with_name(f"{path.name}-{threading.get_ident()}")
    new.write_text(
        f"[default]\naws_access_key_id=AK{name}\naws_secret_access_key=secret-of-{name}\n"
        f"aws_session_token={name}\n"
    )
    new.replace(path)  # Whoever reads meanwhile reads the old ones.


class Rotation:
    """A server that takes new tokens only. Once an old one is refused, somebody writes others to the file."""

    def __init__(self, fresh: str | None) -> None:
        self._fresh = fresh

    def __call__(self, request: CapturedRequest) -> Answer:
        if request.header("x-amz-security-token") == "new":
            return Answer(body=b"data")
        if self._fresh is not None:
            write_keys(self._fresh)
        return EXPIRED


def tokens(server: CaptureServer) -> list[str | None]:
    return [request.header("x-amz-security-token") for request in server.requests]


def test_expired_credentials_are_renewed_and_the_request_sent_again(capture_server: CaptureServer) -> None:
    write_keys("old")
    capture_server.answer = Rotation("new")
    client = S3Client(endpoint_url=capture_server.endpoint)
    assert client.get_object("data", "key") == b"data"
    assert client.get_object("data", "key") == b"data"
    assert tokens(capture_server) == ["old", "new", "new"]


def test_many_requests_at_once_are_all_sent_again(capture_server: CaptureServer) -> None:
    write_keys("old")
    capture_server.answer = Rotation("new")
    client = S3Client(endpoint_url=capture_server.endpoint)
    ended = list(client._get_many("data", [(f"k{number}", number) for number in range(40)], 16))
    assert [outcome for _, outcome in ended if isinstance(outcome, CloudError)] == []
    assert len(ended) == 40
    assert set(tokens(capture_server)) == {"old", "new"}


@pytest.mark.parametrize("fresh", [None, "also-old"])
def test_where_there_are_no_better_ones_the_error_is_final(
    capture_server: CaptureServer, fresh: str | None
) -> None:
    write_keys("old")
    capture_server.answer = Rotation(fresh)
    with pytest.raises(ExpiredCredentialsError, match="expired") as caught:
        S3Client(endpoint_url=capture_server.endpoint).get_object("data", "key")
    assert isinstance(caught.value, AuthenticationError)
    assert tokens(capture_server) == (["old"] if fresh is None else ["old", "also-old"])


def test_given_credentials_cannot_be_renewed(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: EXPIRED
    client = S3Client(
        endpoint_url=capture_server.endpoint, access_key="a", secret_key="b", session_token="old"
    )
    with pytest.raises(ExpiredCredentialsError):
        client.get_object("data", "key")
    assert len(capture_server.requests) == 1


def test_a_bare_400_to_a_head_may_stand_for_expired_credentials(capture_server: CaptureServer) -> None:
    write_keys("old")
    rotation = Rotation("new")

    def answer(request: CapturedRequest) -> Answer:
        if rotation(request) is EXPIRED:
            return Answer(400, (("x-amz-bucket-region", "us-east-1"),))
        return Answer(404)

    capture_server.answer = answer
    with pytest.raises(NotFoundError):
        S3Client(endpoint_url=capture_server.endpoint).get_metadata("data", "key")
    assert tokens(capture_server) == ["old", "new"]


ROLE = """
[profile role]
role_arn=arn:aws:iam::123456789012:role/none
source_profile=default
region=us-east-1
"""


def config(text: str) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(text)


def test_a_broken_configuration_file() -> None:
    config("[default\nregion")
    with pytest.raises(ConfigurationError, match="aws-config"):
        BotocoreCredentials(None).credentials()


def test_a_profile_that_is_not_there() -> None:
    with pytest.raises(ConfigurationError, match="nobody"):
        BotocoreCredentials("nobody").credentials()


def test_a_role_that_may_not_be_assumed(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_keys("old")
    config(ROLE)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", capture_server.endpoint)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    capture_server.answer = lambda _: Answer(
        403,
        body=b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>",
    )
    with pytest.raises(AuthenticationError, match="AccessDenied") as caught:
        BotocoreCredentials("role").credentials()
    assert "secret-of-old" not in f"{caught.value} {caught.value.__cause__}"


def test_a_token_service_that_is_down(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    write_keys("old")
    config(ROLE)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ConnectionError, match="cannot be reached"):
        BotocoreCredentials("role").credentials()


def test_a_single_sign_on_that_has_ended() -> None:
    config(
        "[profile sso]\nsso_session=s\nsso_account_id=123456789012\nsso_role_name=r\nregion=us-east-1\n"
        "[sso-session s]\nsso_region=us-east-1\nsso_start_url=https://127.0.0.1/start\n"
    )
    with pytest.raises(AuthenticationError, match="aws sso login"):
        BotocoreCredentials("sso").credentials()
