"""The settings of buckets: lifecycle, CORS, policy, public access."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, InvalidRequestError, PermissionDeniedError
from codomyrmex.cloud.common.storage import CorsRule, LifecycleRule, StorageClient, Transition
from tests.contract.harness import Harness


@pytest.fixture
def own_bucket(store: Harness) -> str:
    """A bucket that no other row uses afterwards."""
    return store.new_bucket()


RULES = (
    LifecycleRule("logs", "logs/", expire_after=30),
    LifecycleRule("uploads", abort_uploads_after=2),
    LifecycleRule("versions", "old & new/", enabled=False, expire_old_versions_after=7),
)


@pytest.mark.needs("lifecycle")
def test_lifecycle_rules_come_back(client: StorageClient, own_bucket: str) -> None:
    assert client.get_lifecycle(own_bucket) == ()
    client.set_lifecycle(own_bucket, RULES)
    assert sorted(client.get_lifecycle(own_bucket), key=lambda rule: rule.name) == list(RULES)
    client.set_lifecycle(own_bucket, RULES[:1])
    assert client.get_lifecycle(own_bucket) == RULES[:1]
    client.set_lifecycle(own_bucket, ())
    assert client.get_lifecycle(own_bucket) == ()


@pytest.mark.needs("lifecycle", "storage_class")
def test_transitions_come_back(client: StorageClient, own_bucket: str) -> None:
    rule = LifecycleRule("cold", transitions=(Transition(30, "STANDARD_IA"), Transition(90, "GLACIER")))
    client.set_lifecycle(own_bucket, [rule])
    assert client.get_lifecycle(own_bucket) == (rule,)


@pytest.mark.needs("lifecycle")
@pytest.mark.parametrize(
    "rules",
    [
        [LifecycleRule("nothing")],
        [LifecycleRule("zero", expire_after=0)],
        [LifecycleRule("same", expire_after=1), LifecycleRule("same", expire_after=2)],
        [LifecycleRule("", expire_after=1)],
    ],
    ids=["does-nothing", "zero-days", "same-name", "no-name"],
)
def test_rules_that_cannot_be_are_refused(
    client: StorageClient, own_bucket: str, rules: list[LifecycleRule]
) -> None:
    client.set_lifecycle(own_bucket, RULES[:1])
    with pytest.raises(InvalidRequestError):
        client.set_lifecycle(own_bucket, rules)
    assert client.get_lifecycle(own_bucket) == RULES[:1]


@pytest.mark.needs("cors")
def test_cors_rules_come_back(client: StorageClient, own_bucket: str) -> None:
    rules = (
        CorsRule(("https://example.com",), ("GET", "HEAD"), ("x-one",), ("etag",), 600),
        CorsRule(("*",)),
    )
    assert client.get_cors(own_bucket) == ()
    client.set_cors(own_bucket, rules)
    assert client.get_cors(own_bucket) == rules
    client.set_cors(own_bucket, ())
    assert client.get_cors(own_bucket) == ()


@pytest.mark.needs("cors")
def test_a_cors_rule_for_every_method_and_header_comes_back(client: StorageClient, own_bucket: str) -> None:
    methods = ("GET", "PUT", "POST", "DELETE", "HEAD")
    rule = CorsRule(("https://a.example", "https://b.example"), methods, ("*",), ("etag", "x-one"), 600)
    client.set_cors(own_bucket, [rule])
    (found,) = client.get_cors(own_bucket)
    assert set(found.methods) == set(methods)
    assert replace(found, methods=methods) == rule
    client.set_cors(own_bucket, ())
    assert client.get_cors(own_bucket) == ()


@pytest.mark.needs("cors")
@pytest.mark.parametrize(
    "rule",
    [CorsRule(()), CorsRule(("*",), ()), CorsRule(("*",), ("FETCH",))],
    ids=["origin", "none", "method"],
)
def test_cors_rules_that_cannot_be_are_refused(
    client: StorageClient, own_bucket: str, rule: CorsRule
) -> None:
    with pytest.raises(InvalidRequestError):
        client.set_cors(own_bucket, [rule])
    assert client.get_cors(own_bucket) == ()


@pytest.mark.needs("policy")
def test_a_bucket_has_no_policy_at_first(client: StorageClient, own_bucket: str) -> None:
    assert client.get_policy(own_bucket) is None
    client.set_policy(own_bucket, None)
    assert client.get_policy(own_bucket) is None


@pytest.mark.needs("policy", "anonymous")
def test_a_policy_lets_everyone_read(store: Harness, client: StorageClient, own_bucket: str) -> None:
    assert client.get_policy(own_bucket) is None
    client.put_object(own_bucket, "key", b"data")
    stranger = store.client_of("none")
    with pytest.raises(PermissionDeniedError):
        stranger.get_object(own_bucket, "key")
    policy = store.public_policy(own_bucket)
    client.set_policy(own_bucket, policy)
    assert client.get_policy(own_bucket) == policy
    assert stranger.get_object(own_bucket, "key") == b"data"
    client.set_policy(own_bucket, None)
    assert client.get_policy(own_bucket) is None
    with pytest.raises(PermissionDeniedError):
        stranger.get_object(own_bucket, "key")


@pytest.mark.needs("public_access_block")
def test_public_access_is_blocked_and_allowed(client: StorageClient, own_bucket: str) -> None:
    assert not client.is_public_access_blocked(own_bucket)
    client.block_public_access(own_bucket)
    assert client.is_public_access_blocked(own_bucket)
    client.block_public_access(own_bucket, False)
    assert not client.is_public_access_blocked(own_bucket)


@pytest.mark.parametrize(
    "method",
    [
        pytest.param("get_lifecycle", marks=pytest.mark.needs("lifecycle")),
        pytest.param("get_cors", marks=pytest.mark.needs("cors")),
        pytest.param("get_policy", marks=pytest.mark.needs("policy")),
        pytest.param("is_public_access_blocked", marks=pytest.mark.needs("public_access_block")),
    ],
)
def test_a_missing_bucket_has_no_settings(client: StorageClient, method: str) -> None:
    with pytest.raises(BucketNotFoundError):
        getattr(client, method)(f"no-such-bucket-{secrets.token_hex(4)}")
