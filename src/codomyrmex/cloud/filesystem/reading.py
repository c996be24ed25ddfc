"""Reads objects: one, many at once, ranges of many."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from fsspec.callbacks import DEFAULT_CALLBACK
from fsspec.utils import isfilelike

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import Progress
from codomyrmex.cloud.common.storage.driver import ByteSink
from codomyrmex.cloud.common.storage.many import ReadItem, each
from codomyrmex.cloud.filesystem.expanding import ExpandMethods
from codomyrmex.cloud.filesystem.local import make_folder
from codomyrmex.cloud.filesystem.paths import CONNECTIONS, Path
from codomyrmex.validation import ValidationError, check_bucket_reference

Slice = tuple[Path, int | None, int | None]
"""A path, the first byte, and the byte behind the last."""
Outcome = TypeVar("Outcome", bound=bytes | CloudError)


class ReadMethods(ExpandMethods):
    """The methods that read."""

    def cat_file(
        self, path: Path, start: int | None = None, end: int | None = None, **_options: Any
    ) -> bytes:
        """The bytes of an object, or of a slice of them; a whole object is checked by its digest.

        Raises:
            NotFoundError: the object is not there.
            IntegrityError: what arrived is not what the store keeps.
        """
        bucket, key = self._object(path)
        if start is None and end is None:
            return self.client.get_object(bucket, key)
        if end is not None and (end < 0 or (start or 0) < 0):
            # A service counts from the end only where the range goes up to it.
            start, end, _ = slice(start, end).indices(self.client.get_metadata(bucket, key).size)
        if end is not None and end <= (start or 0):
            return b""
        return self.client.get_object(bucket, key, start=start, end=end)

    def cat(self, path: Any, recursive: bool = False, on_error: str = "raise", **range_: Any) -> Any:
        """The bytes of one object, or of many by name, read over several connections at once.

        Args:
            path: a path, a pattern, or a list of them.
            recursive: read everything below the paths.
            on_error: ``raise`` the first error, ``omit`` what cannot be read, or ``return`` errors as values.
            range_: ``start`` and ``end``, the same slice of each.
        """
        found = self._expand(path, recursive)
        names = [name for name, entry in found.items() if entry is None or entry["type"] == "file"]
        if not isinstance(path, list) and names == [self._strip_protocol(path)]:
            return self.cat_file(names[0], **range_)
        outcomes = self._same_slice(names, **range_) if range_ else self._whole(names)
        out: dict[str, bytes | CloudError] = {}
        for name, outcome in outcomes:
            if on_error == "raise" and isinstance(outcome, CloudError):
                raise outcome
            if on_error == "return" or isinstance(outcome, bytes):
                out[name] = outcome
        return {name: out[name] for name in names if name in out}

    def cat_ranges(
        self,
        paths: list[Path],
        starts: Any,
        ends: Any,
        max_gap: int | None = None,
        on_error: str = "return",
        **_options: Any,
    ) -> list[Any]:
        """A slice of each of several objects, read over several connections at once.

        Args:
            paths: the objects; one may be there several times.
            starts: the first byte of each, or of all.
            ends: the byte behind the last of each, or of all.
            max_gap: not supported: slices are read as they are asked for.
            on_error: ``return`` errors as values, or ``raise`` the first.
        """
        if max_gap is not None:
            raise InvalidRequestError("Slices are read as they are asked for; max_gap is not supported.")
        firsts = starts if isinstance(starts, list) else [starts] * len(paths)
        behinds = ends if isinstance(ends, list) else [ends] * len(paths)
        if not len(paths) == len(firsts) == len(behinds):
            raise InvalidRequestError("There must be as many starts and ends as there are paths.")
        out: list[Any] = [None] * len(paths)
        for place, outcome in self._slices(list(zip(paths, firsts, behinds, strict=True))):
            if on_error == "raise" and isinstance(outcome, CloudError):
                raise outcome
            out[place] = outcome
        return out

    def _same_slice(
        self, names: list[str], start: int | None = None, end: int | None = None
    ) -> Iterator[tuple[str, bytes | CloudError]]:
        for place, outcome in self._slices([(name, start, end) for name in names]):
            yield names[place], outcome

    def _slices(self, slices: list[Slice]) -> Iterator[tuple[int, bytes | CloudError]]:
        """Slices of objects, as they arrive, with their places in the list: in one loop of connections, but
        for those that count from the end, and whole objects, which are checked."""
        alone: list[int] = []
        by_bucket: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, (path, start, end) in enumerate(slices):
            if (start is None and end is None) or min(start or 0, end or 0) < 0:
                alone.append(place)
                continue
            try:
                bucket, key = self._readable(path)
            except CloudError as error:
                yield place, error
                continue
            if end is not None and end <= (start or 0):
                yield place, b""
            else:
                by_bucket[bucket].append((place, key))
        yield from each(lambda place: self.cat_file(*slices[place]), alone, CONNECTIONS)
        for bucket, found in by_bucket.items():
            for place, outcome in self._ranges(bucket, found, slices):
                yield place, self._named(outcome, self._strip_protocol(slices[place][0]))

    def _ranges(
        self, bucket: str, found: list[tuple[int, str]], slices: list[Slice]
    ) -> Iterator[tuple[int, bytes | CloudError]]:
        sinks: dict[int, ByteSink] = {}

        def items() -> Iterator[ReadItem]:
            for place, key in found:
                _, start, end = slices[place]
                first = start or 0
                sink = sinks[place] = ByteSink(0 if end is None else end - first)
                yield ReadItem(key, sink, first, end, place)

        for place, outcome in self.client._read_many(bucket, items(), CONNECTIONS):
            data = sinks.pop(place).data()
            yield place, outcome if isinstance(outcome, CloudError) else data

    def _whole(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | CloudError]]:
        """Whole objects in one loop of connections, as they arrive."""
        by_bucket: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in names:
            try:
                bucket, key = self._readable(name)
            except InvalidRequestError as refusal:
                yield name, refusal
            else:
                by_bucket[bucket].append((key, name))
        for bucket, items in by_bucket.items():
            for name, outcome in self.client._get_many(bucket, items, CONNECTIONS):
                yield name, self._named(outcome, name)

    def _readable(self, path: Path) -> tuple[str, str]:
        """The bucket and the key of an object that can be there.

        Raises:
            InvalidRequestError: none can be.
        """
        bucket, key = self._object(path)
        try:
            check_bucket_reference(bucket)
            self.client._check_key(key)
        except ValidationError as refusal:
            raise InvalidRequestError(str(refusal), provider=self.provider, resource=str(path)) from None
        return bucket, key

    def _named(self, outcome: Outcome, name: str) -> Outcome:
        if isinstance(outcome, CloudError):
            outcome.provider = outcome.provider or self.provider
            outcome.resource = outcome.resource or name
        return outcome

    def get_file(
        self,
        rpath: Path,
        lpath: Any,
        callback: Any = DEFAULT_CALLBACK,
        outfile: Any = None,
        **_options: Any,
    ) -> None:
        """Download an object into a file, whole and checked or not at all, or into an open file as it comes.

        A directory becomes an empty folder.

        Raises:
            NotFoundError: the object is not there.
            LocalFileError: the file cannot be written.
        """
        bucket, key = self._locate(rpath)
        target = lpath if outfile is None and isfilelike(lpath) else outfile
        if target is not None:
            for chunk in self.client.stream_object(bucket, key):
                target.write(chunk)
                callback.relative_update(len(chunk))
            return
        try:
            self._download(bucket, key, lpath, callback)
        except NotFoundError:
            if not self.isdir(rpath):
                raise
            make_folder(lpath)

    def _download(self, bucket: str, key: str, path: Path, callback: Any) -> None:
        if not key:
            raise NotFoundError(f"{bucket} is a bucket.")
        make_folder(os.path.dirname(os.path.abspath(path)))
        self.client.download_file(bucket, key, path, progress=progress_of(callback))

    def sign(self, path: Path, expiration: int = 100, method: str = "GET", **_options: Any) -> str:
        """A URL with which anyone can read an object for ``expiration`` seconds, or with ``PUT`` write it.

        Raises:
            NotSupportedError: the store signs no URLs.
        """
        bucket, key = self._object(path)
        return self.client.generate_presigned_url(bucket, key, method=method, expires_in=expiration)


def progress_of(callback: Any) -> Progress | None:
    """What tells an fsspec callback how a transfer goes; ``None`` where nobody listens."""
    if callback is DEFAULT_CALLBACK:
        return None

    def tell(done: int, total: int | None) -> None:
        if total is not None and callback.size != total:
            callback.set_size(total)
        callback.absolute_update(done)

    return tell
