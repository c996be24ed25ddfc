"""One request to Coda: its path, its rate, and what its answer becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, ClassVar, TypeAlias, TypeVar

from codomyrmex.cloud.coda_io.links import Links, Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage, MutationStatus, RequestAccepted, T
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.protocols.rest import Query, RateLimit, RestClient, path_of, reader

P = TypeVar("P", bound="ItemPage[Any]")
R = TypeVar("R", bound=RequestAccepted)

# With the T of `ItemPage` itself: another one would make a further class.
CodaList: TypeAlias = Listing[T, ItemPage[T]]
"""A lazy list of Coda's: iterate over all of it, or take ``.page()`` for the first page alone."""

LIMITS: Mapping[str, RateLimit] = {
    "read": RateLimit(100, 6),
    "write": RateLimit(10, 6),
    "content": RateLimit(5, 10),
    "docs": RateLimit(4, 6),
    "analytics": RateLimit(100, 6),
}
"""How often a user may ask, by the kind of request (https://coda.io/developers/apis/v1#section/Rate-Limiting)."""

_LATEST = ("X-Coda-Doc-Version: latest",)


class CodaService(RestClient):
    """What the parts of the client share."""

    provider = CloudProvider.CODA
    capability: ClassVar[str] = "documents"
    _links: Links

    def _ask(
        self,
        answer: type[T],
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Any = None,
        kind: str | None = None,
        latest: bool = False,
        repeatable: bool | None = None,
    ) -> T:
        """Send one request.

        Args:
            answer: the type of what comes back.
            method: the HTTP verb.
            path: below the service's address.
            query: the parameters; what is ``None`` is not sent.
            body: what is sent.
            kind: which of `LIMITS` it counts for; reads and writes by the verb if not given.
            latest: refuse to answer from a snapshot that is behind the doc (``X-Coda-Doc-Version``).
            repeatable: whether sending it twice does no harm; of what only reads, if not given.
        """
        result: T = self._rest.call(
            method,
            path,
            reader(answer),
            kind=kind or ("read" if method == "GET" else "write"),
            query=query,
            body=body,
            headers=_LATEST if latest else (),
            repeatable=repeatable,
        )
        return result

    def _list(
        self,
        page: type[P],
        path: str,
        *,
        query: Query | None = None,
        page_token: str | None = None,
        kind: str | None = None,
        latest: bool = False,
    ) -> Listing[Any, P]:
        """A lazy list.

        Args:
            page: the type of a page: ``ItemPage[Doc]``.
            path: below the service's address.
            query: the parameters of the first request; a token has them all.
            page_token: where to begin.
            kind: which of `LIMITS` it counts for.
            latest: as for `_ask`.
        """

        def fetch(token: str | None) -> P:
            token = token or page_token
            asked = {"pageToken": token} if token else query
            return self._ask(page, "GET", path, query=asked, kind=kind, latest=latest)

        return Listing(fetch, attrgetter("items"))

    def _change(
        self,
        answer: type[R],
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Any = None,
        kind: str = "content",
        repeatable: bool = False,
    ) -> Mutation[R]:
        """Send a change that Coda makes after it has answered.

        Args:
            answer: the type of what comes back at once.
            method: the HTTP verb.
            path: below the service's address.
            query: the parameters.
            body: what is sent.
            kind: which of `LIMITS` it counts for.
            repeatable: whether sending it twice does no harm.
        """
        result = self._ask(answer, method, path, query=query, body=body, kind=kind, repeatable=repeatable)
        return Mutation(result, self._status_of)

    def _status_of(self, request_id: str) -> MutationStatus:
        return self._ask(MutationStatus, "GET", path_of("mutationStatus", request_id))

    def _doc_path(self, doc: Ref, *rest: Ref) -> str:
        """The path of something in a doc.

        Args:
            doc: an id, a browser link or the doc itself.
            rest: words of the API and, after each of them, what names one: ``"tables", table, "rows"``.

        Raises:
            InvalidRequestError: a link leads to something else.
        """
        refs = ("docs", doc, *rest)
        named: list[str] = []
        for word, ref in zip(refs[::2], refs[1::2], strict=False):
            named += (str(word), self._links.id_of(ref, str(word)))
        if len(refs) % 2:
            named.append(str(refs[-1]))
        return path_of(*named)

    def _ids_of(self, refs: Iterable[Ref], word: str) -> list[str]:
        """The ids of several of a kind; see `Links.id_of`.

        Raises:
            InvalidRequestError: it is one text, whose letters are no ids.
        """
        if isinstance(refs, str):
            raise InvalidRequestError(f"Several of the {word} are asked for, and not one text.")
        return [self._links.id_of(ref, word) for ref in refs]


def given(**fields: Any) -> dict[str, Any]:
    """The fields of a request that were given, in Coda's names: ``icon_name`` is ``iconName``."""
    return {_camel(name): value for name, value in fields.items() if value is not None}


def listed(values: Iterable[Any] | None) -> str | None:
    """Several values of one parameter, as Coda takes them: with commas between.

    Raises:
        InvalidRequestError: it is one text, whose letters are no values.
    """
    if isinstance(values, str):
        raise InvalidRequestError("Several values are asked for, and not one text.")
    return None if values is None else ",".join(map(str, values))


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
