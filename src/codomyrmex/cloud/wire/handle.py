"""A libcurl handle: set up for one attempt of an exchange, and asked how the attempt ended."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pycurl

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, LocalFileError
from codomyrmex.cloud.wire.faults import error_of_curl
from codomyrmex.cloud.wire.message import Request, Response, status_of

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.wire.connection import ConnectionOptions
    from codomyrmex.cloud.wire.exchange import Exchange

_RECEIVE_BUFFER = 256 * 1024
_SEND_BUFFER = 512 * 1024
# A longer body is let go of when it is sent, not when the next one takes its place.
_KEPT_BODY = 64 * 1024
_GO_ON = 0
_ABORT = 1
# What libcurl adds to a request with a body unless told not to: a wait for a 100 that many servers never
# send, and the media type of a web form.
_NO_DEFAULTS = ["Expect:", "Content-Type:"]


class Handle:
    """A libcurl handle with its connection, for one attempt after the other.

    What is the same for a small request as for the one before it is not set again. libcurl prints and
    swallows what a callback raises, so callbacks keep it here and it is raised afterwards.

    Attributes:
        curl: libcurl's own.
        exchange: what is under way.
    """

    __slots__ = (
        "_body", "_lines", "_moved", "_moved_at", "_options", "_patience", "_raised", "_read_from",
        "_requests", "_shape", "_stalled", "_started", "_to_sink", "_url", "_watch", "curl",
        "exchange",
    )  # fmt: skip

    exchange: Exchange[Any]

    def __init__(self, options: ConnectionOptions) -> None:
        # Not a subclass: pycurl looks its attributes up in a way of its own, which is slow.
        self.curl = pycurl.Curl()
        self._options = options
        self._shape: tuple[object, ...] | None = None

    def begin(self, exchange: Exchange[Any]) -> None:
        """Set up for an attempt.

        Raises:
            CloudError: the request cannot be made: there are no credentials, say.
        """
        self._lines: list[bytes] = []
        self._body: list[bytes] = []
        self._raised: BaseException | None = None
        self._to_sink: bool | None = None
        self._read_from = self._moved = self._requests = 0
        self._stalled = False
        self._started = self._moved_at = time.monotonic()
        self._patience = min(self._options.stall_timeout, max(exchange.attempts.begin(), 0.0))
        request = exchange.request()
        self.exchange = exchange
        self._watch = exchange.watch
        self._url = request.url
        body = request.body
        special = exchange.sink is not None or exchange.limit is not None or isinstance(body, FileRegion)
        shape = (request.method, body is None, self._patience, self._url.startswith("https:"))
        if special or shape != self._shape:
            self._shape = None
            self.curl.reset()
            self._set_connection()
            self._set_method(request.method, body)
            if not special:
                self._shape = shape
        self._set_request(request, body)
        self._set_response(exchange)

    def _set_connection(self) -> None:
        set_option = self.curl.setopt
        options = self._options
        patience = self._patience
        set_option(pycurl.NOSIGNAL, 1)
        set_option(pycurl.PATH_AS_IS, 1)
        set_option(pycurl.BUFFERSIZE, _RECEIVE_BUFFER)
        set_option(pycurl.USERAGENT, options.user_agent)
        set_option(pycurl.CONNECTTIMEOUT_MS, max(1, int(min(options.connect_timeout, patience) * 1000)))
        # libcurl's own watch over slowness averages over several seconds and would notice a stall too late,
        # but it makes libcurl call the progress function each second, which does in time, and lets signals
        # in.
        set_option(pycurl.LOW_SPEED_LIMIT, 1)
        set_option(pycurl.LOW_SPEED_TIME, max(1, math.ceil(patience)))
        set_option(pycurl.NOPROGRESS, 0)
        set_option(pycurl.XFERINFOFUNCTION, self._on_progress)
        set_option(pycurl.PREREQFUNCTION, self._on_request)
        if options.compressed:
            set_option(pycurl.ACCEPT_ENCODING, "")
        if options.proxy is not None:
            set_option(pycurl.PROXY, options.proxy)
        if self._url.startswith("https:"):
            set_option(pycurl.CAINFO, options.trusted_authorities)
            if not options.verify:
                set_option(pycurl.SSL_VERIFYPEER, 0)
                set_option(pycurl.SSL_VERIFYHOST, 0)

    def _set_method(self, method: str, body: Body | None) -> None:
        set_option = self.curl.setopt
        if method == "HEAD":
            set_option(pycurl.NOBODY, 1)
        elif method != "GET" or body is not None:
            set_option(pycurl.CUSTOMREQUEST, method)

    def _set_request(self, request: Request, body: Body | None) -> None:
        set_option = self.curl.setopt
        set_option(pycurl.URL, self._url)
        if body is None and request.method in ("GET", "HEAD", "DELETE"):
            set_option(pycurl.HTTPHEADER, request.headers)
            return
        set_option(pycurl.HTTPHEADER, request.headers + _NO_DEFAULTS)
        if isinstance(body, FileRegion):
            self._set_file_body(body)
        else:
            set_option(pycurl.POSTFIELDS, body if isinstance(body, bytes) else bytes(body or b""))
            if body is not None and len(body) > _KEPT_BODY:
                set_option(pycurl.UPLOAD_BUFFERSIZE, _SEND_BUFFER)
                self._shape = None

    def _set_file_body(self, region: FileRegion) -> None:
        set_option = self.curl.setopt

        def read(size: int) -> bytes | int:
            try:
                block = region.read_at(self._read_from, size)
                if not block and self._read_from < len(region):
                    raise LocalFileError("The file became shorter while it was being read.")
            except BaseException as error:  # noqa: BLE001 - raised again when the attempt ends
                return self._keep(error, pycurl.READFUNC_ABORT)
            self._read_from += len(block)
            return block

        def seek(offset: int, _origin: int) -> int:
            self._read_from = offset
            return pycurl.SEEKFUNC_OK

        set_option(pycurl.UPLOAD, 1)
        set_option(pycurl.UPLOAD_BUFFERSIZE, _SEND_BUFFER)
        set_option(pycurl.INFILESIZE_LARGE, len(region))
        set_option(pycurl.READFUNCTION, read)
        set_option(pycurl.SEEKFUNCTION, seek)

    def _set_response(self, exchange: Exchange[Any]) -> None:
        set_option = self.curl.setopt
        set_option(pycurl.HEADERFUNCTION, self._lines.append)
        if exchange.limit is not None:
            # An error's explanation may be longer than the success that was asked for.
            set_option(pycurl.MAXFILESIZE_LARGE, max(exchange.limit, _RECEIVE_BUFFER))
        if exchange.sink is None:
            set_option(pycurl.WRITEFUNCTION, self._body.append)
            return
        exchange.sink.restart()
        set_option(pycurl.WRITEFUNCTION, self._write_to_sink)

    def _write_to_sink(self, chunk: bytes) -> int | None:
        exchange = self.exchange
        try:
            if self._to_sink is None:
                self._to_sink = status_of(self._lines) in exchange.ok
            if exchange.sink is not None and self._to_sink:
                exchange.sink.write(chunk)
            else:
                self._body.append(chunk)
        except BaseException as error:  # noqa: BLE001 - raised again when the attempt ends
            return self._keep(error, -1)
        return None

    def _on_request(self, *_addresses: object) -> int:
        # When a connection that was used before ends without an answer, libcurl sends the request again by
        # itself. It may have been acted upon: that is for the exchange to decide, and to know.
        self._requests += 1
        return pycurl.PREREQFUNC_OK if self._requests == 1 else pycurl.PREREQFUNC_ABORT

    def _on_progress(self, _to_receive: int, received: int, _to_send: int, sent: int) -> int:
        # The interpreter delivers signals when Python code runs in the main thread: this is where Ctrl-C
        # comes in.
        try:
            moved = received + sent
            if moved != self._moved:
                self._moved = moved
                self._moved_at = time.monotonic()
            elif time.monotonic() - self._moved_at > self._patience:
                self._stalled = True
                return _ABORT
            if self._watch is not None:
                self._watch(sent, received)
        except BaseException as error:  # noqa: BLE001 - raised again when the attempt ends
            return self._keep(error, _ABORT)
        return _GO_ON

    def _keep(self, error: BaseException, answer: int) -> int:
        self._raised = error
        return answer

    def finish(self) -> float | None:
        """The transfer is complete: settle the exchange; what `Exchange.settle` returns.

        Raises:
            BaseException: whatever a callback raised.
        """
        self._raise_kept()
        response = Response(self.curl.getinfo(pycurl.RESPONSE_CODE), self._lines, b"".join(self._body))
        return self._let_go().settle(response)

    def fail(self, code: int, text: str) -> float | None:
        """The transfer broke: settle the exchange; what `Exchange.settle_error` returns.

        Raises:
            BaseException: whatever a callback raised.
        """
        self._raise_kept()
        self._shape = None
        exchange = self._let_go()
        exchange.attempts.extend(self._moved_at - self._started)
        error: CloudError
        if code == pycurl.E_FILESIZE_EXCEEDED:
            error = InvalidRequestError(f"The answer is larger than the limit of {exchange.limit} bytes.")
        else:
            if self._stalled:
                code = pycurl.E_OPERATION_TIMEDOUT
            elif self._requests > 1:
                text = "it ended without an answer"
            error = error_of_curl(code, text, urlsplit(self._url).netloc, time.monotonic() - self._moved_at)
        error.__cause__ = pycurl.error(code, text)
        return exchange.settle_error(error)

    def _let_go(self) -> Exchange[Any]:
        # An idle handle keeps nobody's data.
        exchange = self.exchange
        del self.exchange
        self._watch = None
        self._body.clear()
        if self._shape is None:
            self.curl.reset()
        return exchange

    def _raise_kept(self) -> None:
        if self._raised is None:
            return
        raised, self._raised = self._raised, None
        raise raised
