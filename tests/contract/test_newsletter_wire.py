"""The newsletter's requests as they are on the wire: their form, how often they are sent, who sends them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import ServiceUnavailableError
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Condition, Rules
from tests.contract.newsletter import client_of, draft, subscribe
from tests.servers.newsletter.faults import Drop
from tests.servers.newsletter.server import TOKEN, NewsletterServer

Ask = Callable[[InfomaniakNewsletterClient, int], Any]


def test_a_question_says_nothing_of_json(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    group = newsletter_server.domain.add_group("members")
    newsletter.get_group(group.id, include="statistics")
    list(newsletter.list_groups(search="m"))
    for one in newsletter_server.log:
        assert (one.request.method, one.request.body) == ("GET", b"")
        assert "content-type" not in one.request.headers
        assert one.request.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_change_has_a_body_of_json(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    made = draft(newsletter)
    newsletter.duplicate_campaign(made.id)
    newsletter.delete_campaign(made.id)
    assert [one.request.method for one in newsletter_server.log] == ["POST", "POST", "DELETE"]
    assert [one.request.headers["content-type"] for one in newsletter_server.log] == ["application/json"] * 3
    assert [one.fields for one in newsletter_server.log[1:]] == [{}, {}]


@pytest.mark.parametrize(
    ("overrides", "method", "header"), [(True, "POST", "DELETE"), (False, "DELETE", None)]
)
def test_a_delete_with_a_body_goes_through_proxies(
    newsletter_server: NewsletterServer, overrides: bool, method: str, header: str | None
) -> None:
    one, other = subscribe(newsletter_server, 2)
    with client_of(newsletter_server, override_delete=overrides) as client:
        client.delete_subscribers([one.id]).wait()
    sent = newsletter_server.log[0]
    assert sent.line == f"{method} /1/newsletters/7/subscribers"
    assert sent.request.headers.get("x-http-method-override") == header
    assert sent.fields == {"select": {"all": False, "include": [one.id]}}
    assert list(newsletter_server.domain.subscribers) == [other]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda client, _: draft(client), id="create_campaign"),
        pytest.param(lambda client, _: client.create_group("members"), id="create_group"),
        pytest.param(lambda client, _: client.create_field("City"), id="create_field"),
        pytest.param(lambda client, _: client.create_webform(name="Footer"), id="create_webform"),
        pytest.param(
            lambda client, _: client.create_segment("All", Rules.any_of(Condition.group("exclude", 4))),
            id="create_segment",
        ),
        pytest.param(lambda client, number: client.duplicate_campaign(number), id="duplicate_campaign"),
        pytest.param(
            lambda client, number: client.test_campaign(number, "me@example.org"), id="test_campaign"
        ),
        pytest.param(lambda client, number: client.send_campaign(number), id="send_campaign"),
        pytest.param(lambda client, number: client.delete_campaign(number), id="delete_campaign"),
        pytest.param(lambda client, _: client.unsubscribe_subscribers([1]), id="unsubscribe_subscribers"),
        pytest.param(lambda client, _: client.export_subscribers([1]), id="export_subscribers"),
    ],
)
def test_a_change_whose_answer_is_lost_is_not_made_twice(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, change: Ask
) -> None:
    made = draft(newsletter)
    newsletter_server.log.clear()
    newsletter_server.fail(Drop(after_work=True))
    with pytest.raises(ServiceUnavailableError):
        change(newsletter, made.id)
    assert len(newsletter_server.log) == 1


def test_what_may_be_said_twice_is_said_again(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    group = newsletter_server.domain.add_group("members")
    newsletter_server.fail(Drop(after_work=True))
    assert newsletter.update_group(group.id, name="readers").name == "readers"
    assert len(newsletter_server.log) == 2


def test_eight_threads_share_a_client(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(lambda number: newsletter.create_subscriber(f"r{number}@example.org"), range(200))
        )
        seen = list(pool.map(lambda one: newsletter.get_subscriber(one.id).email, made))
    assert seen == [f"r{number}@example.org" for number in range(200)]
    assert len(newsletter_server.domain.subscribers) == 200
    assert newsletter_server.accepted <= 8
