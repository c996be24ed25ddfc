"""What an S3 client puts on the wire, and what it makes of answers that a real server gives rarely."""

from __future__ import annotations

import base64
import hashlib
import pickle
import traceback
from binascii import crc32
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    IntegrityError,
    InvalidRequestError,
    PermissionDeniedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.protocols.s3.errors import WrongRegionError
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag

SECRET = "hidden/secret+word"
TOKEN = "hidden-token"
QUICK = RetryPolicy(budget=10, max_attempts=3, first_delay=0.001, longest_delay=0.01)


def client_of(server: CaptureServer, **options: Any) -> MinIOClient:
    keys = {} if options.get("anonymous") else {"access_key": "AKID", "secret_key": SECRET}
    return MinIOClient(server.endpoint, retry=QUICK, **{**keys, **options})


def region_signed_for(request: CapturedRequest) -> str:
    return (request.header("Authorization") or "").split("/")[2]


WRONG_PLACE: dict[str, Answer] = {
    "301": Answer(301, (("x-amz-bucket-region", "eu-west-1"),)),
    "400 to a HEAD": Answer(400, (("x-amz-bucket-region", "eu-west-1"),)),
    "400": Answer(
        400, body=b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
    ),
}


def in_ireland(refusal: Answer) -> Callable[[CapturedRequest], Answer]:
    """A server that has every bucket in eu-west-1."""
    return lambda request: Answer() if region_signed_for(request) == "eu-west-1" else refusal


@pytest.mark.parametrize("case", WRONG_PLACE)
def test_a_bucket_is_followed_to_its_region(capture_server: CaptureServer, case: str) -> None:
    capture_server.answer = in_ireland(WRONG_PLACE[case])
    client = client_of(capture_server)
    ask = client.get_object if case == "400" else client.get_metadata
    ask("data", "key")
    client.put_object("data", "key", b"x")
    ask("other", "key")
    assert [(r.target, region_signed_for(r)) for r in capture_server.requests] == [
        ("/data/key", "us-east-1"),
        ("/data/key", "eu-west-1"),
        ("/data/key", "eu-west-1"),
        ("/other/key", "us-east-1"),
        ("/other/key", "eu-west-1"),
    ]


def test_a_bucket_is_followed_once(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: WRONG_PLACE["301"]
    with pytest.raises(WrongRegionError, match="eu-west-1"):
        client_of(capture_server).get_object("data", "key")
    assert [region_signed_for(r) for r in capture_server.requests] == ["us-east-1", "eu-west-1"]


def test_a_redirect_that_leads_nowhere_is_not_followed(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(301, (("Location", capture_server.endpoint),))
    with pytest.raises(WrongRegionError, match="did not name"):
        client_of(capture_server).get_object("data", "key")
    assert len(capture_server.requests) == 1


def test_many_requests_at_once_are_all_followed(capture_server: CaptureServer) -> None:
    capture_server.answer = in_ireland(WRONG_PLACE["301"])
    client = client_of(capture_server)
    ended = list(client._get_many("data", [(f"k{number}", number) for number in range(40)], 16))
    assert sorted(number for number, _ in ended) == list(range(40))
    assert not [outcome for _, outcome in ended if isinstance(outcome, CloudError)]


def test_a_stranger_signs_nothing(capture_server: CaptureServer) -> None:
    client_of(capture_server, anonymous=True).put_object("data", "key", b"x")
    request = capture_server.requests[0]
    assert request.header("Authorization") is None
    assert not [name for name, _ in request.headers if name.lower().startswith("x-amz-")]
    with pytest.raises(AuthenticationError):
        client_of(capture_server, anonymous=True).generate_presigned_url("data", "key")


@pytest.mark.parametrize("anonymous", [False, True])
def test_who_agrees_to_pay_says_so(capture_server: CaptureServer, anonymous: bool) -> None:
    client = client_of(capture_server, requester_pays=True, anonymous=anonymous)
    client.get_object("data", "key")
    client.put_object("data", "key", b"x")
    client.delete_object("data", "key")
    for request in capture_server.requests:
        assert request.header("x-amz-request-payer") == "requester"
        assert anonymous or "x-amz-request-payer" in (request.header("Authorization") or "")


def test_who_agrees_to_pay_says_so_in_urls(capture_server: CaptureServer) -> None:
    url = client_of(capture_server, requester_pays=True).generate_presigned_url("data", "key")
    assert "&x-amz-request-payer=requester&" in url
    assert "payer" not in client_of(capture_server).generate_presigned_url("data", "key")


def test_a_session_token_is_sent_and_signed(capture_server: CaptureServer) -> None:
    client_of(capture_server, session_token=TOKEN).get_object("data", "key")
    request = capture_server.requests[0]
    assert request.header("x-amz-security-token") == TOKEN
    assert "x-amz-security-token" in (request.header("Authorization") or "")


@pytest.mark.parametrize("capabilities", [{}, {"checksums": True}], ids=["md5", "crc32"])
def test_a_body_is_sent_with_its_digest(capture_server: CaptureServer, capabilities: dict[str, bool]) -> None:
    client_of(capture_server, capabilities=capabilities).put_object("data", "key", b"some bytes")
    request = capture_server.requests[0]
    if capabilities:
        assert (
            request.header("x-amz-checksum-crc32")
            == base64.b64encode(crc32(b"some bytes").to_bytes(4, "big")).decode()
        )
        assert request.header("x-amz-content-sha256") == hashlib.sha256(b"some bytes").hexdigest()
    else:
        md5 = base64.b64encode(hashlib.md5(b"some bytes").digest()).decode()
        assert request.header("content-md5") == md5
        assert "content-md5" in (request.header("Authorization") or "")


def test_another_etag_than_the_bodys_is_a_damaged_upload(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(headers=(("ETag", f'"{"0" * 32}"'),))
    with pytest.raises(IntegrityError):
        client_of(capture_server).put_object("data", "key", b"x")
    assert len(capture_server.requests) == 3


def test_a_server_that_ignores_ranges_is_found_out(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(body=b"0123456789")
    client = client_of(capture_server)
    for start, end in ((3, 5), (0, 5), (None, 5), (-3, None)):
        with pytest.raises(ServiceUnavailableError, match="ignores ranges"):
            client.get_object("data", "key", start=start, end=end)
    assert client.get_object("data", "key", start=0, end=10) == b"0123456789"
    assert client.get_object("data", "key", start=0, end=20) == b"0123456789"


def test_keys_that_xml_cannot_hold_are_deleted_one_by_one(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda request: (
        Answer(body=b"<DeleteResult/>") if request.method == "POST" else Answer(204)
    )
    report = client_of(capture_server).delete_objects("data", ["a", "b\x01", "c\n", "d\uffff"])
    assert report.deleted == 4
    posts = [request for request in capture_server.requests if request.method == "POST"]
    assert [
        element.text
        for element in ElementTree.fromstring(posts[0].body).iter()
        if element.tag.endswith("Key")
    ] == [
        "a",
        "c\n",
    ]
    deleted = {request.target for request in capture_server.requests if request.method == "DELETE"}
    assert deleted == {"/data/b%01", "/data/d%EF%BF%BF"}


def test_a_thousand_keys_go_in_a_request(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(body=b"<DeleteResult/>")
    assert client_of(capture_server).delete_objects("data", (f"k{n}" for n in range(2500))).deleted == 2500
    assert [request.body.count(b"<Key>") for request in capture_server.requests] == [1000, 1000, 500]


def test_failures_of_a_batch_are_told_apart(capture_server: CaptureServer) -> None:
    body = (
        b'<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        b"<Error><Key>a&#13;</Key><Code>AccessDenied</Code><Message>No.</Message></Error>"
        b"<Error><Key>gone</Key><Code>NoSuchKey</Code></Error></DeleteResult>"
    )
    capture_server.answer = lambda _: Answer(body=body)
    report = client_of(capture_server).delete_objects("data", ["a\r", "gone", "b"])
    assert report.deleted == 2
    assert [(failure.key, type(failure.error)) for failure in report.failures] == [
        ("a\r", PermissionDeniedError)
    ]


def test_a_key_whose_deletion_failed_for_the_moment_is_deleted_by_itself(
    capture_server: CaptureServer,
) -> None:
    body = b"<DeleteResult><Error><Key>b</Key><Code>InternalError</Code></Error></DeleteResult>"
    capture_server.answer = lambda request: Answer(body=body) if request.method == "POST" else Answer(204)
    report = client_of(capture_server).delete_objects("data", ["a", "b", "c"])
    assert (report.deleted, report.failures) == (3, ())
    assert [request.target for request in capture_server.requests[1:]] == ["/data/b"]


@pytest.mark.parametrize("batch", [True, False])
def test_a_missing_bucket_ends_a_deletion(capture_server: CaptureServer, batch: bool) -> None:
    capture_server.answer = lambda _: Answer(404, body=b"<Error><Code>NoSuchBucket</Code></Error>")
    client = client_of(capture_server, capabilities={"batch_delete": batch})
    with pytest.raises(BucketNotFoundError):
        client.delete_objects("data", ["a", "b"])


def test_a_bucket_that_fills_while_it_is_emptied(capture_server: CaptureServer) -> None:
    listed = b"<ListBucketResult><Contents><Key>late</Key><Size>1</Size></Contents></ListBucketResult>"
    refusals = iter([Answer(409, body=b"<Error><Code>BucketNotEmpty</Code></Error>")])

    def answer(request: CapturedRequest) -> Answer:
        if request.method == "GET":
            return Answer(body=listed)
        if request.method == "POST":
            return Answer(body=b"<DeleteResult/>")
        return next(refusals, Answer(204))

    capture_server.answer = answer
    client_of(capture_server, capabilities={"versioning": False}).delete_bucket("data", force=True)
    assert [request.method for request in capture_server.requests] == ["GET", "POST", "DELETE"] * 2


OBJECT = (("ETag", '"8d777f385d3dfec8815d20f7496026dc"'),)
FAILED = Answer(body=b"\n  <Error><Code>InternalError</Code><Message>We failed.</Message></Error>")
COPIED = Answer(
    body=b"<CopyObjectResult><ETag>&quot;8d777f385d3dfec8815d20f7496026dc&quot;</ETag></CopyObjectResult>"
)


def test_an_error_in_the_success_of_a_copy_is_retried(capture_server: CaptureServer) -> None:
    puts = iter([FAILED, COPIED])
    capture_server.answer = lambda request: (
        Answer(headers=OBJECT, body=b"data") if request.method == "HEAD" else next(puts)
    )
    info = client_of(capture_server).copy_object("data", "a", "data", "b")
    assert info.etag == "8d777f385d3dfec8815d20f7496026dc"
    capture_server.answer = lambda request: (
        Answer(headers=OBJECT, body=b"data") if request.method == "HEAD" else FAILED
    )
    with pytest.raises(ServiceUnavailableError) as caught:
        client_of(capture_server).copy_object("data", "a", "data", "b")
    assert caught.value.code == "InternalError"


def test_an_error_in_the_success_of_a_completion_is_retried_and_then_aborted(
    capture_server: CaptureServer,
) -> None:
    def answer(request: CapturedRequest) -> Answer:
        if request.target.endswith("?uploads="):
            return Answer(
                body=b"<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>"
            )
        if request.method == "POST":
            return FAILED
        return empty_with_etag(request) if request.method == "PUT" else Answer(204)

    capture_server.answer = answer
    client = client_of(capture_server)
    client.single_put_limit = client.part_size = 1 << 20
    with pytest.raises(ServiceUnavailableError) as caught:
        client.put_object("data", "key", bytes(3 << 20))
    assert caught.value.code == "InternalError"
    asked = [f"{request.method} {request.target}" for request in capture_server.requests]
    assert asked.count("POST /data/key?uploadId=7") == 3
    assert asked[-1] == "DELETE /data/key?uploadId=7"


@pytest.mark.parametrize(
    "body",
    [
        b"<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
        b"",
        b"<html>hello</html>",
        b"\xff",
    ],
    ids=["no key", "empty", "html", "no text"],
)
def test_a_listing_that_makes_no_sense(capture_server: CaptureServer, body: bytes) -> None:
    capture_server.answer = lambda _: Answer(body=body)
    if body.startswith(b"<html>"):
        assert list(client_of(capture_server).list_objects("data")) == []
        return
    with pytest.raises(ServiceUnavailableError):
        client_of(capture_server).list_objects("data")


def test_a_url_does_not_outlive_its_credentials(capture_server: CaptureServer) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=10)
    client = client_of(capture_server, session_token=TOKEN, credentials_expire_at=soon)
    assert client.generate_presigned_url("data", "key", expires_in=500)
    with pytest.raises(InvalidRequestError, match="outlive"):
        client.generate_presigned_url("data", "key", expires_in=700)
    assert capture_server.requests == []


def test_secrets_are_not_shown(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(403, body=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
    client = client_of(capture_server, session_token=TOKEN)
    with pytest.raises(AuthenticationError) as caught:
        client.get_object("data", "key")
    shown = "".join(traceback.format_exception(caught.value))
    for thing in (
        client,
        client.service,
        client.service.endpoint,
        client.service.credentials(),
        caught.value,
    ):
        shown += f"{thing!r} {thing}"
    shown += repr(vars(caught.value))
    assert SECRET not in shown
    assert TOKEN not in shown


def test_a_client_with_secrets_is_not_pickled(capture_server: CaptureServer) -> None:
    client = client_of(capture_server, session_token=TOKEN)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(client)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(client.service.credentials())
