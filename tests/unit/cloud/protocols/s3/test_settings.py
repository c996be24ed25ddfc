"""The settings of buckets on two servers, with boto3 as a second pair of eyes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.storage import LifecycleRule, Notification
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.contract.independent import boto3_client
from tests.servers.capture import Answer, CaptureServer
from tests.servers.s3_server import S3Server


@pytest.fixture(params=["moto", "ceph"])
def server(request: pytest.FixtureRequest) -> S3Server:
    found: S3Server = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def ours(server: S3Server) -> MinIOClient:
    return MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)


@pytest.fixture
def theirs(server: S3Server) -> Any:
    return boto3_client(server)


@pytest.fixture
def bucket(ours: MinIOClient) -> Iterator[str]:
    name = f"settings-{secrets.token_hex(6)}"
    ours.create_bucket(name)
    yield name
    ours.delete_bucket(name, force=True)


def policy_for(bucket: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Principal": {"AWS": ["*"]},
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{bucket}/public/*"],
            }
        ],
    }


def test_a_policy_comes_back_and_goes(ours: MinIOClient, theirs: Any, bucket: str) -> None:
    ours.set_policy(bucket, policy_for(bucket))
    assert ours.get_policy(bucket) == policy_for(bucket)
    assert bucket in theirs.get_bucket_policy(Bucket=bucket)["Policy"]
    ours.set_policy(bucket, None)
    assert ours.get_policy(bucket) is None


@pytest.mark.parametrize("server", ["ceph"], indirect=True)  # moto takes any document
def test_a_policy_that_is_none_is_refused(ours: MinIOClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError):
        ours.set_policy(bucket, {"Version": "2012-10-17", "Statement": "all"})
    assert ours.get_policy(bucket) is None


def test_boto3_reads_our_rules(ours: MinIOClient, theirs: Any, bucket: str) -> None:
    ours.set_lifecycle(bucket, [LifecycleRule("logs", "logs/", expire_after=30)])
    (rule,) = theirs.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert (rule["ID"], rule["Filter"]["Prefix"], rule["Expiration"]["Days"]) == ("logs", "logs/", 30)


def test_a_rule_that_says_more_is_not_cut_short(ours: MinIOClient, theirs: Any, bucket: str) -> None:
    rule = {
        "ID": "by-tag",
        "Status": "Enabled",
        "Filter": {"Tag": {"Key": "a", "Value": "b"}},
        "Expiration": {"Days": 1},
    }
    theirs.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    with pytest.raises(NotSupportedError, match="by-tag"):
        ours.get_lifecycle(bucket)


@pytest.fixture
def topic(server: S3Server) -> Iterator[str]:
    client = boto3.client(
        "sns",
        endpoint_url=server.endpoint,
        region_name="us-east-1" if server.name == "moto" else "default",
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
    )
    name = client.create_topic(Name=f"topic-{secrets.token_hex(4)}")["TopicArn"]
    yield name
    client.delete_topic(TopicArn=name)


def test_a_topic_is_told_and_told_no_more(ours: MinIOClient, theirs: Any, bucket: str, topic: str) -> None:
    assert ours.get_notifications(bucket) == ()
    told = Notification("news", topic, ("created",), "logs/", ".txt")
    ours.set_notifications(bucket, [told])
    assert ours.get_notifications(bucket) == (told,)
    (one,) = theirs.get_bucket_notification_configuration(Bucket=bucket)["TopicConfigurations"]
    assert (one["Id"], one["TopicArn"], one["Events"]) == ("news", topic, ["s3:ObjectCreated:*"])
    ours.set_notifications(bucket, [])
    assert ours.get_notifications(bucket) == ()


@pytest.mark.parametrize(
    "notifications",
    [
        [Notification("", "arn:aws:sns:a:1:t")],
        [Notification("a", "arn:aws:sns:a:1:t")] * 2,
        [Notification("a", "arn:aws:sns:a:1:t", ())],
        [Notification("a", "arn:aws:sns:a:1:t", ("read",))],
    ],
    ids=["no-name", "same-name", "no-event", "unknown-event"],
)
def test_notifications_that_cannot_be_are_refused(
    ours: MinIOClient, bucket: str, notifications: list[Notification]
) -> None:
    with pytest.raises(InvalidRequestError):
        ours.set_notifications(bucket, notifications)


@pytest.mark.parametrize(
    ("target", "element"),
    [
        ("arn:aws:sqs:eu-west-1:1:queue", b"<QueueConfiguration><Id>n</Id><Queue>"),
        ("arn:aws:lambda:eu-west-1:1:function:f", b"<CloudFunctionConfiguration><Id>n</Id><CloudFunction>"),
    ],
)
def test_queues_and_functions_have_elements_of_their_own(
    capture_server: CaptureServer, target: str, element: bytes
) -> None:
    client = MinIOClient(capture_server.endpoint, access_key="AKID", secret_key="hidden")
    client.set_notifications("data", [Notification("n", target)])
    assert element in capture_server.requests[-1].body


def test_an_object_goes_to_another_class(moto_server: S3Server) -> None:
    client = MinIOClient(
        moto_server.endpoint, access_key=moto_server.access_key, secret_key=moto_server.secret_key
    )
    name = f"settings-{secrets.token_hex(6)}"
    client.create_bucket(name)
    client.put_object(name, "key", b"data", content_type="text/csv", metadata={"a": "1"})
    assert client.set_storage_class(name, "key", "GLACIER").storage_class == "GLACIER"
    found = client.get_metadata(name, "key")
    assert (found.storage_class, found.content_type, found.metadata) == ("GLACIER", "text/csv", {"a": "1"})
    with pytest.raises(ConflictError, match="archive"):
        client.get_object(name, "key")
    client.restore_object(name, "key", days=2)
    assert client.get_object(name, "key") == b"data"
    client.delete_bucket(name, force=True)


def test_what_restores_already_is_a_conflict(capture_server: CaptureServer) -> None:
    body = b"<Error><Code>RestoreAlreadyInProgress</Code></Error>"
    capture_server.answer = lambda _: Answer(409, body=body)
    client = MinIOClient(capture_server.endpoint, access_key="AKID", secret_key="hidden")
    with pytest.raises(ConflictError):
        client.restore_object("data", "key", days=3)
    assert b"<Days>3</Days>" in capture_server.requests[-1].body
