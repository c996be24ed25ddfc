"""Each operation of Infomaniak's newsletter, called once: the official description finds nothing wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.exceptions import NewsletterValidationError
from codomyrmex.cloud.wire.retry import NO_RETRY
from tests.conftest import available
from tests.contract.described.corrections import correct_newsletter, demand_parameters
from tests.contract.described.newsletter_calls import CALLS
from tests.contract.described.runner import check
from tests.descriptions import NEWSLETTER, description, operations
from tests.servers.prism import PrismServer, prism

MAY_BE_LEFT_OUT = {
    # In PHP's style, of which Prism knows nothing: filter[search]=a, order_by[]=name.
    "filter",
    "order_by",
    "order_for",
    # A list is taken by pages here, and otherwise counted or taken by slices.
    "return",
    "limit",
    "skip",
    # They are in the path already.
    "group_id",
    "segment_id",
}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The official description, corrected; it wants nearly all parameters."""
    described = description(NEWSLETTER)
    correct_newsletter(described)
    demand_parameters(described, but=MAY_BE_LEFT_OUT)
    return described


@pytest.fixture(scope="module")
def server(described: dict[str, Any], pytestconfig: pytest.Config) -> Iterator[PrismServer]:
    """Prism, serving it."""
    with available("prism", lambda: prism(described), pytestconfig) as running:
        yield running


@pytest.fixture(scope="module")
def newsletter(server: PrismServer) -> Iterator[InfomaniakNewsletterClient]:
    """A client of it, which asks as fast as it can, and whose DELETE is one with a body, too."""
    with InfomaniakNewsletterClient(
        "a-token", 17, base_url=server.url, override_delete=False, limits={}, retry=NO_RETRY
    ) as client:
        yield client


def test_each_operation_has_a_call(described: dict[str, Any]) -> None:
    assert sorted(CALLS) == sorted(operations(described))


@pytest.mark.parametrize("name", CALLS)
def test_the_request_is_as_described(
    name: str, described: dict[str, Any], server: PrismServer, newsletter: InfomaniakNewsletterClient
) -> None:
    # Of the envelope of a list, the page keeps what is not the list's own.
    check(server, operations(described)[name], lambda: CALLS[name](newsletter), but={"result"})


def test_a_request_that_is_not_as_described_is_refused(newsletter: InfomaniakNewsletterClient) -> None:
    with pytest.raises(NewsletterValidationError):
        newsletter.update_subscriber(12, groups=[], include="groups", status="royal")  # type: ignore[arg-type]
    with pytest.raises(NewsletterValidationError):
        newsletter.get_group(13)
