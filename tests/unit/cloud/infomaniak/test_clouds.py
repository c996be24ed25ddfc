"""Clouds of ``clouds.yaml``, on a real Keystone, from code, the environment and a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud import connect
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.infomaniak.clouds import read_cloud
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from codomyrmex.cloud.wire import ConnectionOptions
from tests.servers.openstack.server import OpenStackServer

# openstacksdk says so of every cloud that it reads.
pytestmark = pytest.mark.filterwarnings("ignore:Support for InfluxDB")

CLOUDS = """\
clouds:
  tests:
    auth: {{auth_url: '{auth_url}', username: {user}, project_name: {project},
           user_domain_name: Default, project_domain_name: Default}}
    region_name: RegionOne
  elsewhere:
    auth: {{auth_url: '{auth_url}', username: {user}, password: {password}, project_name: {project},
           user_domain_name: Default, project_domain_name: Default}}
    region_name: NowhereOne
    cacert: /no/such/bundle.pem
  empty: {{}}
"""
SECURE = """\
clouds:
  tests: {{auth: {{password: {password}}}}}
"""


@pytest.fixture(autouse=True)
def files(openstack_server: OpenStackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two files, where the variables name them."""
    for variable, text in (("OS_CLIENT_CONFIG_FILE", CLOUDS), ("OS_CLIENT_SECURE_FILE", SECURE)):
        path = tmp_path / variable
        path.write_text(text.format(**vars(openstack_server)))
        monkeypatch.setenv(variable, str(path))


def test_a_cloud_is_named_in_code() -> None:
    assert isinstance(InfomaniakObjectStorageClient(cloud="tests").list_buckets(), list)


def test_a_cloud_is_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_CLOUD", "tests")
    assert isinstance(InfomaniakObjectStorageClient.from_env().list_buckets(), list)
    with connect("swift") as cloud:
        assert isinstance(cloud.storage.list_buckets(), list)


def test_the_trust_and_the_region_of_the_file_are_used() -> None:
    cloud = read_cloud("elsewhere")
    assert (cloud.region, cloud.way(None).ca_bundle) == ("NowhereOne", "/no/such/bundle.pem")
    assert cloud.way(ConnectionOptions(ca_bundle="own.pem", stall_timeout=3)) == ConnectionOptions(
        ca_bundle="own.pem", stall_timeout=3
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cloud": "no-such"}, "no cloud 'no-such' in clouds.yaml"),
        ({"cloud": "empty"}, "auth_url"),
        ({"cloud": "tests", "username": "somebody"}, "not both"),
        ({"cloud": "tests", "anonymous": True}, "not both"),
    ],
    ids=["unknown", "incomplete", "and-a-user", "and-nobody"],
)
def test_what_is_no_cloud(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        InfomaniakObjectStorageClient(**arguments)  # type: ignore[arg-type]
