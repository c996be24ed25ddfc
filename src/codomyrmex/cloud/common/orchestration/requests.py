"""What a stack is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from codomyrmex.validation import ValidationError


class TemplateOptions(TypedDict, total=False):
    """What goes with a template; all of it may be left out.

    Attributes:
        parameters: values by name.
        environments: further values and settings, each as text or as the path of a file; the later one wins.
        files: the text of files that the template names, by the names it has for them.
        files_from: the folder that files which a template or an environment names may be read from; else it
            is the folder of the document that names them. What is outside of it is refused.
    """

    parameters: Mapping[str, Any]
    environments: Sequence[str | Path]
    files: Mapping[str, str]
    files_from: Path


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template as text or as the path of a file, with what goes with it; see `TemplateOptions`."""

    template: str | Path | None = field(repr=False)
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)
    environments: tuple[str | Path, ...] = field(default=(), repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    files_from: Path | None = None


@dataclass(frozen=True, slots=True)
class StackRequest:
    """What a stack is to be, as `OrchestrationClient` was asked for.

    ``None`` is what is not to be changed.
    """

    source: TemplateSource
    tags: Mapping[str, str] | None = None
    timeout: float | None = None
    rollback: bool | None = None
    reset_parameters: tuple[str, ...] = ()


def source_of(template: str | Path | None, options: TemplateOptions) -> TemplateSource:
    """A template with what goes with it.

    Raises:
        ValidationError: one of them is empty, or of another type.
    """
    if template == "":
        raise ValidationError("a template is not empty")
    environments = options.get("environments", ())
    if isinstance(environments, str | Path):
        raise ValidationError("environments are a list, also when there is one")
    return TemplateSource(
        template,
        dict(options.get("parameters", {})),
        tuple(environments),
        dict(options.get("files", {})),
        options.get("files_from"),
    )
