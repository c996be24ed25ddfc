"""What the newsletter refuses, and what comes that is no answer at all."""

from __future__ import annotations

import math
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
    PermissionDeniedError,
    RateLimitedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient, exceptions
from codomyrmex.cloud.wire import ConnectionOptions
from tests.contract.newsletter import client_of
from tests.servers.gcs_emulator.messages import json_answer
from tests.servers.newsletter.faults import Drop, Half, Instead, Stall, page_of_html, refusal
from tests.servers.newsletter.server import NewsletterServer, to


@pytest.mark.parametrize(
    ("status", "code", "kind", "common"),
    [
        (400, "bad_request", exceptions.NewsletterValidationError, InvalidRequestError),
        (401, "not_authorized", exceptions.NewsletterAuthenticationError, AuthenticationError),
        (403, "access_denied", exceptions.NewsletterForbiddenError, PermissionDeniedError),
        (404, "object_not_found", exceptions.NewsletterNotFoundError, NotFoundError),
        (422, "validation_failed", exceptions.NewsletterValidationError, InvalidRequestError),
        (429, "too_many_requests", exceptions.NewsletterRateLimitError, RateLimitedError),
        (500, "unexpected_error", exceptions.NewsletterUnavailableError, ServiceUnavailableError),
        (503, "new_in_2030", exceptions.NewsletterUnavailableError, ServiceUnavailableError),
        (418, "new_in_2030", exceptions.NewsletterAPIError, CloudError),
    ],
)
def test_each_refusal_has_its_class(
    newsletter_server: NewsletterServer,
    newsletter: InfomaniakNewsletterClient,
    status: int,
    code: str,
    kind: type[CloudError],
    common: type[CloudError],
) -> None:
    newsletter_server.fail(refusal(status, code), times=math.inf)
    with pytest.raises(common) as refused:
        newsletter.get_group(4)
    error = refused.value
    assert type(error) is kind
    assert isinstance(error, exceptions.NewsletterAPIError)
    assert (error.status, error.code) == (status, code)
    assert (error.provider, error.operation) == ("infomaniak", "get_group")


def test_an_error_in_an_answer_of_success_is_an_error(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    said = {"result": "error", "error": {"code": "object_not_found", "description": "No such group"}}
    newsletter_server.fail(Instead(json_answer(said)), Instead(json_answer(said)))
    with pytest.raises(exceptions.NewsletterNotFoundError, match="No such group") as refused:
        newsletter.get_group(4)
    assert refused.value.code == "object_not_found"
    with pytest.raises(exceptions.NewsletterNotFoundError):
        newsletter.list_groups()


def test_each_wrong_field_is_named(newsletter: InfomaniakNewsletterClient) -> None:
    with pytest.raises(exceptions.NewsletterValidationError) as refused:
        newsletter.create_campaign(
            "s",
            email_from_name="n" * 256,
            email_from_addr="a@example.com",
            lang="rm_CH",  # type: ignore[arg-type]
            recipients={"groups": {"include": ["x"]}, "everybody": True},
        )
    assert {(one.field, one.code) for one in refused.value.fields} == {
        ("email_from_name", "validation_rule_max"),
        ("lang", "validation_rule_in"),
        ("recipients.groups.include.0", "validation_rule_integer"),
        ("recipients.everybody", "validation_rule_prohibited"),
    }
    assert "recipients.everybody field is prohibited" in str(refused.value)
    assert (refused.value.status, refused.value.code) == (422, "validation_failed")


def test_a_wrong_token_and_a_domain_of_others(newsletter_server: NewsletterServer) -> None:
    newsletter_server.add_domain(8, "others.example.com", "token-of-others")
    with client_of(newsletter_server, "wrong-token") as client:
        with pytest.raises(exceptions.NewsletterAuthenticationError) as refused:
            client.get_domain()
        assert refused.value.code == "not_authorized"
    with client_of(newsletter_server, domain=8) as client:
        with pytest.raises(exceptions.NewsletterForbiddenError) as denied:
            client.get_domain()
        assert denied.value.code == "access_denied"
    with client_of(newsletter_server, domain=9) as client, pytest.raises(exceptions.NewsletterNotFoundError):
        client.get_domain()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, ServiceUnavailableError), (502, exceptions.NewsletterUnavailableError)],
)
def test_a_page_of_html_is_no_answer(
    newsletter_server: NewsletterServer,
    newsletter: InfomaniakNewsletterClient,
    status: int,
    kind: type[CloudError],
) -> None:
    newsletter_server.fail(page_of_html(status), times=math.inf)
    with pytest.raises(kind) as refused:
        newsletter.list_groups()
    assert "<h1>" not in str(refused.value)


@pytest.mark.parametrize(
    "said", [[], "ok", {"result": "success"}, {"result": "success", "data": {"id": "x"}}]
)
def test_an_answer_of_another_form_is_no_answer(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, said: Any
) -> None:
    newsletter_server.fail(Instead(json_answer(said)), times=math.inf)
    with pytest.raises(ServiceUnavailableError):
        newsletter.get_group(4)


@pytest.mark.parametrize("fault", [Drop(), Half(), refusal(500), page_of_html(503)])
def test_a_question_is_asked_again(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, fault: Any
) -> None:
    group = newsletter_server.domain.add_group("members")
    newsletter_server.fail(fault)
    assert newsletter.get_group(group.id).name == "members"
    assert len(newsletter_server.log) == 2


def test_silence_is_an_error(newsletter_server: NewsletterServer) -> None:
    newsletter_server.fail(Stall(), when=to("POST"))
    with (
        client_of(newsletter_server, connection=ConnectionOptions(stall_timeout=0.2)) as client,
        pytest.raises(OperationTimeoutError),
    ):
        client.create_group("members")
    assert len(newsletter_server.log) == 1


def test_nobody_listens(newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient) -> None:
    with newsletter_server.refusing(), pytest.raises(ServiceUnavailableError):
        newsletter.get_domain()
    assert newsletter.get_domain().id == 7
