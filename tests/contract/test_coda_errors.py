"""What Coda refuses, and what breaks on the way to it."""

from __future__ import annotations

import pickle

import pytest

from codomyrmex.cloud.coda_io.exceptions import (
    CodaAPIError,
    CodaAuthenticationError,
    CodaForbiddenError,
    CodaGoneError,
    CodaNotFoundError,
    CodaRateLimitError,
    CodaUnavailableError,
    CodaValidationError,
    FieldError,
)
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
from codomyrmex.cloud.wire import NO_RETRY, RetryPolicy
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda import making
from tests.servers.coda.faults import FOREVER, Altered, Before, with_unknown_fields
from tests.servers.coda.messages import JSON, RefusedError
from tests.servers.faults import Hang, ResetRequest, ResetResponse, TruncateResponse

KINDS = [
    (400, CodaValidationError, InvalidRequestError, ValueError),
    (401, CodaAuthenticationError, AuthenticationError, PermissionError),
    (403, CodaForbiddenError, PermissionDeniedError, PermissionError),
    (404, CodaNotFoundError, NotFoundError, FileNotFoundError),
    (410, CodaGoneError, NotFoundError, FileNotFoundError),
    (422, CodaValidationError, InvalidRequestError, ValueError),
    (429, CodaRateLimitError, RateLimitedError, CloudError),
    (500, CodaUnavailableError, ServiceUnavailableError, ConnectionError),
    (503, CodaUnavailableError, ServiceUnavailableError, ConnectionError),
    (409, CodaAPIError, CloudError, Exception),
]
HTML = (("Content-Type", "text/html"),)


@pytest.mark.parametrize(("status", "kind", "own", "builtin"), KINDS)
def test_each_status_is_an_error_of_its_kind(
    coda: CodaAccount, status: int, kind: type[CodaAPIError], own: type[CloudError], builtin: type[Exception]
) -> None:
    coda.server.faults.plan(RefusedError(status, "The words of Coda").answer(), times=FOREVER)
    with pytest.raises(kind, match="The words of Coda") as caught:
        coda.client().whoami()
    error = caught.value
    assert type(error) is kind
    assert isinstance(error, CodaAPIError | CloudError)
    assert isinstance(error, own)
    assert isinstance(error, builtin)
    assert (error.status, error.provider, error.operation) == (status, "coda", "whoami")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (its own)
    assert (type(again), str(again), again.status) == (kind, str(error), status)


@pytest.mark.parametrize("status", [400, 404, 429, 502])
def test_a_page_of_html_is_an_error_like_others(coda: CodaAccount, status: int) -> None:
    page = Answer(status, HTML, b"<html><h1>Bad Gateway</h1></html>")
    coda.server.faults.plan(page, times=FOREVER)
    with pytest.raises(CodaAPIError, match=str(status)) as caught:
        coda.client().whoami()
    assert caught.value.status == status


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"[]", b'{"name": 1}', b"", b'{"name": "half'])
def test_success_that_is_none_is_an_error(coda: CodaAccount, body: bytes) -> None:
    coda.server.faults.plan(Answer(200, HTML, body), times=FOREVER)
    with pytest.raises(ServiceUnavailableError, match="makes no sense"):
        coda.client().whoami()


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'"text"',
        b'{"codaDetail": null}',
        b'{"codaDetail": []}',
        b'{"codaDetail": {"validationErrors": null}}',
        b'{"codaDetail": {"validationErrors": "text"}}',
        b'{"codaDetail": {"validationErrors": 5}}',
        b'{"codaDetail": {"validationErrors": [1, {}]}}',
        b"\xff\xfe",
        b'{"message": {"deep": 1}}',
    ],
)
def test_a_refusal_in_odd_words_is_a_refusal(coda: CodaAccount, body: bytes) -> None:
    coda.server.faults.plan(Answer(400, JSON, body))
    with pytest.raises(CodaValidationError):
        coda.client().whoami()


def test_the_fields_that_are_wrong_are_named(coda: CodaAccount) -> None:
    client = coda.client()
    with pytest.raises(CodaValidationError) as caught:
        client.create_doc("Plan", initial_page={"pageContent": {"type": "canvas", "canvasContent": {}}})
    assert caught.value.fields == (
        FieldError("initialPage.pageContent.canvasContent.format", "Required"),
        FieldError("initialPage.pageContent.canvasContent.content", "Required"),
    )
    assert "initialPage.pageContent.canvasContent.format: Required" in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (its own)
    assert again.fields == caught.value.fields


def test_the_request_id_is_kept(coda: CodaAccount) -> None:
    refusal = RefusedError(404, headers=(("X-Request-Id", "abc-123"),)).answer()
    coda.server.faults.plan(refusal)
    with pytest.raises(CodaNotFoundError) as caught:
        coda.client().whoami()
    assert caught.value.request_id == "abc-123"


def test_a_wrong_token_is_refused_at_once(coda: CodaAccount) -> None:
    with pytest.raises(CodaAuthenticationError):
        coda.client("wrong").list_docs()
    assert len(coda.server.requests) == 1


def test_a_token_that_is_revoked_ends_a_list(coda: CodaAccount) -> None:
    for number in range(6):
        coda.doc(f"Doc {number}")
    docs = iter(coda.client().list_docs(limit=2))
    seen = [next(docs), next(docs)]
    coda.server.faults.plan(Before(lambda: making.revoke(coda.server, coda.token)), "GET", "/docs")
    with pytest.raises(CodaAuthenticationError) as caught:
        seen += docs
    assert len(seen) == 2
    assert caught.value.operation == "list_docs"


def test_a_token_that_only_reads(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client(making.add_token(coda.server, coda.user, reads_only=True))
    assert client.whoami().scoped
    assert client.get_doc(doc).id == doc.id
    with pytest.raises(CodaForbiddenError):
        client.update_doc(doc, title="Mine")
    assert doc.name == "Launch"


def test_the_doc_of_another_user(coda: CodaAccount) -> None:
    other = making.add_user(coda.server, "Eve")
    doc = making.add_doc(coda.server, other)
    client = coda.client()
    with pytest.raises(CodaForbiddenError):
        client.get_doc(doc)
    assert list(client.list_docs()) == []


def test_unknown_fields_are_kept(coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.server.faults.plan(Altered(with_unknown_fields), times=FOREVER)
    client = coda.client()
    user = client.whoami()
    assert user.model_extra == {"newField": {"deep": [1]}}
    (seen,) = client.list_docs()
    assert seen.id == doc.id
    assert seen.workspace is not None
    assert seen.workspace.model_extra == {"newField": {"deep": [1]}}
    assert seen.model_dump(by_alias=True)["newField"] == {"deep": [1]}


@pytest.mark.parametrize("fault", [ResetRequest(), ResetResponse(), TruncateResponse()])
def test_what_reads_is_asked_again(
    coda: CodaAccount, fault: ResetRequest | ResetResponse | TruncateResponse
) -> None:
    coda.server.faults.plan(fault)
    assert coda.client().whoami().name == "Ada"
    assert len(coda.server.requests) == 2


@pytest.mark.parametrize("fault", [ResetRequest(), ResetResponse(), TruncateResponse()])
def test_what_adds_is_sent_once(
    coda: CodaAccount, fault: ResetRequest | ResetResponse | TruncateResponse
) -> None:
    coda.server.faults.plan(fault, "POST")
    with pytest.raises(ServiceUnavailableError):
        coda.client().create_doc("Plan")
    assert len(coda.server.asked("POST", "/docs")) == 1
    assert len(coda.server.service.state.docs) == (0 if isinstance(fault, ResetRequest) else 1)


def test_a_server_that_says_nothing_is_given_up(coda: CodaAccount) -> None:
    coda.server.faults.plan(Hang(), times=FOREVER)
    client = coda.client(retry=RetryPolicy(budget=0.5))
    with pytest.raises((ServiceUnavailableError, OperationTimeoutError)):
        client.whoami()


def test_no_server(coda: CodaAccount) -> None:
    client = coda.client(retry=NO_RETRY)
    with coda.server.refusing(), pytest.raises(ServiceUnavailableError):
        client.whoami()
    assert client.whoami().name == "Ada"
