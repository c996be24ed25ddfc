"""Credits: what mails are paid with."""

from __future__ import annotations

from typing import Any, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.credits import Credit
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, filtered, joined
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging, opened
from codomyrmex.cloud.wire import Response

_ANSWERED_OR_LED = frozenset({200, 301, 302, 303, 307, 308})


class Credits(NewsletterService):
    """Credits: what there is, what was spent, what can be bought."""

    @operation("list_credits")
    def list_credits(
        self,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Credit]:
        """What was bought and spent.

        Args:
            search: only that in which this text is found.
            status: only that of subscribers in it.
            include: what to load besides.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/credits
        """
        query = {**filtered(search=search, status=status), "with": joined(include)}
        return self._list(Credit, "credits", query=query, paging=paging)

    @operation("list_account_credits")
    def list_account_credits(
        self,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Credit]:
        """What was bought and spent in the whole account.

        Args:
            search: only that in which this text is found.
            status: only that of subscribers in it.
            include: what to load besides.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/credits/accounts
        """
        query = {**filtered(search=search, status=status), "with": joined(include)}
        return self._list(Credit, "credits", "accounts", query=query, paging=paging)

    @operation("get_credit_details")
    def get_credit_details(self) -> Any:
        """The credits that there are.

        Returns:
            What Infomaniak answers; the description does not say its form.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/credits/details
        """
        return self._ask(Any, "GET", "credits", "details")

    @operation("list_credit_packs")
    def list_credit_packs(self) -> Any:
        """The packs of credits that can be bought.

        Returns:
            What Infomaniak answers; the description does not say its form.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/credits/packs
        """
        return self._ask(Any, "GET", "credits", "packs")

    @operation("checkout_credits")
    def checkout_credits(self, pack_id: int) -> str | None:
        """Where a pack of credits is paid for. Nothing is bought by this.

        Args:
            pack_id: from `list_credit_packs`.

        Returns:
            The address of the page, for a browser; ``None`` where Infomaniak says none.

        Raises:
            NewsletterNotFoundError: the pack is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/credits/checkout/{id}
        """
        # The page is for a browser in which somebody is signed in: the redirection is the answer.
        return self._send(_page, "GET", "credits", "checkout", pack_id, ok=_ANSWERED_OR_LED)


def _page(response: Response) -> str | None:
    location = response.header("location")
    if location is not None:
        return location
    data = opened(response).get("data")
    return data if isinstance(data, str) else None
