"""Lists of the newsletter: lazy, by page and by slice, and never without end."""

from __future__ import annotations

import math
from itertools import islice

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, ServiceUnavailableError
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.exceptions import NewsletterAuthenticationError
from tests.contract.newsletter import subscribe
from tests.servers.newsletter.faults import Drop, the_same_again, with_unknown_fields
from tests.servers.newsletter.php import php_query
from tests.servers.newsletter.server import TOKEN, NewsletterServer

LIST = "/subscribers"


def asked(server: NewsletterServer) -> list[dict[str, object]]:
    """The parameters of each request for the list."""
    return [php_query(one.request.target.partition("?")[2]) for one in server.sent("GET", LIST)]


def test_pages_are_fetched_as_they_are_reached(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    everyone = [one.id for one in subscribe(newsletter_server, 25)]
    items = iter(newsletter.list_subscribers(per_page=10))
    assert [one.id for one in islice(items, 10)] == everyone[:10]
    assert [one["page"] for one in asked(newsletter_server)] == ["1"]
    assert [one.id for one in items] == everyone[10:]
    assert [one["page"] for one in asked(newsletter_server)] == ["1", "2", "3"]


def test_a_list_is_read_again(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    subscribe(newsletter_server, 3)
    listing = newsletter.list_subscribers(per_page=2)
    assert [one.id for one in listing] == [one.id for one in listing]
    assert len(asked(newsletter_server)) == 4


def test_one_page_has_the_totals(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    everyone = subscribe(newsletter_server, 25)
    page = newsletter.list_subscribers(page=2, per_page=10).page()
    assert [one.id for one in page.items] == [one.id for one in everyone[10:20]]
    assert (page.total, page.page, page.pages, page.items_per_page) == (25, 2, 3, 10)
    assert len(asked(newsletter_server)) == 1


def test_a_slice_is_one_request(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    everyone = subscribe(newsletter_server, 25)
    assert [one.id for one in newsletter.list_subscribers(skip=5, limit=10)] == [
        one.id for one in everyone[5:15]
    ]
    assert asked(newsletter_server) == [{"skip": "5", "limit": "10"}]
    with pytest.raises(InvalidRequestError):
        newsletter.list_subscribers(skip=5, page=2)


def test_an_empty_list_is_one_request(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    assert list(newsletter.list_subscribers()) == []
    assert len(asked(newsletter_server)) == 1


def test_a_count_brings_no_items(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    subscribe(newsletter_server, 25)
    assert newsletter.count_subscribers(search="reader001") == 10
    assert asked(newsletter_server) == [{"return": "total", "filter": {"search": "reader001"}}]


def test_filters_and_orders_are_said_as_php_reads_them(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    group = newsletter_server.domain.add_group("members").id
    list(
        newsletter.list_subscribers(
            groups=[group],
            status="active",
            include=["groups", "fields"],
            order_by=["status", "email"],
            order_for={"email": "desc"},
        )
    )
    assert asked(newsletter_server) == [
        {
            "filter": {"groups": [str(group)], "status": "active"},
            "with": "groups,fields",
            "order_by": ["status", "email"],
            "order_for": {"email": "desc"},
            "page": "1",
            "per_page": "100",
        }
    ]


def test_a_server_that_answers_the_same_page_for_ever_is_an_error(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    subscribe(newsletter_server, 25)
    newsletter_server.fail(the_same_again(), times=math.inf)
    with pytest.raises(ServiceUnavailableError, match="repeats"):
        list(newsletter.list_subscribers(per_page=10))
    assert len(asked(newsletter_server)) <= 3


def test_a_page_that_fails_is_fetched_again_and_the_list_goes_on(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    everyone = subscribe(newsletter_server, 25)
    newsletter_server.fail(Drop(), when=lambda request: "page=2" in request.target)
    assert [one.id for one in newsletter.list_subscribers(per_page=10)] == [one.id for one in everyone]


def test_a_token_that_is_revoked_ends_a_list(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    subscribe(newsletter_server, 25)
    items = iter(newsletter.list_subscribers(per_page=10))
    next(items)
    newsletter_server.access.revoke(TOKEN)
    with pytest.raises(NewsletterAuthenticationError) as ended:
        list(items)
    assert ended.value.operation == "list_subscribers"


def test_fields_of_a_later_version_are_kept(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    (one,) = subscribe(newsletter_server, 1)
    one.groups = {newsletter_server.domain.add_group("members").id}
    newsletter_server.fail(with_unknown_fields(), times=math.inf)
    page = newsletter.list_subscribers(include="groups").page()
    assert page.model_extra is not None
    assert page.model_extra["new_in_2030"] == "kept"
    (seen,) = page.items
    for value in (seen, seen.groups[0], newsletter.get_subscriber(one.id)):
        assert value.model_dump(by_alias=True)["new_in_2030"] == "kept"
