"""What belongs to a doc of Coda beside pages and tables: its values, its readers, its folder, its public."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaForbiddenError, CodaNotFoundError, CodaValidationError
from tests.contract.coda_account import CodaAccount
from tests.servers.coda import making


def test_formulas_and_controls(coda: CodaAccount) -> None:
    doc = coda.doc()
    total = making.add_formula(coda.server, doc, "Total", 42)
    names = making.add_formula(coda.server, doc, "Names", ["a", "b"])
    slider = making.add_control(coda.server, doc, "Size", "slider", 7)
    client = coda.client()
    assert [one.id for one in client.list_formulas(doc, sort_by="name", limit=1)] == [names.id, total.id]
    assert client.get_formula(doc, "Total").value == 42
    assert client.get_formula(doc, names).value == ["a", "b"]
    (control,) = client.list_controls(doc)
    seen = client.get_control(doc, control)
    assert (seen.id, seen.control_type, seen.value) == (slider.id, "slider", 7)
    with pytest.raises(CodaNotFoundError):
        client.get_control(doc, "Total")


def test_a_doc_is_shared(coda: CodaAccount) -> None:
    doc = coda.doc()
    eve = making.add_user(coda.server, "Eve")
    client, hers = coda.client(), coda.client(making.add_token(coda.server, eve))
    reader = {"type": "email", "email": eve.email}
    client.add_permission(doc, reader, "readonly", suppress_email=True)
    assert [one.name for one in hers.list_docs()] == ["Launch"]
    assert not hers.get_sharing_metadata(doc).can_share
    with pytest.raises(CodaForbiddenError):
        hers.update_doc(doc, title="Hers")
    (permission,) = client.get_permissions(doc)
    assert permission.access == "readonly"
    client.delete_permission(doc, permission)
    with pytest.raises(CodaForbiddenError):
        hers.get_doc(doc)
    with pytest.raises(CodaNotFoundError):
        client.delete_permission(doc, permission)


def test_who_a_doc_can_be_shared_with(coda: CodaAccount) -> None:
    doc = coda.doc()
    making.add_user(coda.server, "Eve")
    client = coda.client()
    assert [user.name for user in client.search_principals(doc, "eve@").users] == ["Eve"]
    assert client.search_principals(doc).users == []


def test_settings_of_sharing(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    assert client.get_acl_settings(doc).allow_copying
    assert not client.update_acl_settings(doc, allow_copying=False).allow_copying
    assert client.get_acl_settings(doc).allow_editors_to_change_permissions


def test_a_doc_is_published(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    (category, *_) = client.list_categories()
    client.publish_doc(
        doc, slug="launch", mode="play", category_names=[category.name], discoverable=True
    ).wait()
    published = client.get_doc(doc).published
    assert published is not None
    assert (published.mode, published.discoverable) == ("play", True)
    assert [one.id for one in client.list_docs(is_published=True, in_gallery=True)] == [doc.id]
    client.unpublish_doc(doc)
    assert client.get_doc(doc).published is None
    with pytest.raises(CodaValidationError, match="no categories"):
        client.publish_doc(doc, category_names=["Nothing"])


def test_a_folder_lives(coda: CodaAccount) -> None:
    client = coda.client()
    workspace = client.whoami().workspace.id
    made = client.create_folder("Gardens", workspace, description="All of them")
    assert client.get_folder(made).description == "All of them"
    client.update_folder(made, name="Parks")
    doc = client.create_doc("Plan", folder_id=made.id)
    assert [one.id for one in client.list_docs(folder_id=made.id)] == [doc.id]
    assert {folder.name for folder in client.list_folders(workspace_id=workspace)} == {"Parks", "Ada's docs"}
    with pytest.raises(CodaValidationError, match="has docs in it"):
        client.delete_folder(made)
    client.delete_doc(doc)
    client.delete_folder(made)
    with pytest.raises(CodaNotFoundError):
        client.get_folder(made)
    with pytest.raises(CodaForbiddenError):
        client.create_folder("Hers", "ws-other")


def test_an_automation_is_started(coda: CodaAccount) -> None:
    doc = coda.doc()
    told = doc.automations["grid-auto-1"] = []
    client = coda.client()
    client.trigger_webhook_automation(doc, "grid-auto-1", {"message": "go"}).wait()
    assert told == [{"message": "go"}]
    with pytest.raises(CodaNotFoundError):
        client.trigger_webhook_automation(doc, "grid-auto-2")
