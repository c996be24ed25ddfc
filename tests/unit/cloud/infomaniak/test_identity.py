"""What Keystone has besides the contract of identity."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    AuthenticationError,
    CloudError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
from codomyrmex.cloud.infomaniak.identity import (
    AccessRule,
    ApplicationCredential,
    InfomaniakIdentityClient,
)
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client
from tests.contract.block_storage import name_of


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a user."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(scope="module")
def keystone(project: Any) -> InfomaniakIdentityClient:
    """The user's client."""
    return InfomaniakIdentityClient(project.credentials())


@pytest.fixture(scope="module")
def restricted(project: Any) -> InfomaniakIdentityClient:
    """The client of a restricted application credential of the user."""
    return InfomaniakIdentityClient(project.restricted())


def credentials_of(project: Any, made: ApplicationCredential) -> InfomaniakCredentials:
    """What a program calls with that was given this application credential."""
    return InfomaniakCredentials(
        auth_url=project.auth_url,
        region=project.region,
        application_credential_id=made.id,
        application_credential_secret=made.secret,
    )


def test_an_application_credential_is_made_used_and_deleted(
    project: Any, keystone: InfomaniakIdentityClient
) -> None:
    name, end = name_of("robot"), datetime.now(UTC) + timedelta(hours=2)
    made = keystone.create_application_credential(
        name, description="of a robot", roles=["reader"], expires_at=end
    )
    assert (made.name, made.roles, made.expires_at) == (name, ("reader",), end)
    assert made.secret is not None
    seen = project.sdk().identity.get_application_credential(project.user_id, made.id)
    assert (seen.name, seen.description, seen.project_id) == (name, "of a robot", project.project_id)
    caller = InfomaniakIdentityClient(credentials_of(project, made)).whoami()
    assert (caller.user_id, caller.roles) == (project.user_id, ("reader",))
    assert caller.details["application_credential"] == made.id
    found = keystone.find_application_credential(name)
    assert found.secret is None
    assert found == keystone.get_application_credential(made.id)
    assert found in list(keystone.list_application_credentials())
    keystone.delete_application_credential(made.id)
    with pytest.raises(NotFoundError):
        keystone.find_application_credential(name)


def test_access_rules_are_all_that_is_allowed(project: Any, keystone: InfomaniakIdentityClient) -> None:
    rule = AccessRule("identity", "/v3/projects/*", "GET")
    made = keystone.create_application_credential(name_of("ruled"), access_rules=[rule])
    (kept,) = made.access_rules
    assert (kept.service, kept.path, kept.method) == (rule.service, rule.path, rule.method)
    assert kept in list(keystone.list_access_rules())
    program = credentials_of(project, made)
    assert InfomaniakIdentityClient(program).current_project().id == project.project_id
    with pytest.raises(PermissionDeniedError):
        list(InfomaniakVolumeClient(program).list_volumes())
    with pytest.raises(PermissionDeniedError):
        keystone.delete_access_rule(str(kept.id))
    again = keystone.create_application_credential(name_of("ruled"), access_rules=[kept])
    assert again.access_rules == (kept,)
    for one in (made, again):
        keystone.delete_application_credential(one.id)
    keystone.delete_access_rule(str(kept.id))
    assert kept not in list(keystone.list_access_rules())


def test_the_name_is_taken(keystone: InfomaniakIdentityClient) -> None:
    made = keystone.create_application_credential(name_of("twin"))
    with pytest.raises(AlreadyExistsError):
        keystone.create_application_credential(made.name)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"roles": ["no such role"]}, NotFoundError),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, InvalidRequestError),
        ({"expires_at": datetime(2090, 1, 1)}, InvalidRequestError),  # noqa: DTZ001
        ({"access_rules": [AccessRule("identity", "/v3", "DANCE")]}, InvalidRequestError),
    ],
)
def test_what_no_application_credential_is(
    keystone: InfomaniakIdentityClient, wrong: dict[str, Any], kind: type[CloudError]
) -> None:
    with pytest.raises(kind):
        keystone.create_application_credential(name_of("wrong"), **wrong)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("create_application_credential", ("name",)),
        ("delete_application_credential", ("id",)),
        ("create_access_key", ()),
        ("delete_access_key", ("key",)),
    ],
)
def test_a_restricted_credential_is_refused_before_the_call(
    restricted: InfomaniakIdentityClient, method: str, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(PermissionDeniedError, match="needs a user with a password") as refusal:
        getattr(restricted, method)(*arguments)
    assert refusal.value.status is None
    assert restricted.whoami().details["methods"] == ("application_credential",)


def test_an_unrestricted_one_is_not(project: Any, keystone: InfomaniakIdentityClient) -> None:
    made = keystone.create_application_credential(name_of("free"), unrestricted=True)
    assert made.is_unrestricted
    free = InfomaniakIdentityClient(credentials_of(project, made))
    further = free.create_application_credential(name_of("further"))
    assert further.id in {one.id for one in keystone.list_application_credentials()}
    free.delete_application_credential(further.id)


def _refused(client: InfomaniakIdentityClient) -> CloudError | None:
    try:
        client.current_project()
    except CloudError as error:
        return error
    return None


def test_a_credential_that_expires_during_a_run(project: Any, keystone: InfomaniakIdentityClient) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=5)
    made = keystone.create_application_credential(name_of("short"), expires_at=soon)
    program = InfomaniakIdentityClient(credentials_of(project, made))
    assert program.current_project().id == project.project_id
    refusal = wait_until(
        lambda: _refused(program),
        Wait("credential", "expired", str, lambda seen: seen is not None, lambda _seen: False),
        timeout=30,
        first_pause=0.2,
        longest_pause=0.2,
    )
    assert isinstance(refusal, AuthenticationError)
    assert "deleted" in refusal.message
    assert (str(refusal.provider), refusal.operation) == ("infomaniak", "current_project")
    assert str(made.secret) not in f"{refusal!r} {refusal}"


def test_the_catalogue(project: Any, keystone: InfomaniakIdentityClient) -> None:
    (volumes,) = keystone.list_endpoints(type="block-storage", interface="public", region=project.region)
    assert volumes.url == project.sdk().block_storage.get_endpoint_data().catalog_url
    assert (volumes.service, volumes.region) == ("cinder", project.region)
    assert {"identity", "compute", "network"} <= {one.type for one in keystone.list_endpoints()}
    assert list(keystone.list_endpoints(region="nowhere")) == []


def test_s3_takes_the_keys(project: Any, keystone: InfomaniakIdentityClient) -> None:
    (swift,) = keystone.list_endpoints(type="object-store", interface="public", region=project.region)
    origin = swift.url.partition("/v1/")[0]
    sdk = project.sdk()
    keys, bucket = keystone.create_access_key(), name_of("bucket")
    s3 = InfomaniakS3Client(
        endpoint_url=origin, access_key=keys.access_key, secret_key=keys.secret, region="us-east-1"
    )
    s3.create_bucket(bucket)
    s3.put_object(bucket, "a/b", b"hello")
    assert s3.get_object(bucket, "a/b") == b"hello"
    assert sdk.object_store.get(f"/{bucket}/a/b").content == b"hello"
    keystone.delete_access_key(keys.access_key)
    with pytest.raises(PermissionDeniedError):
        s3.get_object(bucket, "a/b")


def test_the_password_changes(openstack_cloud: Any) -> None:
    with openstack_cloud.project() as project:
        keystone = InfomaniakIdentityClient(project.credentials())
        with pytest.raises(AuthenticationError):
            keystone.change_password("not the old one", "new")
        keystone.change_password(project.password, "the new one")
        again = InfomaniakCredentials(
            auth_url=project.auth_url,
            region=project.region,
            username=project.username,
            password="the new one",
            project_id=project.project_id,
        )
        assert InfomaniakIdentityClient(again).whoami().user_id == project.user_id


def test_a_secret_is_shown_to_nobody_else() -> None:
    made = ApplicationCredential("id", "name", "project", (), secret="the secret", details={"a": 1})
    assert "the secret" not in repr(made)
    copied = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert (copied.id, copied.secret, copied.details) == ("id", None, {"a": 1})
    assert b"the secret" not in pickle.dumps(made)


@pytest.mark.parametrize("module", ["identity", "block_storage"])
def test_a_client_is_made_without_the_sdk(module: str) -> None:
    program = (
        f"import sys; from codomyrmex.cloud.infomaniak import {module} as m; "
        "from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials as C; "
        "client = next(v for k, v in vars(m).items() if k.endswith('Client')); "
        "client(C(username='u', password='p', project='x')); "
        "print(*{n.partition('.')[0] for n in sys.modules} & {'openstack', 'keystoneauth1', 'requests'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_no_log_has_a_secret(openstack_cloud: Any, caplog: pytest.LogCaptureFixture) -> None:
    with openstack_cloud.project() as project, caplog.at_level(logging.DEBUG):
        keystone = InfomaniakIdentityClient(project.credentials())
        cinder = InfomaniakVolumeClient(project.credentials())
        keys = keystone.create_access_key()
        listed = list(keystone.list_access_keys())
        robot = keystone.create_application_credential(name_of("robot"))
        offered = cinder.wait_for_volume(cinder.create_volume(name_of("offered"), 1).id)
        offer = cinder.create_transfer(offered.id, name_of("offer"))
        with pytest.raises(InvalidRequestError):
            cinder.accept_transfer(offer.id, "a-wrong-key")
        cinder.delete_transfer(offer.id)
        keystone.change_password(project.password, "the-new-password")
    assert [one.access_key for one in listed] == [keys.access_key]
    assert offered.id in caplog.text
    secrets = (keys.secret, robot.secret, offer.auth_key, "a-wrong-key", "the-new-password", project.password)
    assert [secret for secret in secrets if str(secret) in caplog.text] == []


def test_an_id_leads_nowhere_else(keystone: InfomaniakIdentityClient) -> None:
    with pytest.raises(NotFoundError):
        keystone.delete_access_key("../../../projects")
