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
