"""Names and addresses of models: ``aegis://chat/3``, ``aegis://chat/production``."""

from __future__ import annotations

import re

from aegis_multimodal_ai_system.model_registry.catalogue.tables import NAME_LENGTH
from aegis_multimodal_ai_system.model_registry.catalogue.values import SCHEME, Stage
from codomyrmex.cloud.common.errors import InvalidRequestError

_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{NAME_LENGTH - 1}}}")
_VERSION = re.compile(r"[1-9][0-9]{0,8}")


def check_name(name: str) -> str:
    """A model's name, which is part of keys and addresses.

    Args:
        name: the name.

    Raises:
        InvalidRequestError: it has other characters than letters, digits, ``.``, ``_`` and ``-``.
    """
    if not _NAME.fullmatch(name):
        raise InvalidRequestError(
            f"A model's name has at most {NAME_LENGTH} letters, digits, '.', '_' and '-'; {name!r} is none."
        )
    return name


def parse_uri(uri: str) -> tuple[str, int | Stage]:
    """The name and the version, or the stage, that an address has.

    Args:
        uri: ``aegis://NAME/VERSION``, ``aegis://NAME/staging`` or ``aegis://NAME/production``.

    Raises:
        InvalidRequestError: it is something else.
    """
    name, _, which = uri.removeprefix(SCHEME).partition("/")
    if uri.startswith(SCHEME) and _NAME.fullmatch(name):
        if _VERSION.fullmatch(which):
            return name, int(which)
        if which in (Stage.STAGING, Stage.PRODUCTION):
            return name, Stage(which)
    raise InvalidRequestError(f"{uri!r} is not aegis://NAME/VERSION, aegis://NAME/staging or …/production.")
