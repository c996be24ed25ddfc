"""A long listing."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section, faster, leaner
from benchmarks.runner import Contender, alternate, environment, run_command, run_script
from benchmarks.servers import S3_SERVERS
from benchmarks.tree import make_tree
from codomyrmex.cloud.minio.storage import MinIOClient

TENTH = "folder-000"  # the first ten folders, of a hundred
FLAT_MIB = 2
INTRO = (
    "The time of the listing alone, without that of starting Python. Memory is by how much its peak grows "
    "meanwhile; it is flat where a tenth of the keys needs as much."
)


def run(bench: Bench) -> Iterator[Section]:
    """List everything in a bucket, on each server."""
    for name, start in S3_SERVERS.items():
        # Ceph takes minutes to store a hundred thousand.
        keys = bench.pick(100_000 if name == "rclone" else 20_000, 3000)
        tree = make_tree(bench.folder("keys"), keys, 0, per_folder=keys // 100)
        with start() as server:
            work = f"Listing {keys:,} keys, {server.title}"
            print(work, flush=True)
            seen = environment(bench.scratch, **tools.credentials(server))
            storage = MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)
            storage.create_bucket("keys")
            run_command([*tools.cmx(), "cp", "-r", tree, "minio://keys"], seen)

            def contender(name: str, *arguments: str, seen: dict[str, str] = seen) -> Contender:
                command = tools.contender("list_keys", *arguments)
                return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

            results = alternate(
                [
                    contender("list_objects", "ours", "keys", "", str(keys)),
                    contender("boto3's paginator", "boto3", "keys", "", str(keys)),
                    contender("list_objects, a tenth", "ours", "keys", TENTH, str(keys // 10)),
                ],
                bench.pick(3, 1),
            )
        ours, boto3, tenth = results.values()
        growth = (ours.median(lambda sample: sample.memory) - tenth.median(lambda sample: sample.memory)) / (
            1 << 20
        )
        goals = [
            faster(work, ours, boto3, 4.0),
            leaner(work, ours, boto3, 6.0),
            Goal(f"{work}: memory", "a tenth of the keys", growth, FLAT_MIB, "MiB more", at_most=True),
        ]
        yield Section(work, INTRO, list(results.values()), goals)
