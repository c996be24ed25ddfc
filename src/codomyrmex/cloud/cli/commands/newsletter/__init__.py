"""``cmx newsletter``: campaigns and subscribers of Infomaniak's newsletter."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.newsletter.reading import campaigns, credits_, groups, stats, subscribers
from codomyrmex.cloud.cli.commands.newsletter.writing import cancel, import_, send


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, short_help="Campaigns and subscribers of Infomaniak's newsletter.")
def newsletter() -> None:
    """Campaigns and subscribers of Infomaniak's newsletter.

    A CAMPAIGN is an id, a GROUP an id or a name. The token is that of INFOMANIAK_NEWSLETTER_TOKEN, the
    newsletter that of INFOMANIAK_NEWSLETTER_ID, or both are a profile's.
    """


for _command in (campaigns, groups, subscribers, import_, send, cancel, stats, credits_):
    newsletter.add_command(_command)
