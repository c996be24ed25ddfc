"""Envelopes, and the errors in them."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from codomyrmex.cloud.common import errors
from codomyrmex.cloud.infomaniak.newsletter import exceptions
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    FieldError,
    NewsletterAPIError,
    NewsletterImportError,
    NewsletterValidationError,
    error_of,
)
from codomyrmex.cloud.infomaniak.newsletter.service import opened
from codomyrmex.cloud.wire import Response


def answer(status: int, said: Any) -> Response:
    """An answer of Infomaniak's."""
    lines = [b"HTTP/1.1 %d\r\n" % status, b"X-Request-Id: r-1\r\n", b"\r\n"]
    return Response(status, lines, said if isinstance(said, bytes) else json.dumps(said).encode())


def refusal(code: str, **more: Any) -> dict[str, Any]:
    """An envelope with an error."""
    return {"result": "error", "error": {"code": code, "description": "It cannot be.", **more}}


@pytest.mark.parametrize(
    ("status", "code", "kind", "builtin"),
    [
        (401, "not_authorized", exceptions.NewsletterAuthenticationError, errors.AuthenticationError),
        (403, "access_denied", exceptions.NewsletterForbiddenError, errors.PermissionDeniedError),
        (404, "object_not_found", exceptions.NewsletterNotFoundError, errors.NotFoundError),
        (400, "bad_request", exceptions.NewsletterValidationError, errors.InvalidRequestError),
        (422, "validation_failed", exceptions.NewsletterValidationError, errors.InvalidRequestError),
        (429, "bad_request", exceptions.NewsletterRateLimitError, errors.RateLimitedError),
        (500, "unexpected_error", exceptions.NewsletterUnavailableError, errors.ServiceUnavailableError),
        (403, "of_later_versions", exceptions.NewsletterForbiddenError, errors.PermissionDeniedError),
        (503, "", exceptions.NewsletterUnavailableError, errors.ServiceUnavailableError),
        (418, "", exceptions.NewsletterAPIError, errors.CloudError),
    ],
)
def test_an_error_is_of_its_kind_and_of_the_librarys(
    status: int, code: str, kind: type[NewsletterAPIError], builtin: type[Exception]
) -> None:
    error = error_of(answer(status, refusal(code)))
    assert type(error) is kind
    assert isinstance(error, builtin)
    assert (error.status, error.code, error.request_id) == (status, code or None, "r-1")
    assert error.message == "It cannot be."


def test_the_fields_that_are_wrong() -> None:
    wrong = {
        "code": "validation_rule_required",
        "description": "It is required.",
        "context": {"attribute": "email"},
    }
    error = error_of(answer(422, refusal("validation_failed", errors=[wrong])))
    assert isinstance(error, NewsletterValidationError)
    assert error.fields == (FieldError("email", "It is required.", "validation_rule_required"),)
    assert error.message == "It cannot be (email: It is required.)."


def test_the_fields_that_are_wrong_by_name() -> None:
    said = refusal(
        "validation_failed", errors={"with": ["It is prohibited.", "It is no text."], "page": "No."}
    )
    error = error_of(answer(422, said))
    assert isinstance(error, NewsletterValidationError)
    assert error.fields == (
        FieldError("with", "It is prohibited."),
        FieldError("with", "It is no text."),
        FieldError("page", "No."),
    )


@pytest.mark.parametrize("said", [b"<html>Bad gateway</html>", b"", b"[]", {"result": "error"}])
def test_an_error_that_says_nothing(said: Any) -> None:
    error = error_of(answer(502, said))
    assert type(error) is exceptions.NewsletterUnavailableError
    assert error.message == "Infomaniak answered 502."


def test_an_error_with_a_status_of_success_is_an_error() -> None:
    with pytest.raises(exceptions.NewsletterNotFoundError) as raised:
        opened(answer(200, refusal("object_not_found")))
    assert raised.value.status == 200


@pytest.mark.parametrize("said", [b"[]", b"1", b"no JSON"])
def test_what_is_no_envelope_makes_no_sense(said: bytes) -> None:
    with pytest.raises(ValueError, match=r"envelope|Expecting value"):
        opened(answer(200, said))


def test_an_envelope_is_opened() -> None:
    assert opened(answer(200, {"result": "success", "data": [1]}))["data"] == [1]
    assert opened(answer(202, {"result": "asynchronous"})) == {"result": "asynchronous"}


def test_the_report_of_an_import_crosses_processes() -> None:
    error = NewsletterImportError("The import ended.", status=503)
    error.rows_accepted, error.rows_uncertain, error.operation_ids = 20_000, 10_000, ("a", None)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (copy.rows_accepted, copy.rows_uncertain, copy.operation_ids) == (20_000, 10_000, ("a", None))
