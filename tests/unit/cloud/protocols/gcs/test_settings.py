"""The settings of buckets, with google-cloud-storage as a second pair of eyes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud.storage.notification import JSON_API_V1_PAYLOAD_FORMAT

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    InvalidRequestError,
    NotSupportedError,
    PermissionDeniedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage import CorsRule, Encryption, LifecycleRule, Notification, Transition
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.contract.fetch import fetch
from tests.contract.independent import gcs_client
from tests.contract.pairs import GCS_KEY, gcs_public_policy
from tests.servers.gcs import PROJECT, GCSServer

TOPIC = f"//pubsub.googleapis.com/projects/{PROJECT}/topics/news"


@pytest.fixture
def ours(gcs_server: GCSServer) -> GCSClient:
    return GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)


@pytest.fixture
def theirs(gcs_server: GCSServer) -> Any:
    return gcs_client(gcs_server)


@pytest.fixture
def bucket(ours: GCSClient) -> Iterator[str]:
    name = f"settings-{secrets.token_hex(6)}"
    ours.create_bucket(name)
    yield name
    ours.delete_bucket(name, force=True)


def test_a_rule_becomes_one_for_each_thing_it_does(ours: GCSClient, theirs: Any, bucket: str) -> None:
    rule = LifecycleRule("any name", "logs/", True, 30, 7, 2, (Transition(10, "NEARLINE"),))
    ours.set_lifecycle(bucket, [rule])
    where = {"matchesPrefix": ["logs/"]}
    assert [
        (rule["action"]["type"], rule["condition"]) for rule in theirs.get_bucket(bucket).lifecycle_rules
    ] == [
        ("SetStorageClass", {**where, "age": 10, "isLive": True}),
        ("Delete", {**where, "age": 30, "isLive": True}),
        ("Delete", {**where, "daysSinceNoncurrentTime": 7}),
        ("AbortIncompleteMultipartUpload", {**where, "age": 2}),
    ]
    (found,) = ours.get_lifecycle(bucket)
    assert found == LifecycleRule("logs/*", "logs/", True, 30, 7, 2, (Transition(10, "NEARLINE"),))


def test_rules_of_several_prefixes_are_one_for_each(ours: GCSClient, theirs: Any, bucket: str) -> None:
    home = theirs.get_bucket(bucket)
    home.add_lifecycle_delete_rule(age=5, is_live=True, matches_prefix=["a/", "b/"])
    home.add_lifecycle_delete_rule(age=9, is_live=True, matches_prefix=["a/"])
    home.patch()
    rules = (LifecycleRule("a/*", "a/", expire_after=5), LifecycleRule("b/*", "b/", expire_after=5))
    assert ours.get_lifecycle(bucket) == rules


@pytest.mark.parametrize(
    "condition", [{"age": 5}, {"age": 5, "is_live": True, "matches_suffix": [".tmp"]}], ids=str
)
def test_a_rule_that_says_more_is_not_cut_short(
    ours: GCSClient, theirs: Any, bucket: str, condition: dict[str, Any]
) -> None:
    home = theirs.get_bucket(bucket)
    home.add_lifecycle_delete_rule(**condition)
    home.patch()
    with pytest.raises(NotSupportedError, match="says more than a LifecycleRule holds"):
        ours.get_lifecycle(bucket)


def test_what_the_service_has_no_words_for_is_refused(ours: GCSClient, bucket: str) -> None:
    with pytest.raises(NotSupportedError, match="not in force"):
        ours.set_lifecycle(bucket, [LifecycleRule("off", enabled=False, expire_after=1)])
    with pytest.raises(NotSupportedError, match="one list"):
        ours.set_cors(bucket, [CorsRule(("*",), headers=("x-a",))])
    with pytest.raises(NotSupportedError, match="suffix"):
        ours.set_notifications(bucket, [Notification("news", TOPIC, suffix=".txt")])
    assert (ours.get_lifecycle(bucket), ours.get_cors(bucket), ours.get_notifications(bucket)) == ((), (), ())


def test_a_policy_lets_everyone_read_until_it_is_taken_back(
    ours: GCSClient, gcs_server: GCSServer, bucket: str
) -> None:
    everyone = GCSClient(endpoint_url=gcs_server.endpoint, anonymous=True)
    ours.put_object(bucket, "key", b"data")
    with pytest.raises(AuthenticationError):
        everyone.get_object(bucket, "key")
    ours.set_policy(bucket, gcs_public_policy(bucket))
    assert everyone.get_object(bucket, "key") == b"data"
    ours.set_policy(bucket, None)
    with pytest.raises(AuthenticationError):
        everyone.get_object(bucket, "key")


def test_a_policy_that_was_changed_meanwhile_stays(ours: GCSClient, theirs: Any, bucket: str) -> None:
    ours.set_policy(bucket, gcs_public_policy(bucket))
    read = ours.get_policy(bucket)
    assert read is not None
    policy = theirs.bucket(bucket).get_iam_policy(requested_policy_version=3)
    policy.bindings.append({"role": "roles/storage.objectCreator", "members": {"user:a@example.com"}})
    theirs.bucket(bucket).set_iam_policy(policy)
    with pytest.raises(PreconditionFailedError):
        ours.set_policy(bucket, read)
    found = ours.get_policy(bucket)
    assert found is not None
    roles = {one["role"].removeprefix("roles/storage.") for one in found["bindings"]}
    assert roles == {"objectViewer", "objectCreator"}


def test_a_block_of_public_access_forbids_a_public_policy(ours: GCSClient, theirs: Any, bucket: str) -> None:
    ours.block_public_access(bucket)
    assert theirs.get_bucket(bucket).iam_configuration.public_access_prevention == "enforced"
    with pytest.raises(PermissionDeniedError, match="public access prevention"):
        ours.set_policy(bucket, gcs_public_policy(bucket))


@pytest.mark.parametrize("role", ["objectViewer", ""])
def test_a_policy_that_is_none_is_refused(ours: GCSClient, bucket: str, role: str) -> None:
    with pytest.raises(InvalidRequestError):
        ours.set_policy(bucket, {"bindings": [{"role": role, "members": ["allUsers"]}]})
    assert ours.get_policy(bucket) is None


def test_topics_are_told_and_told_no_more(ours: GCSClient, theirs: Any, bucket: str) -> None:
    assert ours.get_notifications(bucket) == ()
    news = Notification("news", TOPIC, ("created",), "logs/")
    gone = Notification("gone", TOPIC, ("deleted",))
    ours.set_notifications(bucket, [news, gone])
    assert ours.get_notifications(bucket) == (news, gone)
    one, _ = theirs.bucket(bucket).list_notifications()
    assert (one.topic_name, one.event_types, one.blob_name_prefix) == ("news", ["OBJECT_FINALIZE"], "logs/")
    both = Notification("both", TOPIC)
    ours.set_notifications(bucket, [both, news])
    assert sorted(ours.get_notifications(bucket), key=lambda told: told.name) == [both, news]
    # What stays is left alone, so that it misses nothing.
    assert one.notification_id in {
        left.notification_id for left in theirs.bucket(bucket).list_notifications()
    }
    ours.set_notifications(bucket, [])
    assert ours.get_notifications(bucket) == ()


def test_notifications_of_others_are_read_or_refused(ours: GCSClient, theirs: Any, bucket: str) -> None:
    one = theirs.bucket(bucket).notification(
        "news", event_types=["OBJECT_FINALIZE"], payload_format=JSON_API_V1_PAYLOAD_FORMAT
    )
    one.create()
    assert ours.get_notifications(bucket) == (Notification(one.notification_id, TOPIC, ("created",)),)
    theirs.bucket(bucket).notification("news", event_types=["OBJECT_METADATA_UPDATE"]).create()
    with pytest.raises(NotSupportedError):
        ours.get_notifications(bucket)


def test_a_target_that_is_no_topic_is_refused(ours: GCSClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError, match="topic"):
        ours.set_notifications(bucket, [Notification("news", "arn:aws:sns:eu-west-1:1:news")])


def test_who_agrees_to_pay_is_let_in(
    ours: GCSClient, theirs: Any, gcs_server: GCSServer, bucket: str
) -> None:
    home = theirs.get_bucket(bucket)
    home.requester_pays = True
    home.patch()
    with pytest.raises(InvalidRequestError, match="requester pays"):
        ours.put_object(bucket, "key", b"data")
    paying = GCSClient(
        PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint, requester_pays=True
    )
    paying.single_put_limit = paying.part_size = 256 * 1024
    paying.put_object(bucket, "large", iter([bytes(600 * 1024)]))
    paying.put_object(bucket, "key", b"data")
    assert paying.copy_object(bucket, "key", bucket, "copy").size == 4
    assert fetch("GET", paying.generate_presigned_url(bucket, "copy")).body == b"data"
    assert [info.key for info in paying.list_objects(bucket)] == ["copy", "key", "large"]
    paying.delete_objects(bucket, ["copy", "key", "large"]).raise_on_failure()
    paying.delete_bucket(bucket)
    ours.create_bucket(bucket)


def test_a_key_of_ones_own_stays_with_the_object(ours: GCSClient, theirs: Any, bucket: str) -> None:
    ours.single_put_limit = ours.part_size = 256 * 1024
    encryption = Encryption(key_id=GCS_KEY)
    ours.put_object(bucket, "small", b"data", encryption=encryption)
    ours.put_object(bucket, "session", iter([bytes(600 * 1024)]), encryption=encryption)
    ours.copy_object(bucket, "small", bucket, "copy")
    ours.set_storage_class(bucket, "small", "NEARLINE")
    for key in ("small", "session", "copy"):
        assert theirs.bucket(bucket).get_blob(key).kms_key_name.startswith(f"{GCS_KEY}/cryptoKeyVersions/")


def test_other_ways_of_encrypting_are_refused(ours: GCSClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError, match="AES256"):
        ours.put_object(bucket, "key", b"data", encryption="aws:kms")
    with pytest.raises(InvalidRequestError, match="crypto key"):
        ours.put_object(bucket, "key", b"data", encryption=Encryption(key_id="alias/own"))
    assert not ours.object_exists(bucket, "key")
