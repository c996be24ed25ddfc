"""Many small objects on OpenStack Swift, up and down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, Sample, alternate, environment, run_command
from benchmarks.tree import demand_equal, make_tree
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.openstack.server import OpenStackServer, openstack

SIZE = 4096
OPENSTACKSDK, SWIFTCLIENT = "openstacksdk, 32 threads", "python-swiftclient, 32 threads"
GOALS = {OPENSTACKSDK: 3.0, SWIFTCLIENT: 3.0}
INTRO = (
    "Swift's proxy and its server of objects are one process of Python each: what their CPU time takes of "
    "the wall time is the limit, whoever asks."
)
Command = Callable[[str], list[str | Path]]


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
    seen = _environment_of(bench, server)
    storage = _client(server)
    check = tools.contender("openstacksdk_tree", "same", tree)

    def upload(number: int, name: str, command: Command) -> Contender:
        def run(turn: int) -> Sample:
            storage.create_bucket(f"up-{number}-{turn}")
            return run_command(command(f"up-{number}-{turn}"), seen)

        return Contender(
            name,
            run,
            tools.shown(command("CONTAINER"), {tree: "FOLDER"}),
            check=lambda turn: run_command([*check, f"up-{number}-{turn}"], seen),
        )

    return [
        upload(0, "cmx", lambda name: [*tools.cmx(), "cp", "-r", tree, f"swift://{name}"]),
        upload(1, OPENSTACKSDK, lambda name: [*tools.contender("openstacksdk_tree", "up", tree), name]),
        upload(2, SWIFTCLIENT, lambda name: [*tools.contender("swiftclient_tree", "up", tree), name]),
    ]


def _down(bench: Bench, server: OpenStackServer, tree: Path) -> list[Contender]:
    seen = _environment_of(bench, server)
    _client(server).create_bucket("down")
    run_command([*tools.cmx(), "cp", "-r", tree, "swift://down"], seen)
    target = bench.scratch / "target"

    def download(name: str, command: Command) -> Contender:
        return Contender(
            name,
            lambda _turn: run_command(command(str(bench.folder("target"))), seen),
            tools.shown(command("FOLDER"), {}),
            check=lambda _turn: demand_equal(tree, target),
            clean=lambda _turn: shutil.rmtree(target),
        )

    return [
        download("cmx", lambda folder: [*tools.cmx(), "cp", "-r", "swift://down", folder]),
        download(
            OPENSTACKSDK, lambda folder: [*tools.contender("openstacksdk_tree", "down", "down"), folder]
        ),
        download(SWIFTCLIENT, lambda folder: [*tools.contender("swiftclient_tree", "down", "down"), folder]),
    ]
