"""Long lists of OpenStack's services, and all of them as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.openstack_cloud import openstack_cloud
from benchmarks.openstack_project import ZONE, Contents, add_project
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, Result, alternate, environment, run_script
from codomyrmex.cloud.infomaniak.resources import KINDS
from tests.servers.openstack.stack.cloud import Project

PAGE = 1000
"""Items of a page: the most that these services give at once."""
OWN_RECORD_SETS = 2
"""SOA and NS, which every zone has."""
INTRO = (
    "The time of a list alone, by a process that has its token and has read the same list before; requests "
    "are those of this one list, the servers' CPU is that of both. The API of a service is one process of "
    "Python, and all services share one database."
)
NO_PAGES = "Neither asks for pages, and the service gives up to 1,000 at once."
DEFAULT_PAGES = (
    "Our client asks for pages of 1,000, the most that Designate gives; openstacksdk, unless it is told "
    "otherwise, takes Designate's own of 20."
)
ALL = (
    "The project has all of the above, and list_resources() reads one list of each kind, on a thread each; "
    "the single lists are those of its clients."
)
SIDE_BY_SIDE = 1.3
REQUESTS: tuple[str, Callable[[Result], str]] = ("Requests", lambda result: f"{_requests(result):g}")


@dataclass(frozen=True)
class _List:
    """One list, ours and openstacksdk's.

    Attributes:
        work: what the report calls it.
        items: how many are in it.
        intro: how both ask.
        ours: our method, and what the contender has for it.
        others: what the contender has for openstacksdk's, by their names in the report; ours is held against
            the first.
    """

    work: str
    items: int
    intro: str
    ours: tuple[str, Sequence[str]]
    others: Mapping[str, Sequence[str]]


def run(bench: Bench) -> Iterator[Section]:
    """Each list against openstacksdk's, then all against the slowest."""
    contents = Contents(bench.pick(500, 5), bench.pick(500, 5), bench.pick(2000, 30))
    with openstack_cloud(bench.folder("openstack")) as cloud:
        print(f"Making {contents}", flush=True)
        seen = _environment_of(bench, add_project(cloud, contents))
        for wanted in _lists(contents):
            yield _against_openstacksdk(bench, seen, wanted)
        yield _side_by_side(bench, seen)


def _lists(contents: Contents) -> Iterable[_List]:
    servers, volumes, record_sets = contents.servers, contents.volumes, contents.record_sets
    return (
        _List(
            f"Listing {servers:,} servers",
            servers,
            NO_PAGES,
            ("list_instances", ["instance"]),
            {"openstacksdk": ["servers"]},
        ),
        _List(
            f"Listing {volumes:,} volumes",
            volumes,
            NO_PAGES,
            ("list_volumes", ["volume"]),
            {"openstacksdk": ["volumes"]},
        ),
        _List(
            f"Listing {record_sets:,} record sets",
            record_sets + OWN_RECORD_SETS,
            DEFAULT_PAGES,
            ("list_record_sets", ["record_sets", ZONE]),
            {
                f"openstacksdk, limit={PAGE}": ["record_sets", ZONE, str(PAGE)],
                "openstacksdk": ["record_sets", ZONE],
            },
        ),
    )


def _against_openstacksdk(bench: Bench, seen: dict[str, str], wanted: _List) -> Section:
    print(wanted.work, flush=True)
    method, arguments = wanted.ours
    contenders = [_contender(seen, method, "ours", *arguments, items=wanted.items)]
    for name, theirs in wanted.others.items():
        contenders.append(_contender(seen, name, "openstacksdk", *theirs, items=wanted.items))
    ours, other, *more = alternate(contenders, bench.pick(5, 1)).values()
    pages = ceil(wanted.items / PAGE)
    goals = [
        Goal(wanted.work, other.name, other.seconds / ours.seconds, 1.0),
        Goal(f"{wanted.work}: requests", "one a page", _requests(ours), pages, "requests", at_most=True),
    ]
    return Section(wanted.work, f"{INTRO} {wanted.intro}", [ours, other, *more], goals, REQUESTS)


def _side_by_side(bench: Bench, seen: dict[str, str]) -> Section:
    work = "list_resources() of all services"
    print(work, flush=True)
    contenders = [_contender(seen, "list_resources", "ours", "resources")]
    contenders += [_contender(seen, f"list_{kind.noun}s", "ours", kind.noun) for kind in KINDS]
    ours, *single = alternate(contenders, bench.pick(5, 1)).values()
    slowest = max(single, key=lambda result: result.seconds)
    goals = [
        Goal(
            work,
            f"the slowest single list, {slowest.name}",
            ours.seconds / slowest.seconds,
            SIDE_BY_SIDE,
            at_most=True,
        ),
        Goal(
            f"{work}: requests",
            "the single lists together",
            _requests(ours),
            sum(map(_requests, single)),
            "requests",
            at_most=True,
        ),
    ]
    return Section(work, f"{INTRO} {ALL}", [ours, *single], goals, REQUESTS)


def _contender(
    seen: dict[str, str], title: str, who: str, *arguments: str, items: int | None = None
) -> Contender:
    expected = () if items is None else (f"--items={items}",)
    command = tools.contender("list_openstack", *expected, who, *arguments)
    return Contender(title, lambda _turn: run_script(command, seen), tools.shown(command, {}))


def _environment_of(bench: Bench, project: Project) -> dict[str, str]:
    """The user, as openstacksdk and our clients want to be told."""
    return environment(
        bench.scratch,
        OS_AUTH_URL=project.auth_url,
        OS_IDENTITY_API_VERSION="3",
        OS_USERNAME=project.username,
        OS_PASSWORD=project.password,
        OS_PROJECT_ID=project.project_id,
        OS_USER_DOMAIN_NAME="Default",
        OS_REGION_NAME=project.region,
    )


def _requests(result: Result) -> float:
    return result.median(lambda sample: sample.requests)
