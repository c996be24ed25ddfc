"""Rows of Coda against loops of `requests`, on the tests' Coda without limits."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section, faster
from benchmarks.rest_servers import rest_server
from benchmarks.runner import Contender, Result, alternate, environment, run_script

GOAL = 3.0
OVERHEAD_MS = 1.0
INTRO = (
    "The server is a program of the tests, one process of Python, which keeps the rows and checks every "
    "request; its rates are off."
)
READ = (
    f"{INTRO} The service gives 25 rows a page unless it is asked for more, and 500 at most; the plain loop "
    "asks as the examples of the API do, which is for no number."
)
UPSERT = (
    f"{INTRO} All rows are there before, and are found by their names. The plain loop sends as the examples "
    "of the API do, a row a request."
)
ASK = f"{INTRO} The smallest request there is, one after the other."


def run(bench: Bench) -> Iterator[Section]:
    """Reading a table, changing its rows, and what a request costs by itself."""
    read, upsert, asked = bench.pick(25_000, 1_000), bench.pick(10_000, 500), bench.pick(2_000, 50)
    loops = {"requests": "requests:25", "requests, 500 a request": "requests:500"}
    loops |= {"requests with a session, 500 a request": "requests-session:500"}
    changing = {"requests": "requests:1", "requests, 100 a request": "requests:100"}
    changing |= dict(list(loops.items())[1:])
    asking = {"requests": "requests:1", "requests with a session": "requests-session:1"}
    with rest_server("tests.servers.coda", str(read)) as place:
        yield _section(bench, place, f"Reading a table of {read:,} rows", READ, ("read", read), loops)
    with rest_server("tests.servers.coda", str(upsert)) as place:
        yield _section(bench, place, f"Changing {upsert:,} rows", UPSERT, ("upsert", upsert), changing)
        yield _overhead(bench, place, asked, asking)


def _section(
    bench: Bench, place: dict[str, str], title: str, intro: str, work: tuple[str, int], others: dict[str, str]
) -> Section:
    results = _measured(bench, place, title, work, others)
    ours, *loops = results
    goals = [faster(title, ours, loop, GOAL) for loop in loops[:1]]
    return Section(title, intro, results, goals)


def _overhead(bench: Bench, place: dict[str, str], count: int, others: dict[str, str]) -> Section:
    title = f"{count:,} requests"
    results = _measured(bench, place, title, ("ask", count), others)
    cost = results[0].cpu / count * 1000
    goal = Goal(
        "CPU of the client for a request", "–", cost, OVERHEAD_MS, "ms", at_most=True, ours=results[0]
    )
    return Section(title, ASK, results, [goal])


def _measured(
    bench: Bench, place: dict[str, str], title: str, work: tuple[str, int], others: dict[str, str]
) -> list[Result]:
    print(title, flush=True)
    seen = environment(bench.scratch)
    where = [place[name] for name in ("base_url", "token", "doc", "full")]

    def contender(name: str, who: str) -> Contender:
        command = tools.contender("coda_rows", who, *map(str, work))
        return Contender(
            name,
            lambda _turn: run_script([*command, *where], seen),
            f"{tools.shown(command, {})} BASE_URL TOKEN DOC TABLE",
        )

    contenders = [contender("CodaClient", "ours"), *(contender(*other) for other in others.items())]
    return list(alternate(contenders, bench.pick(5, 1)).values())
