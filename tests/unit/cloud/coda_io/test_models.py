"""Values as they are in the examples of Coda's description, and such as this version does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.models import (
    AddedAnyonePrincipal,
    Column,
    CustomDocDomainPage,
    Doc,
    EmbedPageContent,
    Page,
    Permission,
    PersonValue,
    ReferenceColumnFormat,
    SimpleColumnFormat,
)
from codomyrmex.cloud.protocols.rest import json_of

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_field_of_an_example_is_known(name: str) -> None:
    value = TypeAdapter(getattr(models, name)).validate_json(json.dumps(EXAMPLES[name]))
    assert list(_unknown_fields(value)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_value_is_sent_as_it_came(name: str) -> None:
    kind = TypeAdapter(getattr(models, name))
    value = kind.validate_json(json.dumps(EXAMPLES[name]))
    sent = kind.validate_json(json_of(value))
    assert sent == value


def test_the_names_on_the_wire_are_kept() -> None:
    page = Page.model_validate(EXAMPLES["Page"])
    said = json.loads(json_of(page))
    assert said.keys() == EXAMPLES["Page"].keys()
    assert said["authors"] == EXAMPLES["Page"]["authors"]


def test_unknown_fields_are_kept() -> None:
    doc = Doc.model_validate({**EXAMPLES["Doc"], "brandNew": {"deep": 1}})
    assert doc.model_extra == {"brandNew": {"deep": 1}}
    assert json.loads(json_of(doc))["brandNew"] == {"deep": 1}


def test_a_published_doc_may_name_its_categories_or_describe_them() -> None:
    published = EXAMPLES["DocPublished"]
    named = models.DocPublished.model_validate({**published, "categories": ["Projects"]})
    described = models.DocPublished.model_validate({**published, "categories": [{"name": "Projects"}]})
    assert named == described


def test_people_have_their_own_type() -> None:
    page = Page.model_validate(EXAMPLES["Page"])
    assert isinstance(page.created_by, PersonValue)
    assert page.created_by.email == "alice@atkins.com"


@pytest.mark.parametrize(
    ("word", "kind"), [("person", ReferenceColumnFormat), ("brandNew", SimpleColumnFormat)]
)
def test_the_format_of_a_column_is_told_by_its_type(word: str, kind: type[SimpleColumnFormat]) -> None:
    table = EXAMPLES["TableReference"]
    column = Column.model_validate(
        {**EXAMPLES["Column"], "format": {"type": word, "isArray": True, "table": table}}
    )
    assert type(column.format) is kind
    assert column.format.type == word
    assert json.loads(json_of(column))["format"]["table"] == table


def test_a_principal_of_a_new_kind_is_kept() -> None:
    permission = Permission.model_validate(
        {"id": "p", "access": "write", "principal": {"type": "robot", "serial": 7}}
    )
    assert permission.principal.type == "robot"
    assert permission.principal.model_extra == {"serial": 7}


def test_what_a_class_says_is_sent() -> None:
    assert json_of(AddedAnyonePrincipal()) == b'{"type":"anyone"}'
    assert json.loads(json_of(EmbedPageContent(url="https://example.com"))) == {
        "type": "embed",
        "url": "https://example.com",
    }


def test_domains_are_the_items_of_their_list() -> None:
    page = CustomDocDomainPage.model_validate({"customDocDomains": [EXAMPLES["CustomDocDomain"]]})
    assert [domain.custom_doc_domain for domain in page.items] == ["example.com"]
    assert page.token is None


def test_all_names_can_be_had() -> None:
    assert {name: getattr(models, name) for name in models.__all__}.keys() == set(dir(models))
    with pytest.raises(AttributeError):
        _ = models.Nothing


def _unknown_fields(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from _unknown_fields(getattr(value, name))
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _unknown_fields(one)
