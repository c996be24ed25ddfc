"""Coda: the user, docs, links, and the view that all clouds have in common."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.exceptions import CodaNotFoundError, CodaValidationError
from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from tests.contract.coda_account import CodaAccount
from tests.servers.coda import making
from tests.servers.coda.links import doc_link, table_link


def test_who_calls(coda: CodaAccount) -> None:
    user = coda.client().whoami()
    assert (user.login_id, user.name, user.scoped) == (coda.user.email, "Ada", False)
    (request,) = coda.server.requests
    assert request.token == coda.token
    assert request.headers["accept"] == "application/json"


def test_a_doc_lives(coda: CodaAccount) -> None:
    client = coda.client()
    made = client.create_doc("Plan", timezone="Europe/Zurich")
    assert made.name == "Plan"
    assert made.request_id is not None
    client.update_doc(made, title="Plans", icon_name="rocket")
    seen = client.get_doc(made.id)
    assert (seen.name, seen.icon and seen.icon.name, seen.owner) == ("Plans", "rocket", coda.user.email)
    client.delete_doc(seen)
    with pytest.raises(CodaNotFoundError):
        client.get_doc(made.id)


def test_docs_are_listed_by_what_is_asked_for(coda: CodaAccount) -> None:
    client = coda.client()
    first = client.create_doc("Plan of a garden")
    client.create_doc("Recipes")
    copy = client.create_doc(source_doc=first)
    assert [doc.name for doc in client.list_docs(query="garden", is_owner=True)] == [
        "Copy of Plan of a garden",
        "Plan of a garden",
    ]
    assert [doc.id for doc in client.list_docs(source_doc=first.id)] == [copy.id]
    assert list(client.list_docs(is_published=True)) == []


def test_a_doc_of_a_link(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    link = client.resolve_browser_link(doc_link(doc.id))
    assert (link.resource.type, link.resource.id) == ("doc", doc.id)
    assert link.resource.href == f"{coda.server.base_url}/docs/{doc.id}"
    assert client.get_doc(f"https://coda.io/d/Launch_d{doc.id}").id == doc.id
    assert client.get_doc(f"https://docs.superhuman.com/d/_d{doc.id}").id == doc.id


def test_a_link_is_resolved_once(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    for _ in range(3):
        assert client.get_doc(doc_link(doc.id)).id == doc.id
    assert len(coda.server.asked("GET", "/resolveBrowserLink")) == 1


def test_links_that_lead_nowhere(coda: CodaAccount) -> None:
    client = coda.client()
    with pytest.raises(CodaNotFoundError):
        client.get_doc(doc_link("nothing"))
    with pytest.raises(CodaValidationError, match="no link to Coda"):
        client.resolve_browser_link("https://example.com/d/_dAbC")
    other = making.add_doc(coda.server, making.add_user(coda.server, "Eve"))
    with pytest.raises(CodaNotFoundError):
        client.resolve_browser_link(doc_link(other.id))


def test_a_link_to_what_was_deleted(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    gone = table_link(doc.id, "grid-gone", "Gone")
    with pytest.raises(CodaNotFoundError):
        client.resolve_browser_link(gone)
    assert client.resolve_browser_link(gone, degrade_gracefully=True).resource.id == doc.id


def test_the_docs_are_resources(coda: CodaAccount) -> None:
    doc = coda.doc("Garden")
    with coda.client() as client:
        (resource,) = client.list_resources()
        assert (resource.id, resource.name, resource.type) == (doc.id, "Garden", ResourceType.DOCUMENT)
        assert resource.provider is CloudProvider.CODA
        assert resource.details["owner"] == coda.user.email
        assert client.get_resource(doc.id) == resource
        made = client.create_resource(ResourceType.DOCUMENT, "Recipes")
        assert {one.name for one in client.list_resources(type=ResourceType.DOCUMENT)} == {
            "Garden",
            "Recipes",
        }
        client.delete_resource(made.id)
        assert [one.name for one in client.list_resources()] == ["Garden"]


def test_other_resources_are_not_there(coda: CodaAccount) -> None:
    client = coda.client()
    with pytest.raises(NotSupportedError):
        list(client.list_resources(type=ResourceType.BUCKET))
    with pytest.raises(NotSupportedError):
        client.create_resource(ResourceType.DOCUMENT, "Plan", region="eu")
    assert coda.server.requests == []


def test_the_environment_has_the_token(coda: CodaAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="CODA_API_TOKEN"):
        CodaClient.from_env()
    monkeypatch.setenv("CODA_API_TOKEN", coda.token)
    monkeypatch.setenv("CODA_BASE_URL", coda.server.base_url)
    assert CodaClient.from_env().whoami().name == "Ada"


@pytest.mark.parametrize("name", ["", "..", ".", "a/../b", "a b", "ä", "?limit=1", "a#b", "%2e%2e"])
def test_no_name_leads_elsewhere(coda: CodaAccount, name: str) -> None:
    coda.doc()
    with pytest.raises((InvalidRequestError, CodaNotFoundError)):
        coda.client().get_doc(name)
    for request in coda.server.requests:
        assert request.segments[:3] == ["apis", "v1", "docs"]
        assert request.segments[3:] == [name]
