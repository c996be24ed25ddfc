"""Pages as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.pages import Pages
from codomyrmex.cloud.common.errors import CloudError, ServiceUnavailableError
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.protocols.rest import RestService
from codomyrmex.cloud.wire import Exchange, Request, Response
from codomyrmex.cloud.wire.addresses import is_loopback

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import Sink

_OK = frozenset({200})
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES = 5

_WAIT: Wait[models.PageContentExportStatusResponse] = Wait(
    noun="export",
    wanted="complete",
    state=lambda export: export.status,
    reached=lambda export: export.download_link is not None,
    failed=lambda export: export.error is not None or export.status == "failed",
    reason=lambda export: export.error,
)


class PageExport(Pages):
    """Exports pages."""

    @operation("export_page")
    def export_page(
        self,
        doc: Ref,
        page: Ref,
        file_path: str | os.PathLike[str],
        *,
        output_format: Literal["html", "markdown"] = "markdown",
        timeout: float = 120.0,
    ) -> Path:
        """Save what is on a page. The file appears whole or not at all.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            file_path: the file to write; one that is there is replaced.
            output_format: how it is written.
            timeout: seconds to wait for Coda at most.

        Returns:
            The path of the file.

        Raises:
            CodaNotFoundError: the page is not there.
            ConflictError: Coda failed to export it.
            OperationTimeoutError: it was not exported in time.
            LocalFileError: the file cannot be written.

        https://coda.io/developers/apis/v1#operation/beginPageContentExport
        """
        # All of storage comes with it, which other users of this client do without.
        from codomyrmex.cloud.common.storage.localfile import FileSink, FileTarget

        path = Path(file_path)
        with FileTarget(path) as target:
            sink = FileSink(target, 0)
            self._export(doc, page, output_format, timeout, sink)
            # A redirection or an attempt that broke may have written more.
            os.ftruncate(target.descriptor, sink.size)
            target.commit()
        return path

    @operation("read_page")
    def read_page(
        self,
        doc: Ref,
        page: Ref,
        *,
        output_format: Literal["html", "markdown"] = "markdown",
        timeout: float = 120.0,
    ) -> bytes:
        """What is on a page, in memory.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            output_format: how it is written.
            timeout: seconds to wait for Coda at most.

        Returns:
            The page in UTF-8.

        Raises:
            CodaNotFoundError: the page is not there.
            ConflictError: Coda failed to export it.
            OperationTimeoutError: it was not exported in time.

        https://coda.io/developers/apis/v1#operation/beginPageContentExport
        """
        from codomyrmex.cloud.common.storage.driver import ByteSink

        sink = ByteSink()
        self._export(doc, page, output_format, timeout, sink)
        return sink.data()

    def _export(
        self, doc: Ref, page: Ref, output_format: Literal["html", "markdown"], timeout: float, sink: Sink
    ) -> None:
        export = self.begin_page_content_export(doc, page, output_format=output_format)
        done = wait_until(
            lambda: self.get_page_content_export_status(doc, page, export),
            _WAIT,
            timeout=timeout,
            first_pause=0.25,
            longest_pause=4.0,
        )
        _download(self._rest, str(done.download_link), sink)


def _download(service: RestService, link: str, sink: Sink) -> None:
    """Fetch what a link of Coda's leads to, without the token: the link carries its own signature."""
    for _ in range(_MOST_MOVES):
        place = _fetch(service, _checked(link), sink)
        if place is None:
            return
        link = urljoin(link, place)
    raise ServiceUnavailableError("The link to the export leads on and on.", retryable=False)


def _fetch(service: RestService, url: str, sink: Sink) -> str | None:
    exchange = Exchange(
        service, lambda: Request("GET", url), _place, ok=_OK | _MOVED, resource="the export", sink=sink
    )
    return service.transport.send(exchange)


def _place(response: Response) -> str | None:
    """Where a redirection leads; ``None`` of an answer that is none."""
    return response.headers["location"] if response.status in _MOVED else None


def _checked(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError as error:
        raise CloudError("Coda names a link to the export that is none.") from error
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return link
    raise CloudError(
        "Coda names a link to the export that would be fetched in the clear; it is not followed."
    )
