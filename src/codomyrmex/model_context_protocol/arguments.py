"""The arguments of a tool: their schema, their values, and what they speak of."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from codomyrmex.model_context_protocol.declaration import Tool
from codomyrmex.model_context_protocol.denial import Denial, DeniedError


class Means(StrEnum):
    """What a text among the arguments speaks of, so that a policy can be held against it."""

    PROFILE = "profile"
    BUCKET = "bucket"
    KEY = "key"
    PREFIX = "prefix"
    READ_PATH = "read_path"
    """A file on this machine that is read: the tool gets a `ReadableFile`."""
    WRITE_PATH = "write_path"
    """A file on this machine that is written: the tool gets a `WritableFile`."""


Profile: TypeAlias = Annotated[str, Means.PROFILE]
Bucket: TypeAlias = Annotated[str, Means.BUCKET]
Key: TypeAlias = Annotated[str, Means.KEY]
Prefix: TypeAlias = Annotated[str, Means.PREFIX]


class Injected(StrEnum):
    """What the gate gives a tool besides what the client said."""

    CONFIRMED = "confirmed"
    """Whether somebody has said yes to the tool's question."""
    BYTES = "bytes"
    """How many bytes the call may still carry."""
    OBJECT_BYTES = "object_bytes"
    """The largest object that the policy lets a service copy by itself; ``None`` for any."""
    PROGRESS = "progress"
    """A function of the bytes that were carried, called now and then; it raises when the call is over."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a tool.

    Attributes:
        model: validates what a client gives.
        means: what arguments speak of, by their names.
        injected: what the gate gives, by the names of the arguments.
        returns: validates and describes the answer; ``None`` where it has no declared shape.
    """

    model: type[BaseModel]
    means: Mapping[str, Means]
    injected: Mapping[str, Injected]
    returns: TypeAdapter[Any] | None

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        return self.model.model_json_schema()

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values of what a client gave.

        Raises:
            DeniedError: they are not as the schema says; the message names the arguments, and repeats no
                value.
        """
        try:
            value = self.model.model_validate(dict(given))
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
            reasons = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems)
            raise DeniedError(
                Denial.ARGUMENTS, f"The arguments are not as the tool takes them: {reasons}."
            ) from None
        return {name: getattr(value, name) for name in type(value).model_fields}


@cache
def parameters_of(tool: Tool) -> Parameters:
    """The parameters of a tool, from its function's signature."""
    hints = get_type_hints(tool.function, include_extras=True)
    fields: dict[str, Any] = {}
    means: dict[str, Means] = {}
    injected: dict[str, Injected] = {}
    for name, parameter in inspect.signature(tool.function).parameters.items():
        notes = _notes(hints[name])
        given = next((note for note in notes if isinstance(note, Injected)), None)
        if given is not None:
            injected[name] = given
            continue
        meant = next((note for note in notes if isinstance(note, Means)), None)
        if meant is not None:
            means[name] = meant
        hint = str if meant in (Means.READ_PATH, Means.WRITE_PATH) else hints[name]
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (hint, default)
    strict = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
    model = create_model(f"{tool.underscored}_arguments", __config__=strict, **fields)
    returned = hints.get("return")
    return Parameters(model, means, injected, None if returned in (None, Any) else TypeAdapter(returned))


def subjects_of(tool: Tool, parameters: Parameters, said: Mapping[str, Any]) -> list[dict[Means, str]]:
    """What a call speaks of, for a policy: one mapping for each place that its arguments name.

    ``source_bucket`` and ``source_key`` belong together, as do ``bucket`` and ``key``; a place without a
    profile of its own is in that of the call, or of the tool.
    """
    places: dict[str, dict[Means, str]] = {"": {}}
    for name, meaning in parameters.means.items():
        if said[name] is not None:
            place = name.removesuffix(meaning) if name.endswith(meaning) else ""
            places.setdefault(place, {})[meaning] = said[name]
    profile = places[""].get(Means.PROFILE, tool.profile)
    if profile is not None:
        for subjects in places.values():
            subjects.setdefault(Means.PROFILE, profile)
    return list(places.values())


def _notes(hint: Any) -> tuple[Any, ...]:
    """What a hint is annotated with, also where it may be ``None``."""
    if get_origin(hint) is Annotated:
        return get_args(hint)[1:]
    return tuple(note for part in get_args(hint) for note in _notes(part))
