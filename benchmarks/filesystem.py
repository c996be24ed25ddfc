"""Reads through fsspec, against s3fs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, alternate, environment, run_script
from benchmarks.servers import S3_SERVERS, Server
from benchmarks.tree import make_file
from codomyrmex.cloud.minio.storage import MinIOClient

BUCKET = "filesystem"
INTRO = (
    "The time of the reads alone, without that of starting Python. Ours checks whole files by MD5, s3fs "
    "checks nothing. Every byte read by the first runs was there; each run counts them."
)


def run(bench: Bench) -> Iterator[Section]:
    """Many small files, and one large one in two ways, on each server."""
    count, size = bench.pick(1000, 100), bench.pick(512, 64)
    large = make_file(bench.folder("filesystem") / "large.bin", size << 20)
    for start in S3_SERVERS.values():
        with start() as server:
            storage = MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)
            storage.create_bucket(BUCKET)
            storage.put_object(BUCKET, "first", b"first")
            storage.upload_file(large, BUCKET)
            storage.filesystem(BUCKET).pipe(
                {f"file-{number:06}": number.to_bytes(4) * 1024 for number in range(count)}
            )
            for verb, amount, work, goal in (
                ("files", count, f"cat of {count:,} files of 4 KiB", 3.0),
                ("ranges", size, f"cat_ranges of {size} MiB in ranges of 8 MiB", 1.5),
                ("sequential", size, f"open and read of {size} MiB, 1 MiB at a time", 1.5),
            ):
                yield _compare(bench, server, verb, amount, f"{work}, {server.title}", goal)


def _compare(bench: Bench, server: Server, verb: str, amount: int, work: str, goal: float) -> Section:
    print(work, flush=True)
    seen = environment(bench.scratch, **tools.credentials(server))

    def contender(name: str) -> Contender:
        command = tools.contender("filesystem", name, verb, BUCKET, str(amount))
        return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

    results = alternate([contender("ours"), contender("s3fs")], bench.pick(5, 1))
    return Section(
        work, INTRO, list(results.values()), [faster(work, results["ours"], results["s3fs"], goal)]
    )
