"""Many small files, up and down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from benchmarks import tools, tree_contenders
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, alternate, environment
from benchmarks.servers import S3_SERVERS, Server
from benchmarks.tree import make_tree
from codomyrmex.cloud.minio.storage import MinIOClient

SIZE = 4096
GOALS = {
    "up": {"s5cmd": 1.3, "rclone copy": 1.3, "boto3, 32 threads": 6.0},
    "down": {"s5cmd": 1.3, "rclone copy": 1.2, "boto3, 32 threads": 5.0},
}
INTRO = {
    "up": "Each run goes into a new bucket. What the first run stored was read back with boto3 and compared.",
    "down": "Each run goes into a new folder. What the first run wrote was compared with the originals.",
}


def run(bench: Bench) -> Iterator[Section]:
    """Up and down, on each server."""
    for name, start in S3_SERVERS.items():
        # Ceph on one in-memory disk takes minutes for each run of ten thousand.
        files = bench.pick(10_000 if name == "rclone" else 2_000, 300)
        tree = make_tree(bench.folder("small-files"), files, SIZE, per_folder=1000)
        for direction, contenders_of in (("up", _up), ("down", _down)):
            with start() as server:
                work = f"{files:,} files of 4 KiB {direction}, {server.title}"
                print(work, flush=True)
                contenders = contenders_of(bench, server, tree)
                results = alternate(contenders, bench.pick(3, 1))
            ours = results["cmx"]
            goals = [faster(work, ours, results[name], limit) for name, limit in GOALS[direction].items()]
            yield Section(work, INTRO[direction], list(results.values()), goals)


def _client(server: Server) -> MinIOClient:
    return MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)


def _up(bench: Bench, server: Server, tree: Path) -> list[Contender]:
    seen = environment(bench.scratch, **tools.credentials(server))
    check = tools.contender("boto3_tree", "same", tree)
    commands = {
        "cmx": lambda bucket: [*tools.cmx(), "cp", "-r", tree, f"minio://{bucket}"],
        "s5cmd": lambda bucket: [tools.s5cmd(), *tools.S5CMD, "cp", f"{tree}/", f"s3://{bucket}/"],
        "rclone copy": lambda bucket: [*tools.rclone(), "copy", tree, f"bench:{bucket}", *tools.RCLONE_UP],
        "boto3, 32 threads": lambda bucket: [*tools.contender("boto3_tree", "up", tree), bucket],
    }
    account = (_client(server), seen)
    return tree_contenders.up(lambda: nullcontext(account), tree, check, commands)


def _down(bench: Bench, server: Server, tree: Path) -> list[Contender]:
    seen = environment(bench.scratch, **tools.credentials(server))
    commands = {
        "cmx": lambda folder: [*tools.cmx(), "cp", "-r", "minio://down", folder],
        "s5cmd": lambda folder: [tools.s5cmd(), *tools.S5CMD, "cp", "s3://down/*", f"{folder}/"],
        "rclone copy": lambda folder: [*tools.rclone(), "copy", "bench:down", folder, *tools.RCLONE_DOWN],
        "boto3, 32 threads": lambda folder: [*tools.contender("boto3_tree", "down", "down"), folder],
    }
    return tree_contenders.down(bench, _client(server), seen, tree, "minio://down", commands)
