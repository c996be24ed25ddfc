"""What the tests of the newsletter have in common."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import Campaign
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.newsletter.records import Subscriber
from tests.servers.newsletter.server import TOKEN, NewsletterServer

QUICK = RetryPolicy(budget=5, max_attempts=4, first_delay=0.01, longest_delay=0.05)


def client_of(server: NewsletterServer, token: str = TOKEN, **options: Any) -> InfomaniakNewsletterClient:
    """A client of the server, without limits and with little patience if not told otherwise."""
    options = {"limits": {}, "retry": QUICK, "base_url": server.endpoint, **options}
    return InfomaniakNewsletterClient(token, options.pop("domain", server.domain.id), **options)


def subscribe(server: NewsletterServer, count: int) -> list[Subscriber]:
    """Put readers on the server, past its API."""
    return [server.domain.put_subscriber(f"reader{number:04d}@example.org") for number in range(count)]


def draft(client: InfomaniakNewsletterClient, subject: str = "News", **fields: Any) -> Campaign:
    """A campaign to all subscribers, if not told otherwise."""
    return client.create_campaign(
        subject,
        email_from_name="Letters",
        email_from_addr="news@letters.example.com",
        lang="en_GB",
        **{"recipients": {"all_subscribers": True}, **fields},
    )
