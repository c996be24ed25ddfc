"""The group of commands."""

from __future__ import annotations

import click

from aegis_multimodal_ai_system.cli.database import database
from aegis_multimodal_ai_system.cli.registry import registry
from codomyrmex import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aegis", message="%(prog)s %(version)s")
def aegis() -> None:
    """The models and the database of an application, as its settings say where they are."""


aegis.add_command(registry)
aegis.add_command(database)
