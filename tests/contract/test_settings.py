"""The settings of buckets: lifecycle, CORS, policy, public access."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.storage import CorsRule, LifecycleRule, StorageClient
from tests.contract.harness import Harness


@pytest.fixture
def own_bucket(store: Harness) -> str:
    """A bucket that no other row uses afterwards."""
    return store.new_bucket()


@pytest.mark.needs("lifecycle")
def test_lifecycle_rules_come_back(store: Harness, client: StorageClient, own_bucket: str) -> None:
    rules = store.lifecycle
    assert client.get_lifecycle(own_bucket) == ()
    client.set_lifecycle(own_bucket, rules)
    assert sorted(client.get_lifecycle(own_bucket), key=lambda rule: rule.name) == list(rules)
    client.set_lifecycle(own_bucket, rules[:1])
    assert client.get_lifecycle(own_bucket) == rules[:1]
    client.set_lifecycle(own_bucket, ())
    assert client.get_lifecycle(own_bucket) == ()


@pytest.mark.needs("lifecycle", "storage_class")
def test_transitions_come_back(store: Harness, client: StorageClient, own_bucket: str) -> None:
    client.set_lifecycle(own_bucket, [store.transitions])
    assert client.get_lifecycle(own_bucket) == (store.transitions,)


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
    store: Harness, client: StorageClient, own_bucket: str, rules: list[LifecycleRule]
) -> None:
    client.set_lifecycle(own_bucket, store.lifecycle[:1])
    with pytest.raises(InvalidRequestError):
        client.set_lifecycle(own_bucket, rules)
    assert client.get_lifecycle(own_bucket) == store.lifecycle[:1]


@pytest.mark.needs("cors")
def test_cors_rules_come_back(store: Harness, client: StorageClient, own_bucket: str) -> None:
    assert client.get_cors(own_bucket) == ()
    client.set_cors(own_bucket, store.cors)
    assert client.get_cors(own_bucket) == store.cors
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


@pytest.mark.needs("policy")
def test_a_policy_opens_a_bucket_to_everyone(store: Harness, client: StorageClient, own_bucket: str) -> None:
    client.put_object(own_bucket, "key", b"data")
    policy = store.public_policy(own_bucket)
    client.set_policy(own_bucket, policy)
    found = client.get_policy(own_bucket)
    assert found is not None
    assert found.items() >= policy.items()
    client.set_policy(own_bucket, found)
    stranger = store.client_of("none")
    assert stranger.get_object(own_bucket, "key") == b"data"
    client.set_policy(own_bucket, None)
    assert client.get_policy(own_bucket) is None
    with pytest.raises((AuthenticationError, PermissionDeniedError, NotFoundError)):
        stranger.get_object(own_bucket, "key")


@pytest.mark.needs("policy")
def test_what_is_no_policy_is_refused(client: StorageClient, own_bucket: str) -> None:
    with pytest.raises(InvalidRequestError):
        client.set_policy(own_bucket, {"nothing": ["such"]})


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
