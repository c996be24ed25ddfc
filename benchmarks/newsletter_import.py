"""Subscribers into Infomaniak's newsletter, against loops of `requests`."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.rest_servers import rest_server
from benchmarks.runner import Contender, Sample, alternate, environment, run_script

GOAL = 3.0


def run(bench: Bench) -> Iterator[Section]:
    """Each contender puts the same subscribers into an empty newsletter."""
    count = bench.pick(10_000, 200)
    title = f"{count:,} subscribers"
    print(title, flush=True)
    seen = environment(bench.scratch)

    def contender(name: str, who: str) -> Contender:
        command = tools.contender("newsletter_import", who, str(count))

        def once(_turn: int) -> Sample:
            with rest_server("tests.servers.newsletter") as place:
                return run_script([*command, place["base_url"], place["token"], place["domain"]], seen)

        return Contender(name, once, f"{tools.shown(command, {})} BASE_URL TOKEN DOMAIN")

    contenders = [
        contender("InfomaniakNewsletterClient", "ours"),
        contender("requests", "requests"),
        contender("requests with a session", "requests-session"),
    ]
    results = list(alternate(contenders, bench.pick(3, 1)).values())
    intro = (
        "The server is a program of the tests, one process of Python, new for each run; its rates are off. "
        "Ours uploads a file and imports it, the loops add a subscriber a request."
    )
    yield Section(title, intro, results, [faster(title, results[0], results[1], GOAL)])
