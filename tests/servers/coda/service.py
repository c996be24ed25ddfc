"""The service, and one call of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from tests.servers.capture import Answer
from tests.servers.coda.changes import Changes
from tests.servers.coda.links import ROOT
from tests.servers.coda.lists import DEFAULT, Listed, Lists
from tests.servers.coda.messages import RefusedError, Request, json_answer
from tests.servers.coda.parameters import Read
from tests.servers.coda.rates import Rates
from tests.servers.coda.schema import Check
from tests.servers.coda.state import Doc, Page, State, Token, User
from tests.servers.coda.tables import Table


class Service:
    """What all calls share.

    Attributes:
        endpoint: the server's URL.
        state: what is kept.
        rates: how often users may ask.
        changes: when changes are made.
        lists: the lists that were asked for.
        syncs: the version and the parameters that a sync token of rows stands for.
        export_questions: after how many questions an export is complete.
        export_failure: why exports fail, where they do.
        largest_body: the most bytes of a request's body; more is answered 413.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.state = State()
        self.rates = Rates()
        self.changes = Changes(self.state)
        self.lists = Lists(endpoint, self.state.ids)
        self.syncs: dict[str, tuple[int, dict[str, Any]]] = {}
        self.export_questions = 2
        self.export_failure: str | None = None
        self.largest_body = 2_000_000

    def href(self, *segments: str) -> str:
        """An address in the API."""
        return "/".join((f"{self.endpoint}{ROOT}", *segments))


@dataclass
class Call:
    """One request that was let in, its parts read.

    Attributes:
        service: whom it is for.
        request: as it came.
        token: whose it is.
        names: what stands in the path for its parameters.
        query: the values of its parameters.
        body: the value in its body.
    """

    service: Service
    request: Request
    token: Token
    names: list[str]
    query: dict[str, Any]
    body: Any = None

    @property
    def user(self) -> User:
        """Who calls."""
        return self.token.user

    @property
    def state(self) -> State:
        """What is kept."""
        return self.service.state

    def doc(self, *, write: bool = False, own: bool = False) -> Doc:
        """The doc that the path names first.

        Raises:
            RefusedError: it is not there, the user may not do this with it, or the newest state was asked for
                and there are changes that are not made yet.
        """
        doc = self.state.docs.get(self.names[0])
        if doc is None:
            raise RefusedError(404)
        access = doc.access_of(self.user)
        if access is None or (own and access != "owner") or (write and access not in ("owner", "write")):
            raise RefusedError(403)
        if self.request.headers.get("x-coda-doc-version") == "latest" and doc.pending:
            raise RefusedError(400, "The snapshot of the doc is not up to date.")
        return doc

    def table(self, doc: Doc) -> Table:
        """The table, or the view, that the path names second."""
        return named(doc.tables, self.names[1])

    def page(self, doc: Doc, *, gone: int = 410) -> Page:
        """The page that the path names second.

        Raises:
            RefusedError: it was never there, or it was deleted, which is another status with some operations.
        """
        page = named(doc.pages, self.names[1])
        if page.gone:
            raise RefusedError(gone)
        return page

    def change(self, doc: Doc, make: Callable[[], str | None], **result: Any) -> Answer:
        """Accept a change of a doc, and say so."""
        request_id = self.service.changes.accept(doc, self.user, make)
        return json_answer({"requestId": request_id, **result}, 202)

    def listing(
        self, items: Iterable[Any], show: Callable[[Any], Any], *, most: int = 100, default: int = DEFAULT
    ) -> Answer:
        """The page of a list that was asked for."""
        if (token := self.query.get("pageToken")) is not None:
            return json_answer(self.service.lists.next(self.request.path, token))
        limit = min(self.query.get("limit", default), most)
        return json_answer(self.service.lists.first(Listed(self.request.path, list(items), show, limit)))


class HasName(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """The name."""
        ...


N = TypeVar("N", bound=HasName)


def named(things: Mapping[str, N], ref: str) -> N:
    """What has an id, or else the first that has a name.

    Raises:
        RefusedError: there is none.
    """
    found = things.get(ref) or next((one for one in things.values() if one.name == ref), None)
    if found is None:
        raise RefusedError(404)
    return found


class Route(NamedTuple):
    """An operation of the description.

    Attributes:
        method: its verb.
        template: its path; a parameter is ``*``.
        handle: does it.
        kind: which rate it counts for.
        query: its parameters.
        body: what its body looks like; ``None`` where it has none.
        body_required: whether it must have one.
    """

    method: str
    template: str
    handle: Callable[[Call], Answer]
    kind: str = "read"
    query: Mapping[str, Read] = {}
    body: Check | None = None
    body_required: bool = True


class Routes:
    """Finds the operation of a request."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._by_shape: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        for route in routes:
            words = route.template.strip("/").split("/")
            self._by_shape.setdefault((route.method, len(words)), []).append((words, route))

    def find(self, method: str, segments: list[str]) -> tuple[Route, list[str]]:
        """The operation, and what stands for its parameters.

        Raises:
            RefusedError: there is no such operation.
        """
        for words, route in self._by_shape.get((method, len(segments)), ()):
            pairs = list(zip(words, segments, strict=True))
            if all(word in ("*", segment) for word, segment in pairs):
                return route, [segment for word, segment in pairs if word == "*"]
        raise RefusedError(404)
