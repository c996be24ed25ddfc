"""Many small objects on OpenStack Swift, up and down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from benchmarks import tools, tree_contenders
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, alternate, environment
from benchmarks.tree import make_tree
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.openstack.server import OpenStackServer, openstack

SIZE = 4096
OPENSTACKSDK, SWIFTCLIENT = "openstacksdk, 32 threads", "python-swiftclient, 32 threads"
GOALS = {OPENSTACKSDK: 3.0, SWIFTCLIENT: 3.0}
INTRO = (
    "Swift's proxy and its server of objects are one process of Python each: what their CPU time takes of "
    "the wall time is the limit, whoever asks."
)


def run(bench: Bench) -> Iterator[Section]:
    """Up and down."""
    files = bench.pick(2_000, 200)
    tree = make_tree(bench.folder("small-objects-of-swift"), files, SIZE, per_folder=1000)
    for direction, contenders_of in (("up", _up), ("down", _down)):
        with openstack() as server:
            work = f"{files:,} objects of 4 KiB {direction}, OpenStack Swift"
            print(work, flush=True)
            results = alternate(contenders_of(bench, server, tree), bench.pick(3, 1))
        goals = [faster(work, results["cmx"], results[name], limit) for name, limit in GOALS.items()]
        yield Section(work, INTRO, list(results.values()), goals)


def _environment_of(bench: Bench, server: OpenStackServer) -> dict[str, str]:
    """The user, as OpenStack's own clients and ours want to be told."""
    return environment(
        bench.scratch,
        OS_AUTH_URL=server.auth_url,
        OS_IDENTITY_API_VERSION="3",
        OS_USERNAME=server.user,
        OS_PASSWORD=server.password,
        OS_PROJECT_NAME=server.project,
        OS_USER_DOMAIN_NAME="Default",
        OS_PROJECT_DOMAIN_NAME="Default",
        OS_REGION_NAME="RegionOne",
    )


def _client(server: OpenStackServer) -> InfomaniakObjectStorageClient:
    return InfomaniakObjectStorageClient(
        auth_url=server.auth_url,
        username=server.user,
        password=server.password,
        project=server.project,
    )


def _up(bench: Bench, server: OpenStackServer, tree: Path) -> list[Contender]:
    check = tools.contender("openstacksdk_tree", "same", tree)
    commands = {
        "cmx": lambda name: [*tools.cmx(), "cp", "-r", tree, f"swift://{name}"],
        OPENSTACKSDK: lambda name: [*tools.contender("openstacksdk_tree", "up", tree), name],
        SWIFTCLIENT: lambda name: [*tools.contender("swiftclient_tree", "up", tree), name],
    }
    account = (_client(server), _environment_of(bench, server))
    return tree_contenders.up(lambda: nullcontext(account), tree, check, commands)


def _down(bench: Bench, server: OpenStackServer, tree: Path) -> list[Contender]:
    commands = {
        "cmx": lambda folder: [*tools.cmx(), "cp", "-r", "swift://down", folder],
        OPENSTACKSDK: lambda folder: [*tools.contender("openstacksdk_tree", "down", "down"), folder],
        SWIFTCLIENT: lambda folder: [*tools.contender("swiftclient_tree", "down", "down"), folder],
    }
    seen = _environment_of(bench, server)
    return tree_contenders.down(bench, _client(server), seen, tree, "swift://down", commands)
