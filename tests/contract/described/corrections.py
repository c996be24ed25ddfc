"""What the official descriptions have wrong, made right before a request is held against them.

Each correction finds what it mends or fails, so that none outlives its mistake.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from tests.descriptions import operations

CODA_EXAMPLES = (
    "DocAnalyticsDetails/allOf/1/properties/icon",
    "PageAnalyticsDetails/properties/icon",
    "PackVersionUploadInfo/properties/headers",
    "PackAssetUploadInfo/properties/headers",
    "PackSourceCodeUploadInfo/properties/headers",
    "PackUserAccess",
)
"""Schemas of objects whose example is text."""

UNDESCRIBED_BODIES = (
    "NewsletterDestroyDomain",
    "NewsletterDeleteSubscriber",
    "NewsletterForgetSubscriber",
    "NewsletterDeleteGroup",
    "NewsletterDeleteSegment",
    "NewsletterDeleteField",
    "NewsletterDeleteWebform",
    "NewsletterCancelOperation",
)
"""Described without a body, while Infomaniak asks for one with all that is no GET."""

GROUPS = (
    "NewsletterCreateSubscriber",
    "NewsletterUpdateSubscriber",
    "NewsletterAssign",
    "NewsletterImportSubscribers",
)
"""Described with texts for groups, while the words beside it, and the examples, have ids as well."""

FIELDS_BY_NAME = ("NewsletterCreateSubscriber", "NewsletterUpdateSubscriber")
"""Described with a list of fields, while the words beside it, and the example, have an object."""

TEMPLATES = ("NewsletterShowHtml", "NewsletterCreateTemplateFromCampaign")
"""Described with a template that is either a number or a text; in an address, a number is both."""

_OBJECT = {"type": "object"}
_ID_OR_TEXT = {"type": ["integer", "string"]}
_COLUMN = {"type": ["integer", "string", "object"]}


def correct_coda(described: dict[str, Any]) -> None:
    """Take examples out that cannot be; Prism then makes values of the schemas."""
    for path in CODA_EXAMPLES:
        found = described["components"]["schemas"]
        for key in path.split("/"):
            found = found[int(key) if isinstance(found, list) else key]
        assert isinstance(found.pop("example"), str)


def correct_newsletter(described: dict[str, Any]) -> None:
    """Have bodies as Infomaniak takes them."""
    found = operations(described)
    for name in UNDESCRIBED_BODIES:
        assert "requestBody" not in found[name].details
        found[name].details["requestBody"] = {"content": {"application/json": {"schema": _OBJECT}}}
    for name in GROUPS:
        _set_items(found[name].details, "groups", _ID_OR_TEXT)
    for name in FIELDS_BY_NAME:
        fields = _body(found[name].details)
        assert fields["fields"]["type"] == "array"
        fields["fields"] = _OBJECT
    _set_items(found["NewsletterImportSubscribers"].details, "fields", _COLUMN)
    for name in TEMPLATES:
        for parameter in found[name].details["parameters"]:
            if parameter.get("name") == "template":
                parameter["schema"] = {"anyOf": parameter["schema"].pop("oneOf")}


def demand_parameters(described: dict[str, Any], but: Container[str]) -> None:
    """Make a request without one of the parameters wrong.

    Servers ignore parameters that they do not know, so one of a wrong name would be noticed by nobody.

    Args:
        described: the description.
        but: parameters that may be left out, by their names, or as ``operationId.name``.
    """
    shared = described["components"].get("parameters", {})
    for operation in operations(described).values():
        for parameter in operation.details.get("parameters", ()):
            if "$ref" in parameter:
                parameter = shared[parameter["$ref"].rpartition("/")[2]]
            name = parameter["name"]
            if name not in but and f"{operation.id}.{name}" not in but:
                parameter["required"] = True


def _body(details: dict[str, Any]) -> Any:
    return details["requestBody"]["content"]["application/json"]["schema"]["properties"]


def _set_items(details: dict[str, Any], name: str, items: dict[str, Any]) -> None:
    described = _body(details)[name]
    assert described["items"]["type"] == "string"
    described["items"] = items
