"""Forms, by which people subscribe."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import (
    Moment,
    NewsletterModel,
    PhpList,
    PhpObject,
    Text,
    Truth,
    Undescribed,
)


class WebformField(NewsletterModel):
    """Something that a form may ask for.

    Attributes:
        id: the field's id.
        selected: whether it asks for it.
        required: whether it must be answered.
        error: what is said where it is not.
        deleted: whether the field is there no more.
    """

    id: int | None = None
    selected: Truth = None
    required: Truth = None
    error: Text = None
    deleted: Truth = None


class Webform(NewsletterModel):
    """A form.

    Attributes:
        id: its id.
        name: its name, for yourself.
        title: what stands above it.
        subtitle: what stands below that.
        button: what stands on its button.
        msg_ok: what is said to those who subscribed.
        msg_ok_redir: where they are led.
        placeholder: whether names of fields stand in them.
        design: its theme.
        rgpd: whether consent is asked for.
        rgpd_msg: the words that ask for it.
        notify: whether you are told of new subscribers.
        notify_address: the address that is told.
        notify_lang: the language in which it is told.
        confirmation_url: where people are led that have subscribed.
        validation_url: where people are led that have confirmed.
        template_email_id: the template of the mail that asks to confirm.
        template_confirmation_id: the template of the page after subscribing.
        template_validation_id: the template of the page after confirming.
        email_title: the subject of the mail that asks to confirm.
        email_from_addr: its sender's address.
        email_from_name: its sender's name.
        codes: what puts it on a web site.
        fields: what it asks for, where that was asked for.
        groups: the groups that subscribers come into, where they were asked for.
        statistics: how often it was shown and answered, where that was asked for.
        created_at: when it was made.
        updated_at: when it was last changed.
    """

    id: int
    name: Text = None
    title: Text = None
    subtitle: Text = None
    button: Text = None
    msg_ok: Text = None
    msg_ok_redir: Text = None
    placeholder: Text = None
    design: Text = None
    rgpd: Text = None
    rgpd_msg: Text = None
    notify: Text = None
    notify_address: Text = None
    notify_lang: Text = None
    confirmation_url: Text = None
    validation_url: Text = None
    template_email_id: int | None = None
    template_confirmation_id: int | None = None
    template_validation_id: int | None = None
    email_title: Text = None
    email_from_addr: Text = None
    email_from_name: Text = None
    codes: Undescribed = None
    fields: PhpList[Any] = Field(default_factory=list)
    groups: PhpList[Any] = Field(default_factory=list)
    statistics: PhpObject = Field(default_factory=dict)
    created_at: Moment = None
    updated_at: Moment = None
