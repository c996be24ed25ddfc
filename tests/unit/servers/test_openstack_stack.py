"""The whole of OpenStack that the tests run: every service answers, and works with the others."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from keystoneauth1.identity.v3 import ApplicationCredential
from keystoneauth1.session import Session
from openstack.connection import Connection
from openstack.exceptions import HttpException

from tests.servers.openstack import stack
from tests.servers.openstack.server import installation
from tests.servers.openstack.stack.cloud import OpenStackCloud, Project
from tests.servers.openstack.stack.services import services_of
from tests.servers.process import ServerUnavailableError, find_program, wait_until

WAITER = str(Path(stack.__file__).parent.parent / "wait_for_consumers.py")
LISTS: dict[str, Callable[[Connection], object]] = {
    "keystone": lambda cloud: cloud.list_projects(),
    "swift": lambda cloud: list(cloud.object_store.containers()),
    "glance": lambda cloud: list(cloud.image.images()),
    "placement": lambda cloud: list(cloud.placement.resource_providers()),
    "cinder": lambda cloud: list(cloud.block_storage.volumes()),
    "neutron": lambda cloud: list(cloud.network.networks()),
    "nova": lambda cloud: list(cloud.compute.servers()),
    "designate": lambda cloud: list(cloud.dns.zones()),
    "heat": lambda cloud: list(cloud.orchestration.stacks()),
    "octavia": lambda cloud: list(cloud.load_balancer.load_balancers()),
}


@pytest.fixture(scope="module")
def project(openstack_cloud: OpenStackCloud) -> Iterator[Project]:
    with openstack_cloud.project({"compute": {"instances": 1}}) as project:
        yield project


@pytest.fixture(scope="module")
def connection(project: Project) -> Iterator[Connection]:
    with project.sdk() as connection:
        yield connection


FORKED_WHILE_IMPORTING = """
import importlib.abc, importlib.machinery, multiprocessing, sys, threading

begun, go_on = threading.Event(), threading.Event()

class Slow(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == "slow" else None

    def exec_module(self, module):
        begun.set()
        go_on.wait()

def use_it():
    import slow

sys.meta_path.insert(0, Slow())
threading.Thread(target=use_it).start()
begun.wait()
child = multiprocessing.get_context("fork").Process(target=use_it)
child.start()
child.join(20)
child.kill()
go_on.set()
sys.exit(0 if child.exitcode == 0 else "The child stands still.")
"""


def test_a_queue_that_nobody_reads_is_waited_for(openstack_cloud: OpenStackCloud) -> None:
    site = openstack_cloud.site

    def wait(seconds: int, *queues: str) -> tuple[int, str]:
        arguments = (WAITER, str(site.ports["rabbit"]), str(seconds), *queues)
        command = [str(site.programs / "python"), *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        return ended.returncode, ended.stderr.strip()

    read = [queue for service in services_of(site) if not service.on_demand for queue in service.queues]
    assert wait(30, *read) == (0, "")
    assert wait(0, "conductor", "no-such-queue", "scheduler") == (1, "nobody reads no-such-queue")


def test_a_service_that_forks_while_it_imports_does_not_stand_still() -> None:
    try:
        python = installation() / "python"
    except ServerUnavailableError as error:
        pytest.skip(str(error))
    subprocess.run([python, "-c", FORKED_WHILE_IMPORTING], check=True, timeout=300)


@pytest.mark.parametrize("service", LISTS)
def test_every_service_answers(openstack_cloud: OpenStackCloud, service: str) -> None:
    with openstack_cloud.admin() as admin:
        assert isinstance(LISTS[service](admin), list)


def test_a_server_runs_with_a_volume_and_counts_against_the_quota(connection: Connection) -> None:
    network = connection.network.create_network(name="private")
    connection.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.0.0.0/24")
    wanted = {
        "flavor_id": connection.compute.find_flavor("tiny", ignore_missing=False).id,
        "image_id": connection.image.find_image("cirros", ignore_missing=False).id,
        "networks": [{"uuid": network.id}],
    }
    server = connection.compute.create_server(name="one", **wanted)
    server = connection.compute.wait_for_server(server, interval=0.2)
    assert server.status == "ACTIVE"
    assert server.addresses["private"][0]["addr"].startswith("10.0.0.")
    volume = connection.block_storage.create_volume(name="disk", size=1)
    connection.block_storage.wait_for_status(volume, "available", interval=0.2)
    connection.compute.create_volume_attachment(server, volume_id=volume.id)
    assert connection.block_storage.wait_for_status(volume, "in-use", interval=0.2).attachments
    with pytest.raises(HttpException, match="Quota exceeded"):
        connection.compute.create_server(name="two", **wanted)


def test_bind_answers_for_a_zone(
    openstack_cloud: OpenStackCloud, connection: Connection, project: Project
) -> None:
    zone = connection.dns.create_zone(name=f"{project.username}.example.", email="dns@example.com")
    connection.dns.create_recordset(zone, name=f"www.{zone.name}", type="A", records=["192.0.2.7"])
    address, port = openstack_cloud.dns_server
    command = [find_program("dig"), "+short", f"@{address}", "-p", str(port), f"www.{zone.name}", "A"]

    def answered() -> bool:
        return subprocess.run(command, capture_output=True, check=False).stdout == b"192.0.2.7\n"

    wait_until(answered, "the record in bind")


def test_a_stack_and_a_load_balancer_are_made(connection: Connection) -> None:
    template = {
        "heat_template_version": "2018-08-31",
        "resources": {"chance": {"type": "OS::Heat::RandomString"}},
    }
    stack = connection.orchestration.create_stack(name="stack", template=template)
    assert connection.orchestration.wait_for_status(stack, "CREATE_COMPLETE", interval=0.2).id == stack.id
    network = connection.network.create_network(name="balanced")
    subnet = connection.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.1.0.0/24")
    balancer = connection.load_balancer.create_load_balancer(name="lb", vip_subnet_id=subnet.id)

    def active() -> bool:
        found = connection.load_balancer.get_load_balancer(balancer.id)
        return bool(found.provisioning_status == "ACTIVE")

    wait_until(active, "the load balancer active")


def test_a_project_has_credentials_of_its_own(openstack_cloud: OpenStackCloud, project: Project) -> None:
    login = ApplicationCredential(
        auth_url=openstack_cloud.auth_url,
        application_credential_id=project.application_credential_id,
        application_credential_secret=project.application_credential_secret,
    )
    with Connection(session=Session(auth=login), region_name=openstack_cloud.region) as connection:
        assert connection.current_project_id == project.project_id
    assert project.password not in repr(project)
    assert project.application_credential_secret not in repr(project)


def test_ec2_credentials_open_swift_by_s3(
    openstack_cloud: OpenStackCloud, connection: Connection, project: Project
) -> None:
    path = f"/users/{connection.current_user_id}/credentials/OS-EC2"
    made = connection.identity.post(path, json={"tenant_id": project.project_id}).json()["credential"]
    keys = {"aws_access_key_id": made["access"], "aws_secret_access_key": made["secret"]}
    s3 = boto3.client("s3", endpoint_url=openstack_cloud.s3_url, region_name="us-east-1", **keys)
    s3.create_bucket(Bucket="by-s3")
    s3.put_object(Bucket="by-s3", Key="key", Body=b"content")
    assert connection.object_store.download_object("key", container="by-s3") == b"content"
    s3.delete_object(Bucket="by-s3", Key="key")
    s3.delete_bucket(Bucket="by-s3")


def test_a_second_api_sees_what_the_first_has_made(openstack_cloud: OpenStackCloud, project: Project) -> None:
    with openstack_cloud.second("cinder") as address, project.sdk() as connection:
        made = connection.block_storage.create_volume(name="seen", size=1)
        url = address.replace("$(project_id)s", project.project_id)
        answer = connection.session.get(f"{url}/volumes/{made.id}")
        assert answer.json()["volume"]["name"] == "seen"


def test_a_project_leaves_nothing(openstack_cloud: OpenStackCloud) -> None:
    with openstack_cloud.project() as project, project.sdk() as connection:
        connection.block_storage.create_volume(name="left", size=1)
        connection.network.create_network(name="left")
    with openstack_cloud.admin() as admin:
        assert admin.get_project(project.project_id) is None
        assert list(admin.block_storage.volumes(project_id=project.project_id, all_projects=True)) == []
        assert list(admin.network.networks(project_id=project.project_id)) == []
