"""Many small blobs on Azurite, up and down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, Sample, alternate, environment, run_command
from benchmarks.tree import demand_equal, make_tree
from codomyrmex.cloud.azure.storage import AzureBlobClient
from tests.servers.azurite import AzuriteServer, azurite

SIZE = 4096
SDK, RCLONE = "azure-storage-blob, 32 threads", "rclone copy"
GOALS = {SDK: 4.0, RCLONE: 1.0}
RCLONE_FLAGS = ("--transfers=32", "--checkers=32", "--no-check-dest")
Command = Callable[[str], list[str | Path]]


def run(bench: Bench) -> Iterator[Section]:
    """Up and down."""
    files = bench.pick(2_000, 200)
    tree = make_tree(bench.folder("small-blobs"), files, SIZE, per_folder=1000)
    for direction, contenders_of in (("up", _up), ("down", _down)):
        with azurite() as server:
            work = f"{files:,} blobs of 4 KiB {direction}, Azurite"
            print(work, flush=True)
            results = alternate(contenders_of(bench, server, tree), bench.pick(3, 1))
        goals = [faster(work, results["cmx"], results[name], limit) for name, limit in GOALS.items()]
        intro = (
            "Azurite runs in one thread of Node.js: what its CPU time takes of the wall time is its limit."
        )
        yield Section(work, intro, list(results.values()), goals)


def environment_of(bench: Bench, server: AzuriteServer) -> dict[str, str]:
    """The account, as each tool wants to be told; rclone's remote is ``bench:``."""
    connection = (
        f"DefaultEndpointsProtocol=http;AccountName={server.account};AccountKey={server.account_key};"
        f"BlobEndpoint={server.url};"
    )
    return environment(
        bench.scratch,
        AZURE_STORAGE_CONNECTION_STRING=connection,
        RCLONE_CONFIG_BENCH_TYPE="azureblob",
        RCLONE_CONFIG_BENCH_ACCOUNT=server.account,
        RCLONE_CONFIG_BENCH_KEY=server.account_key,
        RCLONE_CONFIG_BENCH_ENDPOINT=server.url,
    )


def client(server: AzuriteServer) -> AzureBlobClient:
    """Our client of the account."""
    return AzureBlobClient(server.account, account_url=server.url, account_key=server.account_key)


def _up(bench: Bench, server: AzuriteServer, tree: Path) -> list[Contender]:
    seen = environment_of(bench, server)
    storage = client(server)
    check = tools.contender("azure_tree", "same", tree)

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
        upload(0, "cmx", lambda name: [*tools.cmx(), "cp", "-r", tree, f"az://{name}"]),
        upload(1, SDK, lambda name: [*tools.contender("azure_tree", "up", tree), name]),
        upload(2, RCLONE, lambda name: [*tools.rclone(), "copy", tree, f"bench:{name}", *RCLONE_FLAGS]),
    ]


def _down(bench: Bench, server: AzuriteServer, tree: Path) -> list[Contender]:
    seen = environment_of(bench, server)
    client(server).create_bucket("down")
    run_command([*tools.cmx(), "cp", "-r", tree, "az://down"], seen)
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
        download("cmx", lambda folder: [*tools.cmx(), "cp", "-r", "az://down", folder]),
        download(SDK, lambda folder: [*tools.contender("azure_tree", "down", "down"), folder]),
        download(RCLONE, lambda folder: [*tools.rclone(), "copy", "bench:down", folder, *RCLONE_FLAGS]),
    ]
