"""A bucket in memory: its objects in the order of their keys, and their versions where it keeps them."""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from codomyrmex.cloud.common.errors import NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion, PutOptions

NULL = "null"
"""The id of what was written while the bucket kept no versions, as S3 has it."""


@dataclass(frozen=True, slots=True)
class Version:
    """An object's bytes and all that is known of them, or a delete marker.

    Attributes:
        info: its ``version`` is ``None`` for what was written before the bucket kept versions.
        data: its bytes; ``None`` for a delete marker.
        tags: the object's tags.
    """

    info: ObjectInfo
    data: bytes | None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What it is called by users."""
        return self.info.version or NULL


class MemoryBucket:
    """Objects by key. Only who holds the client's lock changes it.

    Attributes:
        name: its name.
        keeps_versions: whether it does now; ``None`` if it never did.
        objects: the newest version of each object that is not deleted.
        order: their keys. Code points sort as their UTF-8 does, so the order of S3 is that of strings.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.keeps_versions: bool | None = None
        self.objects: dict[str, Version] = {}
        self.order: list[str] = []
        # All that there is of a key, from old to new, wherever that is more than the object itself.
        self._histories: dict[str, list[Version]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it, neither objects nor versions nor delete markers."""
        return not self.objects and not self._histories

    def get(self, key: str, version: str | None = None) -> Version:
        """An object, or one of its versions.

        Raises:
            NotFoundError: it is not there, or is a delete marker.
        """
        if version is None:
            found = self.objects.get(key)
        else:
            found = next((one for one in self.history(key) if one.id == version), None)
        if found is None:
            what = f"{self.name}/{key}"
            raise NotFoundError(
                f"{what} is not there." if version is None else f"{what} has no version {version}."
            )
        if found.data is None:
            raise NotFoundError(f"The version {version} of {self.name}/{key} is a delete marker.")
        return found

    def history(self, key: str) -> list[Version]:
        """All versions and delete markers of a key, from old to new."""
        there = self.objects.get(key)
        return self._histories.get(key) or ([there] if there is not None else [])

    def check(self, key: str, options: PutOptions) -> None:
        """Find out whether an object may be stored.

        Raises:
            PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
        """
        there = self.objects.get(key)
        if options.if_absent and there is not None:
            raise PreconditionFailedError(f"{self.name}/{key} is there already.")
        if options.if_match is not None and (there is None or there.info.etag != options.if_match):
            raise PreconditionFailedError(f"{self.name}/{key} has not the ETag {options.if_match}.")

    def put(self, key: str, new: Version) -> ObjectInfo:
        """Store an object, and give it an id where versions are kept."""
        return self._append(key, new).info

    def change(self, key: str, changed: Version) -> None:
        """Replace the newest version by one of the same id."""
        self.objects[key] = changed
        if key in self._histories:
            self._histories[key][-1] = changed

    def delete(self, key: str) -> None:
        """Delete an object; where versions are kept, hide it behind a delete marker."""
        if self.keeps_versions is None:
            self._show(key, [])
        else:
            self._append(key, Version(ObjectInfo(self.name, key, 0, datetime.now(UTC)), None))

    def delete_version(self, key: str, version: str) -> None:
        """Remove a version for good. One that is not there needs no removing."""
        self._show(key, [one for one in self.history(key) if one.id != version])

    def clear(self) -> None:
        """Remove all objects with all their versions, and leave no delete markers."""
        self.objects.clear()
        self.order.clear()
        self._histories.clear()

    def versions(self, prefix: str) -> Iterator[ObjectVersion]:
        """Every version and delete marker below a prefix; the newest of each key first."""
        for key in sorted({*self.objects, *self._histories}):
            if key.startswith(prefix):
                history = self.history(key)
                for one in reversed(history):
                    info = one.info
                    yield ObjectVersion(
                        self.name,
                        key,
                        one.id,
                        one is history[-1],
                        one.data is None,
                        info.size,
                        info.last_modified,
                        info.etag,
                    )

    def _append(self, key: str, new: Version) -> Version:
        if self.keeps_versions is None:
            self._show(key, [new])
            return new
        history = self.history(key)
        new = replace(new, info=replace(new.info, version=self._next_id(history)))
        self._show(key, [*(one for one in history if one.id != new.id), new])
        return new

    def _next_id(self, history: list[Version]) -> str:
        if not self.keeps_versions:
            return NULL
        last = max((int(one.id, 16) for one in history if one.id != NULL), default=0)
        return f"{max(time.time_ns(), last + 1):016x}"

    def _show(self, key: str, history: list[Version]) -> None:
        """Let a key have these versions."""
        was_there = key in self.objects
        is_there = bool(history) and history[-1].data is not None
        if is_there:
            self.objects[key] = history[-1]
            if not was_there:
                insort(self.order, key)
        elif was_there:
            del self.objects[key]
            del self.order[bisect_left(self.order, key)]
        if self.keeps_versions is None or not history:
            self._histories.pop(key, None)
        else:
            self._histories[key] = history
