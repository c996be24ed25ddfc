"""``cmx usage``: what was used and what it costs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import table
from codomyrmex.cloud.cli.chart import bars
from codomyrmex.cloud.cli.options import output_options, profile_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.metering import MeteringClient
    from codomyrmex.cloud.common.metering.client import CostKey

_LEAST_BAR, _WIDEST_BAR = 5, 40


def _time(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; write 2026-03-01 or 2026-03-01T12:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    start = click.option(
        "--from",
        "start",
        metavar="TIME",
        callback=_time,
        help="Where the period begins; this month if not given.",
    )
    end = click.option("--to", "end", metavar="TIME", callback=_time, help="Where it ends; now if not given.")
    return start(end(command))


_currency_option = click.option("--currency", help="What to show costs in; the provider's unit if not given.")


class _Usage(click.Group):
    """Takes costs for granted where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["costs", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Usage, short_help="Show what was used and what it costs.")
def usage() -> None:
    """Show what was used, what it costs and will cost, and what may be used. Times are UTC.

    Without a command it is costs: cmx usage --by day
    """


@usage.command(short_help="Show what a period costs.")
@click.option(
    "--by",
    type=click.Choice(["service", "resource", "day"]),
    default="service",
    show_default=True,
    help="What to show a line for.",
)
@_period_options
@_currency_option
@profile_option()
@output_options
@click.pass_obj
def costs(
    session: Session,
    profile: str,
    by: CostKey,
    start: datetime | None,
    end: datetime | None,
    currency: str | None,
) -> None:
    """Show what a period costs, by service, resource or day, on a terminal with a chart.

    JSON: one object: start, end, by, currency, total, lines (key, amount).
    """
    found = _metering(session, profile).get_costs(start, end, by=by, currency=currency)
    if session.json:
        session.show({**table.fields_of(found), "total": f"{found.total:f}"}, "")
        return
    rows = [(line.key, f"{line.amount:.2f}") for line in found.lines]
    shown = bars([float(line.amount) for line in found.lines], _room(rows))
    _show_charted(session, [by.upper(), found.currency], rows, shown)
    session.done(
        {}, f"{found.total:.2f} {found.currency} from {found.start:%Y-%m-%d} to {found.end:%Y-%m-%d}"
    )


@usage.command(short_help="Show what was used.")
@click.option("--service", help="Only what is of this service.")
@click.option(
    "--by", type=click.Choice(["service", "resource"]), help="Add up what is of one service or resource."
)
@_period_options
@profile_option()
@output_options
@click.pass_obj
def ls(
    session: Session,
    profile: str,
    service: str | None,
    by: Any,
    start: datetime | None,
    end: datetime | None,
) -> None:
    """Show what was used of every service, or of one.

    JSON: one item a line.
    """
    client = _metering(session, profile)
    columns = {
        "SERVICE": "service",
        "TYPE": "resource_type",
        "NAME": "name",
        "QUANTITY": "quantity",
        "UNIT": "unit",
    }
    if service is not None or by is not None:
        table.show_list(session, client.list_usage(start, end, service=service, group_by=by), columns)
        return
    found = client.get_all_usage(start, end)
    table.show_list(session, found.items, columns)
    for problem in found.problems:
        session.warn(f"{problem.service}: {problem.message}")


@usage.command(short_help="Show what this month will cost.")
@_currency_option
@profile_option()
@output_options
@click.pass_obj
def forecast(session: Session, profile: str, currency: str | None) -> None:
    """Show what the current month will cost if it goes on as it began.

    JSON: one object: amount, currency, spent, since, until, basis.
    """
    found = _metering(session, profile).forecast(currency=currency)
    session.show(
        table.fields_of(found),
        f"{found.amount:.2f} {found.currency} for {found.since:%B %Y}; so far {found.spent:.2f}, "
        f"from {found.basis}",
    )


@usage.command(short_help="Show what may be used at most.")
@profile_option()
@output_options
@click.pass_obj
def quotas(session: Session, profile: str) -> None:
    """Show what the account may have at most, and what of that is used.

    JSON: one quota a line: name, limit, used.
    """
    found = list(_metering(session, profile).list_quotas())
    if session.json:
        table.show_list(session, found, {})
        return
    rows = [
        (quota.name, str(quota.used), "-" if quota.limit is None else str(quota.limit)) for quota in found
    ]
    shares = [quota.used / quota.limit if quota.limit else 0.0 for quota in found]
    width = _room(rows)
    # Of a limit, not of the fullest one.
    shown = bars([1.0, *shares], width)[1:]
    _show_charted(session, ["QUOTA", "USED", "LIMIT"], rows, shown)


def _metering(session: Session, profile: str) -> MeteringClient:
    return session.connections.cloud(profile).metering


def _room(rows: Sequence[Sequence[str]]) -> int:
    """Columns for a bar beside a table; none where nobody looks."""
    if not (rows and sys.stdout.isatty() and sys.stdout.encoding.lower() == "utf-8"):
        return 0
    taken = sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True))
    free = shutil.get_terminal_size().columns - taken - 1
    return min(free, _WIDEST_BAR) if free >= _LEAST_BAR else 0


def _show_charted(
    session: Session, titles: list[str], rows: Sequence[Sequence[str]], shown: Sequence[str]
) -> None:
    if any(shown):
        charted = [[*row, bar] for row, bar in zip(rows, shown, strict=True)]
        table.show_rows([*titles, ""], charted, quiet=session.quiet)
    else:
        table.show_rows(titles, rows, quiet=session.quiet)
