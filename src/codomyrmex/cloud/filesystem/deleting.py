"""Deletes objects and trees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.filesystem.paths import Path
from codomyrmex.cloud.filesystem.writing import WriteMethods


class DeleteMethods(WriteMethods):
    """The methods that delete."""

    def rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Delete objects, in as few requests as the store allows.

        Args:
            path: a path, a pattern, or a list of them. A path that is not there is no error, as on every
                service, unless ``recursive`` is set.
            recursive: with everything below.
            maxdepth: levels to go down.

        Raises:
            NotFoundError: a pattern matches nothing, or there is nothing at a path whose tree is to go.
            CloudError: the first object that could not be deleted.
        """
        if not recursive or maxdepth is not None:
            found = self._expand(path, recursive, maxdepth)
            files = (name for name, entry in found.items() if entry is None or entry["type"] == "file")
            self._delete_objects(self._object(name) for name in files)
            return
        for name in self._expand(path, False):
            self._delete_tree(name)

    def rm_file(self, path: Path) -> None:
        """Delete one object; one that is not there is no error."""
        self._delete_objects([self._object(path)])

    def _delete_objects(self, objects: Iterable[tuple[str, str]]) -> None:
        keys: dict[str, list[str]] = defaultdict(list)
        for bucket, key in objects:
            keys[bucket].append(key)
        for bucket, doomed in keys.items():
            report = self.client.delete_objects(bucket, doomed)
            self.invalidate_cache()
            report.raise_on_failure()

    def _delete_tree(self, path: str) -> None:
        bucket, key = self._locate(path)
        if not bucket:
            raise InvalidRequestError("All buckets at once are not deleted; name one.")
        listing = self.client.list_objects(bucket, f"{key}/" if key else "")
        report = self.client.delete_objects(bucket, (info.key for info in listing))
        self.invalidate_cache()
        report.raise_on_failure()
        if not key:
            self._end_of_bucket(bucket)
        elif self.client.object_exists(bucket, key):
            self.client.delete_object(bucket, key)
        elif not report.deleted:
            raise NotFoundError(f"There is nothing at {path}.")

    def _end_of_bucket(self, bucket: str) -> None:
        """What becomes of a bucket whose tree was deleted."""
