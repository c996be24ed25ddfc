"""Many small blobs on Azurite, up and down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import tools, tree_contenders
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, alternate, environment
from benchmarks.tree import make_tree
from codomyrmex.cloud.azure.storage import AzureBlobClient
from tests.servers.azurite import AzuriteServer, azurite

SIZE = 4096
SDK, RCLONE = "azure-storage-blob, 32 threads", "rclone copy"
GOALS = {SDK: 4.0, RCLONE: 1.0}
ONE_THREAD = "Azurite runs in one thread of Node.js: what its CPU time takes of the wall time is its limit."
NEW = " The more it holds, the slower it writes, so each run has one that is new."
RCLONE_FLAGS = ("--transfers=32", "--checkers=32", "--no-check-dest")


def run(bench: Bench) -> Iterator[Section]:
    """Up and down."""
    files = bench.pick(2_000, 200)
    tree = make_tree(bench.folder("small-blobs"), files, SIZE, per_folder=1000)
    rounds = bench.pick(3, 1)
    yield _section(f"{files:,} blobs of 4 KiB up, Azurite", _up(bench, tree), rounds, NEW)
    with azurite() as server:
        yield _section(f"{files:,} blobs of 4 KiB down, Azurite", _down(bench, server, tree), rounds)


def _section(work: str, contenders: list[Contender], rounds: int, more: str = "") -> Section:
    print(work, flush=True)
    results = alternate(contenders, rounds)
    goals = [faster(work, results["cmx"], results[name], limit) for name, limit in GOALS.items()]
    return Section(work, f"{ONE_THREAD}{more}", list(results.values()), goals)


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


def _up(bench: Bench, tree: Path) -> list[Contender]:
    check = tools.contender("azure_tree", "same", tree)
    commands = {
        "cmx": lambda name: [*tools.cmx(), "cp", "-r", tree, f"az://{name}"],
        SDK: lambda name: [*tools.contender("azure_tree", "up", tree), name],
        RCLONE: lambda name: [*tools.rclone(), "copy", tree, f"bench:{name}", *RCLONE_FLAGS],
    }

    @contextmanager
    def account() -> Iterator[tree_contenders.Account]:
        with azurite() as server:
            yield client(server), environment_of(bench, server)

    return tree_contenders.up(account, tree, check, commands)


def _down(bench: Bench, server: AzuriteServer, tree: Path) -> list[Contender]:
    commands = {
        "cmx": lambda folder: [*tools.cmx(), "cp", "-r", "az://down", folder],
        SDK: lambda folder: [*tools.contender("azure_tree", "down", "down"), folder],
        RCLONE: lambda folder: [*tools.rclone(), "copy", "bench:down", folder, *RCLONE_FLAGS],
    }
    seen = environment_of(bench, server)
    return tree_contenders.down(bench, client(server), seen, tree, "az://down", commands)
