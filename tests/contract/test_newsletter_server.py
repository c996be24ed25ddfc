"""The newsletter's server is as strict as the API: what no client of ours sends is refused."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.contract.newsletter import subscribe
from tests.servers.newsletter.server import TOKEN, NewsletterServer

JSON = {"Content-Type": "application/json"}


def ask(
    server: NewsletterServer, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, Any]:
    """Send a request past the client; returns the status and the envelope."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(
            method, f"/1/newsletters/7{path}", body, {"Authorization": f"Bearer {TOKEN}", **named}
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def problems(envelope: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields that were refused, and the rules that they break."""
    assert envelope["result"] == "error"
    assert envelope["error"]["code"] == "validation_failed"
    return [(one["context"]["attribute"], one["code"]) for one in envelope["error"]["errors"]]


def test_a_question_that_says_it_is_json_is_refused(newsletter_server: NewsletterServer) -> None:
    status, said = ask(newsletter_server, "GET", "/groups", Content_Type="application/json")
    assert (status, problems(said)) == (422, [("with", "validation_rule_prohibited")])
    assert said["error"]["errors"][0]["description"] == "with field is prohibited"


@pytest.mark.parametrize(
    ("body", "headers"),
    [(None, JSON), ("name=a", {}), ('{"name": "a"}', {}), ("[1]", JSON), ("{", JSON)],
    ids=["nothing", "a-form", "no-type", "a-list", "half"],
)
def test_a_change_without_a_body_of_json_is_refused(
    newsletter_server: NewsletterServer, body: str | None, headers: dict[str, str]
) -> None:
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    status, said = ask(newsletter_server, "POST", "/groups", body, **named)
    assert (status, problems(said)) == (422, [("body", "validation_rule_json")])
    assert len(newsletter_server.domain.groups) == 0


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("GET", "/groups?colour=red", ("colour", "validation_rule_prohibited")),
        ("GET", "/groups?page=first", ("page", "validation_rule_integer")),
        ("GET", "/groups?page=0", ("page", "validation_rule_min")),
        ("GET", "/groups?filter[status]=odd", ("filter.status", "validation_rule_in")),
        ("GET", "/groups?filter=all", ("filter", "validation_rule_object")),
        ("GET", "/templates?order_by=name", ("order_by", "validation_rule_prohibited")),
        ("GET", "/subscribers?filter[groups][]=4", ("filter.groups", "validation_rule_exists")),
    ],
)
def test_a_parameter_that_is_none_is_refused(
    newsletter_server: NewsletterServer, method: str, path: str, problem: tuple[str, str]
) -> None:
    status, said = ask(newsletter_server, method, path)
    assert (status, problems(said)) == (422, [problem])


def test_a_post_can_stand_for_a_delete(newsletter_server: NewsletterServer) -> None:
    first, second, third = subscribe(newsletter_server, 3)
    ask(
        newsletter_server,
        "POST",
        f"/subscribers/{first.id}",
        "{}",
        Content_Type="application/json",
        X_HTTP_METHOD_OVERRIDE="DELETE",
    )
    body = '{"_method": "DELETE"}'
    ask(newsletter_server, "POST", f"/subscribers/{second.id}", body, Content_Type="application/json")
    assert list(newsletter_server.domain.subscribers) == [third]


@pytest.mark.parametrize("path", ["/nothing", "/groups/4", "/groups/x", "/operations/4"])
def test_what_is_not_there_is_not_found(newsletter_server: NewsletterServer, path: str) -> None:
    status, said = ask(newsletter_server, "GET", path)
    assert (status, said["error"]["code"]) == (404, "object_not_found")


def test_a_list_has_its_numbers_by_page_and_none_by_slice(newsletter_server: NewsletterServer) -> None:
    subscribe(newsletter_server, 20)
    _, first = ask(newsletter_server, "GET", "/subscribers")
    assert [first[name] for name in ("total", "page", "pages", "items_per_page")] == [20, 1, 2, 15]
    _, sliced = ask(newsletter_server, "GET", "/subscribers?skip=15&limit=15")
    assert (set(sliced), len(sliced["data"])) == ({"result", "data"}, 5)
    _, total = ask(newsletter_server, "GET", "/subscribers?return=total")
    assert total == {"result": "success", "data": 20}
