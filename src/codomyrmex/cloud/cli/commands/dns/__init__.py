"""``cmx dns``: zones and records."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.dns.files import apply, diff, export, import_
from codomyrmex.cloud.cli.commands.dns.pointers import ptr
from codomyrmex.cloud.cli.commands.dns.records import ls, rm, set_, show
from codomyrmex.cloud.cli.commands.dns.transfers import transfer
from codomyrmex.cloud.cli.commands.dns.zones import zone


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, short_help="Zones and records of DNS.")
def dns() -> None:
    """Zones and records of DNS.

    A ZONE is a name or an id. A NAME is relative to its zone (www), absolute (www.example.org.), or @ for
    the zone itself.
    """


for _command in (zone, ls, show, set_, rm, export, import_, diff, apply, ptr, transfer):
    dns.add_command(_command)
