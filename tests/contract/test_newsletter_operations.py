"""Changes that are made after they were answered."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from codomyrmex.cloud.common.errors import CloudError, ConflictError, OperationTimeoutError
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient, Selection
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    NewsletterNotFoundError,
    NewsletterValidationError,
)
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation
from tests.contract.newsletter import subscribe
from tests.servers.newsletter.server import NewsletterServer


@pytest.fixture
def begun(newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient) -> Operation:
    """The deletion of all subscribers, which is done when it was looked at twice."""
    subscribe(newsletter_server, 3)
    newsletter_server.domain.operations.takes = 1
    return newsletter.delete_subscribers(Selection.everything())


def test_it_is_done_when_it_is_done(newsletter_server: NewsletterServer, begun: Operation) -> None:
    assert len(newsletter_server.domain.subscribers) == 3
    last = begun.wait()
    assert (last.id, last.status, last.is_done, last.result) == (begun.id, "done", True, 3)
    assert len(newsletter_server.domain.subscribers) == 0
    assert len(newsletter_server.sent("GET", f"/operations/{begun.id}")) == 2


def test_one_look_is_one_request(newsletter_server: NewsletterServer, begun: Operation) -> None:
    assert not begun.status().is_done
    assert len(newsletter_server.sent("GET")) == 1


def test_what_is_canceled_is_not_done(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, begun: Operation
) -> None:
    assert begun.cancel()
    with pytest.raises(ConflictError, match="canceled"):
        begun.wait()
    assert len(newsletter_server.domain.subscribers) == 3
    with pytest.raises(NewsletterValidationError):
        begun.cancel()
    with pytest.raises(NewsletterNotFoundError):
        newsletter.cancel_operation("00000000-0000-4000-8000-000000000000")


def test_a_wait_ends_with_the_last_state(newsletter_server: NewsletterServer, begun: Operation) -> None:
    newsletter_server.domain.operations.get(str(begun.id)).left = 1000
    with pytest.raises(OperationTimeoutError, match="running"):
        begun.wait(timeout=0.01)
    newsletter_server.domain.operations.fail(str(begun.id))
    with pytest.raises(ConflictError, match="failed"):
        begun.wait()


def test_another_thread_ends_a_wait(newsletter_server: NewsletterServer, begun: Operation) -> None:
    newsletter_server.domain.operations.get(str(begun.id)).left = 1000
    cancelled, raised = Event(), list[CloudError]()

    def wait() -> None:
        with pytest.raises(CloudError, match="cancelled") as ended:
            begun.wait(cancelled=cancelled)
        raised.append(ended.value)

    waiting = Thread(target=wait)
    waiting.start()
    newsletter_server.wait_for(1, "GET", f"/operations/{begun.id}")
    cancelled.set()
    waiting.join(10)
    assert len(raised) == 1


def test_what_is_done_and_forgotten_is_done(newsletter_server: NewsletterServer, begun: Operation) -> None:
    newsletter_server.domain.operations.forget(str(begun.id))
    assert begun.wait().is_done
