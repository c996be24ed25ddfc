"""A template and its environments with the files that they name, as Heat takes them: all in one request.

Heat fetches no file of this machine, so the text of each goes along, by its name. The names are paths from
the template's folder; a reference that is written in another way is rewritten, other documents stay as they
are.

https://docs.openstack.org/heat/latest/template_guide/composition.html
https://docs.openstack.org/heat/latest/template_guide/environment.html
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError
from codomyrmex.cloud.common.orchestration import TemplateSource

_TEMPLATES = (".yaml", ".template")


@dataclass(frozen=True, slots=True)
class Documents:
    """What a request has.

    Attributes:
        template: its text; ``None`` for the one that the stack has.
        environment: all environments in one.
        files: the text of every file by its name.
    """

    template: str | None
    environment: dict[str, Any]
    files: dict[str, str]


def documents_of(source: TemplateSource) -> Documents:
    """Read what a template needs.

    Raises:
        InvalidRequestError: a file is outside of the folder that may be read, or is an address; or an
            environment is none.
        LocalFileError: a file cannot be read.
    """
    template = source.template
    places = [one for one in (template, *source.environments) if isinstance(one, Path)]
    base = _folder(places[0]) if places else source.files_from and source.files_from.resolve()
    reader = _Reader(base, source.files_from and source.files_from.resolve(), dict(source.files))
    text = None if template is None else reader.template(template)
    # Merged here: Heat, which can do that too, lets them win over parameters and shows their secrets.
    environment: dict[str, Any] = {}
    for place in source.environments:
        _merge(environment, reader.environment(place))
    return Documents(text, environment, reader.files)


class _Reference(NamedTuple):
    """A place in a document that names a file."""

    holder: dict[str, Any]
    key: str
    is_template: bool


class _Reader:
    """Collects the files that documents name.

    Args:
        base: the folder that names are relative to.
        allowed: the folder that files may be read from, in place of each document's own.
        files: what is there already.
    """

    def __init__(self, base: Path | None, allowed: Path | None, files: dict[str, str]) -> None:
        self._base = base
        self._allowed = allowed
        self.files = files

    def template(self, place: str | Path) -> str:
        """The text of a template, whose files are read too."""
        text, folder, allowed = self._opened(place)
        return self._resolved(text, folder, allowed)

    def environment(self, place: str | Path) -> dict[str, Any]:
        """What an environment has, whose files are read too."""
        text, folder, allowed = self._opened(place)
        try:
            document = _parsed(text) or {}
        except ValueError as error:
            raise InvalidRequestError(f"The environment is no YAML: {error}") from error
        if not isinstance(document, dict):
            raise InvalidRequestError(
                "An environment has sections: parameters, resource_registry and others."
            )
        self._resolve(_in_environment(document), folder, allowed)
        return document

    def _opened(self, place: str | Path) -> tuple[str, Path | None, Path | None]:
        if isinstance(place, Path):
            return _read(place).decode(), _folder(place), self._allowed or _folder(place)
        return place, self._allowed, self._allowed

    def _resolved(self, text: str, folder: Path | None, allowed: Path | None) -> str:
        try:
            document = _parsed(text)
        except ValueError:
            return text  # Heat says what is wrong with it, and where.
        is_changed = self._resolve(_in_template(document), folder, allowed)
        return json.dumps(document) if is_changed else text

    def _resolve(self, references: Iterator[_Reference], folder: Path | None, allowed: Path | None) -> bool:
        is_changed = False
        for holder, key, is_template in list(references):
            said = holder[key]
            holder[key] = self._name(said, folder, allowed, is_template)
            is_changed |= holder[key] != said
        return is_changed

    def _name(self, reference: str, folder: Path | None, allowed: Path | None, is_template: bool) -> str:
        if reference in self.files:
            return reference
        if "://" in reference:
            raise InvalidRequestError(
                f"{reference} is an address, and only files go with a template; fetch it and name the file."
            )
        if folder is None or allowed is None:
            return reference  # Of a text that is in no folder: Heat says that the file is missing.
        path = Path(folder, reference).resolve()
        if not path.is_relative_to(allowed):
            raise InvalidRequestError(
                f"The file {reference} is outside of the template's folder; files_from says what may be read."
            )
        name = Path(os.path.relpath(path, self._base or folder)).as_posix()
        if name not in self.files:
            content = _read(path)
            self.files[name] = ""  # It may name itself.
            self.files[name] = (
                self._resolved(content.decode(), path.parent, allowed) if is_template else _text(content)
            )
        return name


def _in_template(document: Any) -> Iterator[_Reference]:
    for holder, key, value in _strings(document):
        if key == "get_file":
            yield _Reference(holder, key, False)
        elif key == "type" and value.endswith(_TEMPLATES):
            yield _Reference(holder, key, True)


def _in_environment(document: Mapping[str, Any]) -> Iterator[_Reference]:
    for holder, key, value in _strings(document.get("resource_registry")):
        if value.endswith(_TEMPLATES):
            yield _Reference(holder, key, True)


def _strings(document: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    # What YAML's aliases repeat is one object, and is looked at once.
    seen: set[int] = set()
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict | list) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            yield from ((one, key, value) for key, value in one.items() if isinstance(value, str))
        waiting.extend(one.values() if isinstance(one, dict) else one)


def _parsed(text: str) -> Any:
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """Takes dates as text, as Heat does."""

    Loader.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)
    try:
        return yaml.load(text, Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        # Without the text around it, which may be a secret.
        raise ValueError(f"{getattr(error, 'problem', None) or 'it cannot be read'}{place}.") from None


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _folder(path: Path) -> Path:
    return path.resolve().parent


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror}.") from error


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return base64.b64encode(content).decode()  # As Heat's own client sends it.
