"""The options that every command has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def output_options(command: F) -> F:
    """Give a command ``--json`` and ``--quiet``, which the session keeps."""
    flag = partial(click.option, is_flag=True, is_eager=True, expose_value=False, callback=_keep)
    quiet = flag("-q", "--quiet", help="Print results and errors alone.")
    json = flag("--json", help="Print JSON.")
    return quiet(json(command))


def _keep(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if parameter.name is not None:
        setattr(context.obj, parameter.name, value)


DEFAULT_PROFILE = "infomaniak"


def profile_option(default: str = DEFAULT_PROFILE) -> Callable[[F], F]:
    """Give a command ``--profile``."""
    return click.option(
        "-p",
        "--profile",
        default=default,
        show_default=True,
        metavar="NAME",
        help="Whose services to use; see: cmx providers.",
    )


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=600.0,
    show_default=True,
    help="Seconds to wait at most.",
)
no_wait_option = click.option("--no-wait", is_flag=True, help="Return at once, not when it is done.")
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def pairs(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """The callback of an option that is given several times as ``NAME=VALUE``."""
    found = {}
    for value in values:
        name, equals, given = value.partition("=")
        if not (name and equals):
            # Without what was given, which may be a secret.
            raise click.BadParameter("write NAME=VALUE.")
        found[name] = given
    return found


def several(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> list[str] | None:
    """The callback of an option that is given several times: what was given, or ``None``."""
    return list(value) or None


tag_option = click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="NAME=VALUE",
    callback=pairs,
    help="A label to put on it; may be given several times.",
)


def _new_tags(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str] | None:
    return pairs(context, option, values) if values else None


new_tag_option = click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_new_tags,
    help="A label; those given are all that it has from then on.",
)
new_name_option = click.option("--name", help="Its new name.")
new_description_option = click.option("--description", help="What to say about it.")
