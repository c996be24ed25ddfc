"""Commands on what a client has: a decorator for any of them, and those that every kind of resource has.

What is decorated takes the client of the profile, and the arguments and options that are its own; its
docstring is the help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import click

from codomyrmex.cloud.cli.options import DEFAULT_PROFILE, output_options, profile_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import Column, show_list, show_one
from codomyrmex.cloud.common.finding import Named

C = TypeVar("C")
T = TypeVar("T", bound=Named)
ClientOf = Callable[[Session, str], C]
Option = Callable[[Any], Any]
Decorated = Callable[[Callable[..., Any]], click.Command]


def command(
    client_of: ClientOf[Any],
    short_help: str,
    *,
    group: click.Group | None = None,
    name: str | None = None,
    profile: str = DEFAULT_PROFILE,
) -> Decorated:
    """Make a command of a function that takes the session, a client, and its own arguments and options.

    Args:
        client_of: the client of a profile.
        short_help: what the group's help says of it.
        group: the group to add it to; the module of the group adds it if not given.
        name: what it is called, where that is not the function's name.
        profile: whose client, if the user does not say.
    """
    default = profile

    def decorate(function: Callable[..., None]) -> click.Command:
        def run(session: Session, /, profile: str, **own: Any) -> None:
            function(session, client_of(session, profile), **own)

        return built(function, run, short_help, group, name, profile=default)

    return decorate


def listing(
    client_of: ClientOf[Any],
    short_help: str,
    columns: Mapping[str, Column],
    *,
    group: click.Group | None = None,
    name: str | None = None,
    profile: str = DEFAULT_PROFILE,
) -> Decorated:
    """Make the command that lists what a function gives of a client.

    Args:
        client_of: the client of a profile.
        short_help: what the group's help says of it.
        columns: the titles of the columns and what they show, in order.
        group: the group to add it to; the module of the group adds it if not given.
        name: what it is called, where that is not the function's name.
        profile: whose client, if the user does not say.
    """
    default = profile

    def decorate(items: Callable[..., Iterable[Any]]) -> click.Command:
        def run(session: Session, /, profile: str, **own: Any) -> None:
            show_list(session, items(client_of(session, profile), **own), columns)

        return built(items, run, short_help, group, name, profile=default)

    return decorate


@dataclass(frozen=True, slots=True)
class Kind(Generic[C, T]):
    """A kind of resource, and the commands that its kinds have in common.

    Attributes:
        noun: what one is called: ``security group``.
        client_of: the client of a profile.
        find: the one that is called by a name or an id; takes the client, what names it, and before that
            what names what it is in.
        group: the group that the commands are added to; the module of the group adds them if not given.
        argument: what the argument that names one is called, where that is not the last word of the noun.
        within: the argument that names what it is in, where that is needed to find it: ``pool``.
    """

    noun: str
    client_of: ClientOf[C]
    find: Callable[..., T]
    group: click.Group | None = None
    argument: str | None = None
    within: str | None = None

    def ls(self, short_help: str, columns: Mapping[str, Column]) -> Decorated:
        """Make the command that lists what the function gives."""
        return listing(self.client_of, short_help, columns, group=self.group, name="ls")

    def show(self, short_help: str) -> Decorated:
        """Make the command that shows what the function gives of the one that was found."""

        def decorate(value: Callable[..., Any]) -> click.Command:
            def run(session: Session, /, profile: str, **own: Any) -> None:
                client = self.client_of(session, profile)
                show_one(session, value(client, self._found(client, own), **own))

            return built(value, run, short_help, self.group, "show", first=self._named())

        return decorate

    def create(self, short_help: str, *, name: str = "create", done: str = "created") -> Decorated:
        """Make the command that says what the function made."""

        def decorate(create: Callable[..., T]) -> click.Command:
            def run(session: Session, /, profile: str, **own: Any) -> None:
                made = create(self.client_of(session, profile), **own)
                say_made(session, self.noun, made, done)

            return built(create, run, short_help, self.group, name)

        return decorate

    def update(self, short_help: str, *, name: str = "update", done: str = "changed") -> Decorated:
        """Make the command that says what the function changed of the one that was found."""

        def decorate(update: Callable[..., T]) -> click.Command:
            def run(session: Session, /, profile: str, **own: Any) -> None:
                client = self.client_of(session, profile)
                changed = update(client, self._found(client, own), **own)
                say_made(session, self.noun, changed, done)

            return built(update, run, short_help, self.group, name, first=self._named())

        return decorate

    def rm(self, short_help: str, *, name: str = "rm") -> Decorated:
        """Make the command that asks, and deletes by the function what was found."""

        def decorate(delete: Callable[..., object]) -> click.Command:
            def run(session: Session, /, profile: str, yes: bool, **own: Any) -> None:
                client = self.client_of(session, profile)
                found = self._found(client, own)
                remove(session, self.noun, found, lambda one: delete(client, one, **own), yes=yes)

            return built(delete, run, short_help, self.group, name, first=self._named(), last=[yes_option])

        return decorate

    def _named(self) -> list[click.Argument]:
        return [click.Argument([name]) for name in self._names()]

    def _found(self, client: C, own: dict[str, Any]) -> T:
        return self.find(client, *(own.pop(name) for name in self._names()))

    def _names(self) -> list[str]:
        own = self.argument or self.noun.split()[-1].lower()
        return [own] if self.within is None else [self.within, own]


def built(
    function: Callable[..., Any],
    run: Callable[..., None],
    short_help: str,
    group: click.Group | None = None,
    name: str | None = None,
    *,
    first: Sequence[click.Parameter] = (),
    last: Sequence[Option] = (),
    profile: str = DEFAULT_PROFILE,
) -> click.Command:
    """Make a command that runs one function, and has the help and the parameters of another one.

    Args:
        function: has the docstring, arguments and options.
        run: takes the session, ``profile``, and the values of all parameters.
        short_help: what the group's help says of it.
        group: the group to add it to.
        name: what it is called, where that is not the function's name.
        first: arguments before the function's own.
        last: options after the function's own.
        profile: whose client, if the user does not say.
    """
    made = click.command(name, short_help=short_help)(function)
    made.callback = click.pass_obj(run)
    made.params = [*first, *made.params, *_parameters(*last, profile_option(profile), output_options)]
    if group is not None:
        group.add_command(made)
    return made


def _parameters(*options: Option) -> list[click.Parameter]:
    def bare() -> None: ...

    for option in reversed(options):
        option(bare)
    return click.command()(bare).params
