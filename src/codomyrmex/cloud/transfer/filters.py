"""Which files of a tree are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate


def name_filter(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool] | None:
    """A test for relative names; ``None`` when every name passes.

    A pattern (``*``, ``?``, ``[…]``, where ``*`` also matches ``/``) without a slash is held against the last
    component, one with a slash against the whole relative name. A name passes when it matches some
    ``include``, or there is none, and no ``exclude``.
    """
    if not include and not exclude:
        return None
    included, excluded = _any_of(include), _any_of(exclude)

    def passes(name: str) -> bool:
        return (included is None or included(name)) and not (excluded is not None and excluded(name))

    return passes


def _any_of(patterns: Sequence[str]) -> Callable[[str], bool] | None:
    if not patterns:
        return None
    whole = [re.compile(translate(pattern.lstrip("/"))).match for pattern in patterns if "/" in pattern]
    last = [re.compile(translate(pattern)).match for pattern in patterns if "/" not in pattern]

    def matches(name: str) -> bool:
        base = name.rpartition("/")[2]
        return any(match(base) for match in last) or any(match(name) for match in whole)

    return matches
