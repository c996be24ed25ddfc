"""Templates of campaigns."""

from __future__ import annotations

import json
from typing import Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.base import Text
from codomyrmex.cloud.infomaniak.newsletter.models.templates import Template
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging, opened
from codomyrmex.cloud.wire import Response


class Templates(NewsletterService):
    """Templates: list, read, make."""

    @operation("list_templates")
    def list_templates(self, **paging: Unpack[Paging]) -> NewsletterList[Template]:
        """The templates.

        Args:
            paging: which part of the list; see `Paging`. Templates are not sorted.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/templates
        """
        return self._list(Template, "templates", paging=paging)

    @operation("get_template_html")
    def get_template_html(self, template_id: int | str) -> str:
        """The HTML of a template.

        Args:
            template_id: its id, or its UUID.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/templates/{template}/html
        """
        return self._send(_html, "GET", "templates", template_id, "html")

    @operation("create_template_from_campaign")
    def create_template_from_campaign(self, campaign_id: int, template_id: int | str) -> str | None:
        """Make a template of a campaign.

        Args:
            campaign_id: the campaign.
            template_id: the template that it has, by its id or its UUID.

        Returns:
            What names the new template.

        Raises:
            NewsletterNotFoundError: one of the two is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/campaigns/{campaign}/template/{template}
        """
        segments = ("campaigns", campaign_id, "template", template_id)
        made: str | None = self._ask(Text, "POST", *segments, body={})
        return made

    @operation("update_template_thumbnail")
    def update_template_thumbnail(self, template_id: int) -> str | None:
        """Make the small picture of a template anew.

        Args:
            template_id: its id.

        Returns:
            Where the picture is.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/templates/{template}/update-thumbnails
        """
        url: str | None = self._change(Text, "PUT", "templates", template_id, "update-thumbnails", body={})
        return url


def _html(response: Response) -> str:
    """The HTML, in an envelope or, where Infomaniak answers it without one, as it is."""
    if (response.header("content-type") or "").startswith("text/html"):
        return response.body.decode()
    html = opened(response).get("data") or ""
    return html if isinstance(html, str) else json.dumps(html)
