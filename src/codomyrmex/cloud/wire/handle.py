"""Sets a libcurl handle up for one attempt of an exchange, and reads the attempt's end off it."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pycurl

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, LocalFileError
from codomyrmex.cloud.wire.faults import error_of_curl
from codomyrmex.cloud.wire.message import Response, status_of

if TYPE_CHECKING:
    from codomyrmex.cloud.wire.connection import ConnectionOptions
    from codomyrmex.cloud.wire.exchange import Exchange

_RECEIVE_BUFFER = 256 * 1024
_SEND_BUFFER = 512 * 1024
_NO_INTERRUPT = 0


class Attempt:
    """One attempt of an exchange on one handle.

    libcurl prints and swallows what a callback raises, so callbacks keep it here and it is raised afterwards.
    """

    __slots__ = ("_body", "_handle", "_lines", "_raised", "_sent", "_started", "_to_sink", "_url", "_waited", "exchange")

    def __init__(
        self, handle: pycurl.Curl, exchange: Exchange[Any], options: ConnectionOptions, *, let_signals_in: bool
    ) -> None:
        self.exchange = exchange
        self._handle = handle
        self._lines: list[bytes] = []
        self._body: list[bytes] = []
        self._raised: BaseException | None = None
        self._to_sink: bool | None = None
        self._sent = 0
        self._started = time.monotonic()
        left = exchange.attempts.begin()
        self._waited = min(options.stall_timeout, max(left, 0.0))
        request = exchange.request()
        self._url = request.url
        handle.reset()
        self._set_connection(options)
        self._set_request(request.method, request.headers, request.body)
        self._set_response()
        self._set_progress(let_signals_in)

    def _set_connection(self, options: ConnectionOptions) -> None:
        set_option = self._handle.setopt
        set_option(pycurl.NOSIGNAL, 1)
        set_option(pycurl.PATH_AS_IS, 1)
        set_option(pycurl.TCP_NODELAY, 1)
        set_option(pycurl.BUFFERSIZE, _RECEIVE_BUFFER)
        set_option(pycurl.USERAGENT, options.user_agent)
        set_option(pycurl.CONNECTTIMEOUT_MS, max(1, int(min(options.connect_timeout, self._waited) * 1000)))
        set_option(pycurl.LOW_SPEED_LIMIT, 1)
        set_option(pycurl.LOW_SPEED_TIME, max(1, math.ceil(self._waited)))
        if options.proxy is not None:
            set_option(pycurl.PROXY, options.proxy)
        if self._url.startswith("https:"):
            set_option(pycurl.CAINFO, options.trusted_authorities)
            if not options.verify:
                set_option(pycurl.SSL_VERIFYPEER, 0)
                set_option(pycurl.SSL_VERIFYHOST, 0)

    def _set_request(self, method: str, headers: list[str], body: bytes | memoryview | FileRegion | None) -> None:
        set_option = self._handle.setopt
        set_option(pycurl.URL, self._url)
        if body is None:
            if method == "HEAD":
                set_option(pycurl.NOBODY, 1)
            elif method in ("PUT", "POST"):
                set_option(pycurl.POSTFIELDS, b"")
                set_option(pycurl.CUSTOMREQUEST, method)
            elif method != "GET":
                set_option(pycurl.CUSTOMREQUEST, method)
        elif isinstance(body, FileRegion):
            self._set_file_body(body)
            set_option(pycurl.CUSTOMREQUEST, method)
        else:
            set_option(pycurl.POSTFIELDS, body if isinstance(body, bytes) else bytes(body))
            set_option(pycurl.CUSTOMREQUEST, method)
        # "Expect:" with nothing behind it keeps libcurl from waiting for a 100 that many servers never send.
        set_option(pycurl.HTTPHEADER, [*headers, "Expect:"])

    def _set_file_body(self, region: FileRegion) -> None:
        set_option = self._handle.setopt

        def read(size: int) -> bytes | int:
            try:
                block = region.read_at(self._sent, size)
                if not block and self._sent < len(region):
                    raise LocalFileError("The file became shorter while it was being read.")
            except BaseException as error:
                return self._keep(error, pycurl.READFUNC_ABORT)
            self._sent += len(block)
            return block

        def seek(offset: int, _origin: int) -> int:
            self._sent = offset
            return pycurl.SEEKFUNC_OK

        set_option(pycurl.UPLOAD, 1)
        set_option(pycurl.UPLOAD_BUFFERSIZE, _SEND_BUFFER)
        set_option(pycurl.INFILESIZE_LARGE, len(region))
        set_option(pycurl.READFUNCTION, read)
        set_option(pycurl.SEEKFUNCTION, seek)

    def _set_response(self) -> None:
        set_option = self._handle.setopt
        set_option(pycurl.HEADERFUNCTION, self._lines.append)
        exchange = self.exchange
        if exchange.limit is not None:
            set_option(pycurl.MAXFILESIZE_LARGE, max(exchange.limit, _RECEIVE_BUFFER))
        if exchange.sink is None:
            set_option(pycurl.WRITEFUNCTION, self._body.append)
            return
        exchange.sink.restart()
        set_option(pycurl.WRITEFUNCTION, self._write_to_sink)

    def _write_to_sink(self, chunk: bytes) -> int | None:
        sink = self.exchange.sink
        try:
            if self._to_sink is None:
                self._to_sink = status_of(self._lines) in self.exchange.ok
            if sink is not None and self._to_sink:
                sink.write(chunk)
            else:
                self._body.append(chunk)
        except BaseException as error:
            return self._keep(error, -1)
        return None

    def _set_progress(self, let_signals_in: bool) -> None:
        watch = self.exchange.watch
        if watch is None:
            # A signal is delivered when the main thread runs Python code: this callback is where it does.
            if let_signals_in and threading.current_thread() is threading.main_thread():
                self._handle.setopt(pycurl.NOPROGRESS, 0)
                self._handle.setopt(pycurl.XFERINFOFUNCTION, _let_signals_in)
            return

        def progress(_down_total: int, down: int, _up_total: int, up: int) -> int:
            try:
                watch(up, down)
            except BaseException as error:
                return self._keep(error, 1)
            return _NO_INTERRUPT

        self._handle.setopt(pycurl.NOPROGRESS, 0)
        self._handle.setopt(pycurl.XFERINFOFUNCTION, progress)

    def _keep(self, error: BaseException, answer: int) -> int:
        self._raised = error
        return answer

    def finish(self) -> float | None:
        """The transfer is complete: settle the exchange."""
        self._raise_kept()
        status = self._handle.getinfo(pycurl.RESPONSE_CODE)
        return self.exchange.settle(Response(status, self._lines, b"".join(self._body)))

    def fail(self, code: int, text: str) -> float | None:
        """The transfer broke: settle the exchange.

        Raises:
            BaseException: whatever a callback raised.
        """
        self._raise_kept()
        if self._handle.getinfo(pycurl.SIZE_DOWNLOAD_T) or self._handle.getinfo(pycurl.SIZE_UPLOAD_T):
            self.exchange.attempts.extend(time.monotonic() - self._started)
        error: CloudError
        if code == pycurl.E_FILESIZE_EXCEEDED:
            error = InvalidRequestError(f"The answer is larger than the limit of {self.exchange.limit} bytes.")
        else:
            error = error_of_curl(code, text, urlsplit(self._url).netloc, self._waited)
        return self.exchange.settle_error(error)

    def _raise_kept(self) -> None:
        if self._raised is None:
            return
        raised, self._raised = self._raised, None
        raise raised


def _let_signals_in(*_: int) -> int:
    return _NO_INTERRUPT
