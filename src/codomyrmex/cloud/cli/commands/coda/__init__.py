"""``cmx coda``: documents of Coda."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.coda.reading import columns, docs, pages, rows, tables, whoami
from codomyrmex.cloud.cli.commands.coda.writing import export, upsert


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder, short_help="Documents of Coda: pages, tables, rows.")
def coda() -> None:
    """Documents of Coda: pages, tables, rows.

    A DOC, PAGE or TABLE is an id or a link from the browser; a PAGE, TABLE or column also a name. The token
    is that of CODA_API_TOKEN, or of a profile.
    """


for _command in (docs, pages, tables, columns, rows, export, upsert, whoami):
    coda.add_command(_command)
