"""The YAML file: what a deployment keeps in its repository, and therefore no secrets."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.config_management import SecretReference
from codomyrmex.config_management.references import FORMS

_WHAT = "The file that AEGIS_CONFIG names"
_PATHS = ("MODEL_SIGNATURE_POLICY", "OBJECT_STORE_ROOT")


def read_yaml(file: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The settings of the file, each as the text that stands there; a null is not set.

    A relative path starts at the file, so that it means the same from every folder.

    Args:
        file: the file.
        names: the settings there are.

    Raises:
        ConfigurationError: it cannot be read, is no mapping of settings to plain values, has a key that is no
            setting or is there twice, or holds a secret where a reference belongs.
        MissingDependencyError: PyYAML is not installed.
    """
    values: dict[str, str] = {}
    for key, node in _entries(_text(file)):
        if key not in names:
            raise ConfigurationError(f"{_WHAT} has the unknown key {key!r}{_suggestion(key, names)}")
        if key in values:
            raise ConfigurationError(f"{_WHAT} has {key} twice.")
        if not isinstance(node.value, str):
            raise ConfigurationError(
                f"{key} in the file of AEGIS_CONFIG must be a plain value, no list or map."
            )
        if node.tag != "tag:yaml.org,2002:null":
            values[key] = _from(file.parent, node.value) if key in _PATHS else node.value
    for key, value in values.items():
        if not _may_be_in_a_file(key, value):
            raise ConfigurationError(
                f"{key} must not be in the file that AEGIS_CONFIG names; write where it is: {FORMS}."
            )
    return {key: value for key, value in values.items() if value}


def _text(file: Path) -> str:
    try:
        return file.expanduser().read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{_WHAT} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{_WHAT} is not UTF-8 text.") from None
    except (RuntimeError, ValueError):
        # A home folder that nobody has, or a NUL character.
        raise ConfigurationError("AEGIS_CONFIG must be the path of a file.") from None


def _entries(text: str) -> list[tuple[str, Any]]:
    """Keys and nodes: a node has the text as it is written, where a loader would make 83 of 0123."""
    if find_spec("yaml") is None:
        raise MissingDependencyError(
            "AEGIS_CONFIG needs PyYAML. Install it with: pip install 'codomyrmex-cloud[aegis]'"
        )
    import yaml

    try:
        document = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        # The parser's own message quotes the line, in which there may be a secret.
        mark = getattr(error, "problem_mark", None)
        where = f" (at line {mark.line + 1})" if mark is not None else ""
        raise ConfigurationError(f"{_WHAT} is not valid YAML{where}.") from None
    if document is None or document.tag == "tag:yaml.org,2002:null":
        return []
    if not isinstance(document, yaml.MappingNode):
        raise ConfigurationError(f"{_WHAT} must hold NAME: value, one setting a line.")
    if not all(isinstance(key, yaml.ScalarNode) for key, _ in document.value):
        raise ConfigurationError(f"{_WHAT} has a key that is no name.")
    return [(key.value, node) for key, node in document.value]


def _may_be_in_a_file(key: str, value: str) -> bool:
    if key not in ("DATABASE_URL", "OBJECT_STORE_SECRET_KEY") or SecretReference.parse(value) is not None:
        return True
    # An address that names nobody is no secret.
    return key == "DATABASE_URL" and "@" not in value and "?" not in value


def _from(folder: Path, path: str) -> str:
    # A home folder is put in later, where other places are checked, too.
    return path if path.startswith("~") or not path else str(folder.expanduser() / path)


def _suggestion(key: str, names: tuple[str, ...]) -> str:
    nearest = get_close_matches(key.upper(), names, n=1)
    return f"; did you mean {nearest[0]}?" if nearest else f"; known are {', '.join(names)}."
