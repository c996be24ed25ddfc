"""``cmx mcp tools`` and ``cmx mcp roles``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.table import cell, show_records, show_rows

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session


@click.command(short_help="List the tools.")
@output_options
@click.pass_obj
def tools(session: Session) -> None:
    """List the tools that are installed: how they act, who may use them, when they are of use.

    JSON: one tool a line: name, description, category, trust, actions, roles, phases, asks (whether it may
    ask first), environment and extra (what it needs).
    """
    from codomyrmex.model_context_protocol.registry import load

    found = [_fields(tool) for _, tool in sorted(load().items())]
    if session.json:
        show_records(found)
        return
    columns = ("name", "actions", "roles", "phases")
    rows = ([cell(fields[column]) for column in columns] for fields in found)
    show_rows([column.upper() for column in columns], rows, quiet=session.quiet)


def _fields(tool: Any) -> dict[str, Any]:
    from codomyrmex.model_context_protocol.roles import table

    return {
        "name": tool.name,
        "description": tool.description,
        "category": tool.category,
        "trust": tool.trust,
        "actions": sorted(tool.actions),
        "roles": sorted(table().get(tool.name, ())),
        "phases": sorted(tool.phases),
        "asks": tool.asks is not None,
        "environment": list(tool.needs.environment),
        "extra": tool.needs.extra,
    }


@click.command(short_help="Show which role may use which tool.")
@output_options
@click.pass_obj
def roles(session: Session) -> None:
    """Show which role may use which tool. A tool that is not in this table is denied to all.

    JSON: one tool a line: tool, roles.
    """
    from codomyrmex.model_context_protocol.roles import Role, table

    rows = sorted(table().items())
    if session.json:
        show_records({"tool": tool, "roles": sorted(allowed)} for tool, allowed in rows)
        return
    titles = ["TOOL", *(f"{role.upper()} ({role.trust})" for role in Role)]
    shown = ([tool, *("yes" if role in allowed else "-" for role in Role)] for tool, allowed in rows)
    show_rows(titles, shown, quiet=session.quiet)
