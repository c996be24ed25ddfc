"""One large file, up and down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, Sample, alternate, environment, run_command
from benchmarks.servers import Server, rclone_server
from benchmarks.tree import demand_equal, make_file
from codomyrmex.cloud.minio.storage import MinIOClient

KEY = "large.bin"
INTRO = {
    "up": "What the first run stored was read back with boto3 and compared.",
    "down": (
        "What the first run wrote was compared with the original. cmx and rclone check by its MD5 what "
        "arrived, s5cmd and boto3 do not. This server has one MD5 of the whole file, so that only one core "
        "can work on it: MD5 alone takes {md5:.2f} s here."
    ),
}
Command = Callable[[str], list[str | Path]]


def run(bench: Bench) -> Iterator[Section]:
    """Up and down."""
    size = bench.pick(1024, 64)
    folder = bench.folder("large-file")
    file = make_file(folder / KEY, size << 20)
    md5 = _md5_seconds(file)
    with rclone_server() as server:
        for direction, contenders_of in (("up", _up), ("down", _down)):
            work = f"One file of {size:,} MiB {direction}, {server.title}"
            print(work, flush=True)
            results = alternate(contenders_of(bench, server, file), bench.pick(3, 1))
            ours, *others = results.values()
            best = min(others, key=lambda result: result.seconds)
            goal = faster(work, ours, best, 1.0, against=f"the best, {best.name}")
            intro = INTRO[direction].format(md5=md5)
            yield Section(work, intro, list(results.values()), [goal])


def _md5_seconds(file: Path) -> float:
    started = perf_counter()
    with file.open("rb") as opened:
        hashlib.file_digest(opened, "md5")
    return perf_counter() - started


def _storage(server: Server) -> MinIOClient:
    return MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)


def _up(bench: Bench, server: Server, file: Path) -> list[Contender]:
    seen = environment(bench.scratch, **tools.credentials(server))
    storage = _storage(server)
    check = tools.contender("boto3_tree", "same", file.parent)

    def upload(number: int, name: str, command: Command) -> Contender:
        def run(turn: int) -> Sample:
            storage.create_bucket(f"up-{number}-{turn}")
            return run_command(command(f"up-{number}-{turn}"), seen)

        return Contender(
            name,
            run,
            tools.shown(command("BUCKET"), {file: "FILE"}),
            check=lambda turn: run_command([*check, f"up-{number}-{turn}"], seen),
            clean=lambda turn: storage.delete_bucket(f"up-{number}-{turn}", force=True),
        )

    s5cmd, rclone, boto3 = (
        [tools.s5cmd(), "--log=error"],
        tools.rclone(),
        tools.contender("boto3_file", "up", file),
    )
    return [
        upload(0, "cmx", lambda bucket: [*tools.cmx(), "cp", file, f"minio://{bucket}/{KEY}"]),
        upload(1, "s5cmd", lambda bucket: [*s5cmd, "cp", *tools.S5CMD_PARTS, file, f"s3://{bucket}/{KEY}"]),
        upload(
            2,
            "rclone",
            lambda bucket: [*rclone, "copyto", file, f"bench:{bucket}/{KEY}", *tools.RCLONE_PARTS],
        ),
        upload(3, "boto3", lambda bucket: [*boto3, bucket, KEY]),
    ]


def _down(bench: Bench, server: Server, file: Path) -> list[Contender]:
    seen = environment(bench.scratch, **tools.credentials(server))
    storage = _storage(server)
    storage.create_bucket("down")
    storage.upload_file(file, "down", KEY)
    target = bench.folder("target") / KEY

    def download(name: str, command: Command) -> Contender:
        return Contender(
            name,
            lambda _turn: run_command(command(str(target)), seen),
            tools.shown(command("FILE"), {}),
            check=lambda _turn: demand_equal(file, target),
            clean=lambda _turn: target.unlink(),
        )

    s5cmd, rclone, boto3 = (
        [tools.s5cmd(), "--log=error"],
        tools.rclone(),
        tools.contender("boto3_file", "down"),
    )
    return [
        download("cmx", lambda path: [*tools.cmx(), "cp", f"minio://down/{KEY}", path]),
        download("s5cmd", lambda path: [*s5cmd, "cp", *tools.S5CMD_PARTS, f"s3://down/{KEY}", path]),
        download("rclone", lambda path: [*rclone, "copyto", f"bench:down/{KEY}", path, *tools.RCLONE_PARTS]),
        download("boto3", lambda path: [*boto3, "down", KEY, path]),
    ]
