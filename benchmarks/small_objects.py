"""Single requests of 4 KiB, one after the other, on one thread."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, leaner
from benchmarks.runner import Contender, alternate, environment, run_script
from benchmarks.servers import S3_SERVERS
from codomyrmex.cloud.minio.storage import MinIOClient

INTRO = (
    "Ours checks by MD5 what is sent and what arrives, boto3 by CRC32 what is sent, obstore nothing. "
    "CPU is that of all threads of the contender, without that of starting Python and of making the client."
)


def run(bench: Bench) -> Iterator[Section]:
    """Put and get, on each server."""
    count = bench.pick(1000, 100)
    for start in S3_SERVERS.values():
        with start() as server:
            seen = environment(bench.scratch, **tools.credentials(server))
            storage = MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)
            storage.create_bucket("small")
            # Puts come first: they store what is got.
            for verb in ("put", "get"):
                work = f"{verb}_object of 4 KiB, one thread, {server.title}"
                print(work, flush=True)

                def contender(name: str, verb: str = verb, seen: dict[str, str] = seen) -> Contender:
                    command = tools.contender("small_objects", name, verb, "small", str(count))
                    return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

                results = alternate(
                    [contender(name) for name in ("ours", "boto3", "obstore")], bench.pick(3, 1)
                )
                ours, boto3, obstore = results.values()
                yield Section(
                    work,
                    INTRO,
                    list(results.values()),
                    [leaner(work, ours, boto3, 3.0), leaner(work, ours, obstore, 1.0)],
                    ("Requests per CPU second", lambda result: f"{count / result.cpu:,.0f}"),
                )
