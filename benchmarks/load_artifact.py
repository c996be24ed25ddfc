"""Loading a large artifact with its digest and its signature, against the plain download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.registry import BUCKET, Place, registry
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, Result, alternate, run_script
from benchmarks.servers import S3_SERVERS, Server
from benchmarks.tree import demand_equal, make_file

LIMIT = 1.25
PLAIN, LOAD, AGAIN, BY_HAND = "plain download", "load_artifact", "load_artifact again", "boto3 by hand"
INTRO = (
    "The plain download is `StorageClient.download` of the same adapter, which compares what arrives with "
    "the MD5 that the store keeps. `load_artifact` asks the catalogue, on PostgreSQL, fetches the signature "
    "and checks it, and compares what arrives with the SHA-256 that was signed, in place of that MD5. Again "
    "means that the file is in the cache: its signature is fetched, and the file is hashed. By hand means "
    "boto3, which compares nothing, then hashlib on the file, then cryptography."
)


def run(bench: Bench) -> Iterator[Section]:
    """On each server."""
    size = bench.pick(1024, 64)
    file = make_file(bench.folder("artifact") / "model.safetensors", size << 20)
    for start in S3_SERVERS.values():
        with start() as server, registry(bench, server) as place:
            title = f"Loading an artifact of {size:,} MiB, {server.title}"
            print(title, flush=True)
            results = alternate(_contenders(bench, place, server, file), bench.pick(3, 1))
        yield _section(title, results)


def _section(title: str, results: dict[str, Result]) -> Section:
    ours, plain = results[LOAD], results[PLAIN]
    goal = Goal(title, PLAIN, ours.seconds / plain.seconds, LIMIT, at_most=True, ours=ours)
    column = ("Against the plain download", lambda result: f"{result.seconds / plain.seconds:.2f} ×")
    rows = [results[name] for name in (LOAD, PLAIN, AGAIN, BY_HAND)]
    return Section(title, INTRO, rows, [goal], column)


def _contenders(bench: Bench, place: Place, server: Server, file: Path) -> list[Contender]:
    made = place.registry.register("chat", file, signer=place.signer)
    cache, kept = (bench.folder(f"{name}-{server.name}") for name in ("cache", "kept"))
    cached, again = (Path(folder, "aegis", "models", made.digest, file.name) for folder in (cache, kept))
    target = bench.folder(f"target-{server.name}") / file.name
    names = {target: "FILE", place.public_key: "PUBLIC_KEY", Path(made.key): "KEY"}

    def contender(name: str, path: Path, *arguments: str | Path) -> Contender:
        command = tools.contender("load_artifact", *arguments)
        seen = {**place.environment, "XDG_CACHE_HOME": str(kept if path == again else cache)}
        return Contender(
            name,
            lambda _turn: run_script(command, seen),
            tools.shown(command, names),
            check=lambda _turn: demand_equal(file, path),
            # The run that is not counted leaves what is there again.
            clean=lambda _turn: None if path == again else path.unlink(),
        )

    return [
        contender(PLAIN, target, "download", made.key, target),
        contender(LOAD, cached, "load", made.uri),
        contender(AGAIN, again, "load", made.uri),
        contender(BY_HAND, target, "boto3", BUCKET, made.key, target, place.public_key),
    ]
