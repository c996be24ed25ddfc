"""One request to the newsletter: its path, its rate, its envelope, and what its answer becomes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Literal, TypeAlias, TypedDict, TypeVar

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.newsletter.exceptions import error_in
from codomyrmex.cloud.infomaniak.newsletter.models.base import ItemPage
from codomyrmex.cloud.infomaniak.newsletter.parameters import listed
from codomyrmex.cloud.protocols.rest import Query, RateLimit, RestClient, path_of, validator
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.exchange import OK

T = TypeVar("T")

NewsletterList: TypeAlias = Listing[T, ItemPage[T]]
"""A lazy list: iterate over all of it, or take ``.page()`` for the first page alone, with its totals."""

LIMITS: Mapping[str, RateLimit] = {"request": RateLimit(60, 60)}
"""How often a token may ask (https://developer.infomaniak.com/getting-started)."""

PAGE_SIZE = 100
"""Items on a page. Infomaniak's own 15 would spend the rate on small pages."""

_AS_DELETE = ("X-HTTP-METHOD-OVERRIDE: DELETE",)


class Paging(TypedDict, total=False):
    """Which part of a list, and in which order; arguments of every method that lists.

    Attributes:
        page: the first page to take, from 1.
        per_page: items on a page.
        limit: take one slice, of at most so many items, and not pages.
        skip: where the slice begins, from 0.
        order_by: the field, or the fields, to sort by.
        order: in which direction.
        order_for: the direction for single fields, by their names.
    """

    page: int
    per_page: int
    limit: int
    skip: int
    order_by: str | Iterable[str]
    order: Literal["asc", "desc"]
    order_for: Mapping[str, Literal["asc", "desc"]]


class NewsletterService(RestClient):
    """What the parts of the client share."""

    provider = CloudProvider.INFOMANIAK
    capability: ClassVar[str] = "newsletter"
    _domain: str
    _override_delete: bool

    def _ask(
        self,
        answer: type[T] | Any,
        method: str,
        *segments: int | str,
        query: Query | None = None,
        body: Any = None,
        repeatable: bool | None = None,
    ) -> T:
        """Send one request.

        Args:
            answer: the type of the ``data`` that comes back.
            method: the HTTP verb.
            segments: the path below the newsletter's own.
            query: the parameters; what is ``None`` is not sent.
            body: what is sent.
            repeatable: whether sending it twice does no harm; of what only reads, if not given.
        """
        parse = partial(_data, validator(answer))
        result: T = self._send(parse, method, *segments, query=query, body=body, repeatable=repeatable)
        return result

    def _send(
        self,
        parse: Callable[[Response], T],
        method: str,
        *segments: int | str,
        query: Query | None = None,
        body: Any = None,
        repeatable: bool | None = None,
        ok: frozenset[int] = OK,
    ) -> T:
        headers: tuple[str, ...] = ()
        if method == "DELETE" and body is not None and self._override_delete:
            method, headers = "POST", _AS_DELETE
        if method != "GET" and body is None:
            # Of the rules of the API: all requests but GET have a body.
            body = {}
        path = path_of("1", "newsletters", self._domain, *map(str, segments))
        return self._rest.call(
            method,
            path,
            parse,
            kind="request",
            query=query,
            body=body,
            headers=headers,
            repeatable=repeatable,
            ok=ok,
        )

    def _done(self, method: str, *segments: int | str, query: Query | None = None, body: Any = None) -> bool:
        """Send a change; returns whether it was made.

        The description has a truth value as the answer. Infomaniak may say nothing, or what was changed; all
        of it is a success.
        """
        return self._send(_is_done, method, *segments, query=query, body=body)

    def _change(
        self, answer: type[T] | Any, method: str, *segments: int | str, body: Any = None, **options: Any
    ) -> T:
        """Send a change that sets what it says, so that sending it twice does no harm."""
        result: T = self._ask(answer, method, *segments, body=body, repeatable=True, **options)
        return result

    def _list(
        self,
        item: type[T] | Any,
        *segments: int | str,
        paging: Paging,
        query: Query | None = None,
        body: Any = None,
    ) -> NewsletterList[T]:
        """A lazy list.

        Args:
            item: the type of what is in it.
            segments: the path below the newsletter's own.
            paging: which part of it, and in which order.
            query: the parameters of every request.
            body: what is sent with every request, where the list is asked for by a POST.
        """
        parse = partial(_opened, validator(ItemPage[item]))  # type: ignore[valid-type]
        begin = {**(query or {}), **paging_query(paging)}

        def fetch(token: str | None) -> ItemPage[T]:
            asked = begin if token is None else {**begin, "page": token}
            method = "GET" if body is None else "POST"
            return self._send(parse, method, *segments, query=asked, body=body, repeatable=True)

        return Listing(fetch, attrgetter("items"))

    def _count(self, *segments: int | str, query: Query | None = None) -> int:
        """How many items a list has, by one request that brings none of them."""
        return self._ask(int, "GET", *segments, query={**(query or {}), "return": "total"})


def opened(response: Response) -> dict[str, Any]:
    """The envelope of an answer.

    Raises:
        NewsletterAPIError: it holds an error, which it may with a status of success.
    """
    envelope = json.loads(response.body)
    if not isinstance(envelope, dict):
        raise ValueError("The answer is no envelope.")
    if envelope.get("result") == "error":
        raise error_in(envelope, response)
    return envelope


def _opened(validate: Callable[[Any], T], response: Response) -> T:
    return validate(opened(response))


def _data(validate: Callable[[Any], T], response: Response) -> T:
    return validate(opened(response).get("data"))


def _is_done(response: Response) -> bool:
    return opened(response).get("data") not in (False, "0", "false")


def paging_query(paging: Paging) -> dict[str, Any]:
    """The parameters of a part of a list: of a slice where one is asked for, else of pages.

    Raises:
        InvalidRequestError: it is asked for both.
    """
    sliced = "limit" in paging or "skip" in paging
    if sliced and ("page" in paging or "per_page" in paging):
        raise InvalidRequestError("A list is taken by limit and skip, or by page and per_page.")
    part = (
        {"limit": paging.get("limit"), "skip": paging.get("skip")}
        if sliced
        else {"page": paging.get("page", 1), "per_page": paging.get("per_page", PAGE_SIZE)}
    )
    order_by = paging.get("order_by")
    return {
        **part,
        # The description takes text or a list for some lists and a list alone for others, in PHP's style.
        "order_by[]": [order_by] if isinstance(order_by, str) else listed(order_by),
        "order": paging.get("order"),
        **{f"order_for[{name}]": order for name, order in paging.get("order_for", {}).items()},
    }
