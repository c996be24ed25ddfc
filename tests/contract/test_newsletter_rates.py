"""How often the newsletter is asked: under its limit, by threads and clients alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.exceptions import NewsletterRateLimitError
from codomyrmex.cloud.infomaniak.newsletter.service import LIMITS
from codomyrmex.cloud.protocols.rest import RateLimit
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.newsletter import client_of
from tests.servers.newsletter.access import Rate
from tests.servers.newsletter.faults import refusal
from tests.servers.newsletter.server import NewsletterServer


def test_clients_of_one_token_keep_under_its_limit(newsletter_server: NewsletterServer) -> None:
    # The client's stretch is the longer one, so that a busy machine does not bring two requests together.
    newsletter_server.access.rate = Rate(requests=10, seconds=0.2)
    limits = {"request": RateLimit(10, 0.5)}
    with (
        client_of(newsletter_server, limits=limits) as one,
        client_of(newsletter_server, limits=limits) as other,
        ThreadPoolExecutor(6) as pool,
    ):
        asked = [pool.submit(client.get_domain) for _ in range(15) for client in (one, other)]
        assert {future.result().id for future in asked} == {7}
    assert [one.status for one in newsletter_server.log] == [200] * 30


def test_without_a_limiter_it_would_be_refused(newsletter_server: NewsletterServer) -> None:
    newsletter_server.access.rate = Rate(requests=1, seconds=60)
    with client_of(newsletter_server) as client:
        client.get_domain()
        with pytest.raises(NewsletterRateLimitError):
            client.get_domain()


@pytest.mark.parametrize("retry_after", [0, None], ids=["says-when", "does-not"])
def test_what_another_program_has_used_up_is_waited_for(
    newsletter_server: NewsletterServer, retry_after: int | None
) -> None:
    newsletter_server.access.rate = Rate(requests=1, seconds=60, retry_after=retry_after)
    patient = RetryPolicy(budget=30, max_attempts=100, first_delay=0.05)
    with (
        client_of(newsletter_server) as other,
        client_of(newsletter_server, retry=patient) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        other.get_domain()
        asked = pool.submit(client.create_group, "members")
        newsletter_server.wait_for(1, "POST")
        newsletter_server.access.rate = None
        assert asked.result().name == "members"
    assert {one.status for one in newsletter_server.sent("POST")} == {201, 429}
    assert len(newsletter_server.domain.groups) == 1


def test_the_limit_is_infomaniaks() -> None:
    assert dict(LIMITS) == {"request": RateLimit(60, 60)}


@pytest.mark.parametrize(
    "ask",
    [lambda client: client.list_groups(), lambda client: client.create_group("members")],
    ids=["question", "change"],
)
@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0"}], ids=["", "retry-after"])
def test_what_is_refused_for_its_rate_is_sent_again(
    newsletter_server: NewsletterServer,
    newsletter: InfomaniakNewsletterClient,
    ask: Callable[[InfomaniakNewsletterClient], object],
    headers: dict[str, str],
) -> None:
    newsletter_server.fail(refusal(429, "too_many_requests", **headers), times=2)
    ask(newsletter)
    assert [one.status for one in newsletter_server.log][:2] == [429, 429]
    assert len(newsletter_server.log) == 3


def test_in_the_end_it_is_an_error(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.fail(refusal(429, "too_many_requests"), times=math.inf)
    with pytest.raises(NewsletterRateLimitError) as refused:
        newsletter.create_group("members")
    assert refused.value.retryable
    assert len(newsletter_server.log) == 4


def test_a_wait_beyond_all_patience_is_an_error_at_once(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.fail(refusal(429, "too_many_requests", Retry_After="3600"))
    with pytest.raises(NewsletterRateLimitError) as refused:
        newsletter.list_groups()
    assert refused.value.retry_after == 3600
    assert len(newsletter_server.log) == 1
