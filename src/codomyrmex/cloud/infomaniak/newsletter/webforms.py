"""Forms on web sites, by which people subscribe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.base import PhpList
from codomyrmex.cloud.infomaniak.newsletter.models.webforms import Webform, WebformField
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation, Operations
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, filtered, joined
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, Paging


class WebformFields(TypedDict, total=False):
    """What a form may have, when it is made or changed.

    Attributes:
        name: its name, for yourself.
        title: what stands above it.
        subtitle: what stands below that.
        button: what stands on its button.
        placeholder: whether names of fields stand in them.
        design: its theme; see `list_webform_themes`.
        fields: what it asks for.
        groups: the groups that subscribers come into, by id.
        msg_ok: what is said to those who subscribed.
        rgpd: whether consent is asked for.
        rgpd_msg: the words that ask for it.
        notify: whether you are told of new subscribers.
        notify_address: the address that is told.
        notify_lang: the language in which it is told.
        email_title: the subject of the mail that asks to confirm.
        email_from_addr: its sender's address.
        email_from_name: its sender's name.
        confirmation_url: where people are led that have subscribed.
        validation_url: where people are led that have confirmed.
    """

    name: str
    title: str
    subtitle: str
    button: str
    placeholder: bool
    design: str
    fields: Iterable[WebformField | Mapping[str, Any]]
    groups: Iterable[int]
    msg_ok: str
    rgpd: bool
    rgpd_msg: str
    notify: bool
    notify_address: str
    notify_lang: str
    email_title: str
    email_from_addr: str
    email_from_name: str
    confirmation_url: str
    validation_url: str


class Webforms(Operations):
    """Forms: list, make, change, delete."""

    @operation("list_webforms")
    def list_webforms(
        self, *, search: str | None = None, include: Names | None = None, **paging: Unpack[Paging]
    ) -> NewsletterList[Webform]:
        """The forms.

        Args:
            search: only those in which this text is found.
            include: what to load besides: ``fields``, ``groups``, ``statistics``.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/webforms
        """
        query = {**filtered(search=search), "with": joined(include)}
        return self._list(Webform, "webforms", query=query, paging=paging)

    @operation("create_webform")
    def create_webform(self, **fields: Unpack[WebformFields]) -> Webform:
        """Make a form.

        Args:
            fields: what it has; see `WebformFields`.

        Raises:
            NewsletterValidationError: one of them is not as Infomaniak wants it.
            NewsletterNotFoundError: a group or a field is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/webforms
        """
        return self._ask(Webform, "POST", "webforms", body=_body(fields))

    @operation("get_webform")
    def get_webform(self, webform_id: int, *, include: Names | None = None) -> Webform:
        """One form.

        Args:
            webform_id: its id.
            include: what to load besides: ``fields``, ``groups``, ``statistics``.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/webforms/{webform}
        """
        return self._ask(Webform, "GET", "webforms", webform_id, query={"with": joined(include)})

    @operation("update_webform")
    def update_webform(
        self, webform_id: int, *, include: Names | None = None, **fields: Unpack[WebformFields]
    ) -> Webform:
        """Change a form; what is not given stays as it is.

        Args:
            webform_id: its id.
            include: what to load besides: ``fields``, ``groups``, ``statistics``.
            fields: the new values; see `WebformFields`.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: a field is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/webforms/{webform}
        """
        query = {"with": joined(include)}
        return self._change(Webform, "PUT", "webforms", webform_id, body=_body(fields), query=query)

    @operation("delete_webform")
    def delete_webform(self, webform_id: int) -> bool:
        """Delete a form.

        Args:
            webform_id: its id.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/webforms/{webform}
        """
        return self._done("DELETE", "webforms", webform_id)

    @operation("delete_webforms")
    def delete_webforms(self, selected: Selected) -> Operation:
        """Delete many forms.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            The operation that deletes them.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/webforms
        """
        return self._begin("DELETE", "webforms", body=selection_of(selected).body)

    @operation("list_webform_themes")
    def list_webform_themes(self) -> list[Any]:
        """The themes that a form may have.

        Returns:
            The themes as Infomaniak answers them; the description does not say their form.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/webforms/themes
        """
        themes: list[Any] = self._ask(PhpList[Any], "GET", "webforms", "themes")
        return themes

    @operation("list_webform_fields")
    def list_webform_fields(self, webform_id: int) -> list[WebformField]:
        """What a form asks for, or may ask for.

        Args:
            webform_id: its id.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/webforms/{webform}/fields
        """
        segments = ("webforms", webform_id, "fields")
        fields: list[WebformField] = self._ask(PhpList[WebformField], "GET", *segments)
        return fields


def _body(fields: WebformFields) -> dict[str, Any]:
    """The fields of a request: what can be iterated over once is a list there."""
    body: dict[str, Any] = {**fields}
    return body | {name: list(body[name]) for name in ("fields", "groups") if name in body}
