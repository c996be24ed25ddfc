"""``.env``: what a developer's machine has instead of a deployment's environment."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from codomyrmex.cloud.common.errors import ConfigurationError


def read_dotenv(file: Path, names: tuple[str, ...]) -> dict[str, str]:
    """All variables of the file; none where there is no file.

    A value is taken as it is written. ``${…}`` is not replaced, and in a setting it is refused unless single
    quotes say that it is meant.

    Args:
        file: where it would be.
        names: the settings there are.

    Raises:
        ConfigurationError: the file cannot be read, or a line is not ``NAME=value``.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        # Some keep a virtual environment in a folder of this name.
        return {}
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file} is not UTF-8 text.") from None
    found = {}
    for line in parse_stream(StringIO(text)):
        if line.error or (line.key is not None and line.value is None):
            raise ConfigurationError(
                f"Line {_number(line)} of {file} is not NAME=value with its quotes closed; complete the line."
            )
        if line.key is not None and line.value is not None:
            if line.key in names and _is_template(line):
                raise ConfigurationError(
                    f"{line.key} in {file} holds ${{…}}, which is not replaced; write out the value, "
                    "or put it in single quotes where it is meant so."
                )
            found[line.key] = line.value
    return found


def _is_template(line: Binding) -> bool:
    quoted = re.match(r"[^=]*=\s*'", line.original.string) is not None
    return not quoted and "${" in (line.value or "")


def _number(line: Binding) -> int:
    # Blank lines before a statement belong to it.
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")
