"""Templates of campaigns."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.models.base import NewsletterModel, Text, Undescribed


class Template(NewsletterModel):
    """A template.

    Attributes:
        id: its id.
        domain_id: the newsletter that it is in.
        name: its name.
        content: what it is made of.
        thumbnail: a small picture of it.
    """

    id: int
    domain_id: int | None = None
    name: Text = None
    content: Undescribed = None
    thumbnail: Text = None
