"""The server: ``python -m tests.servers.gcs_emulator FOLDER``.

The folder has the account's public key (``public.pem``) and gets the port (``port``).
"""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from tests.servers.gcs_emulator.access import Access
from tests.servers.gcs_emulator.api import Api
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer
from tests.servers.gcs_emulator.state import State
from tests.servers.http1 import Stream
from tests.servers.listener import Listener

_JSON_API = ("/storage/v1/", "/download/storage/v1/", "/upload/storage/v1/", "/batch/")


class Emulator(Listener):
    """The service on a port of loopback."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self._access = access
        self._state = State()
        self._api = Api(self._state)

    def handle(self, connection: socket.socket) -> None:
        """Answer the requests of one connection."""
        client = Stream(connection)
        while head := client.read_request():
            if head.expects_continue:
                client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = b"".join(piece.raw for piece in client.read_body(head.framing) if piece.is_data)
            headers = {name.lower(): value for name, value in head.headers}
            client.send(self._answer(Request(head.method, head.target, headers, body)).message())
            if head.has("Connection", "close"):
                return

    def _answer(self, request: Request) -> Answer:
        if request.path.startswith("/-/"):
            return self._own(request)
        if request.path == "/token":
            return self._access.token(request)
        if not request.path.startswith(_JSON_API):
            return self._access.signed(self._state, request)
        try:
            self._access.check(request.headers)
        except ApiError as error:
            if "authorization" in request.headers or not self._api.lets_everyone(request):
                return error.answer()
        return self._api.answer(request)

    def _own(self, request: Request) -> Answer:
        """What the tests ask the server itself."""
        match request.path.removeprefix("/-/"):
            case "violations":
                return json_answer(self._state.violations)
            case "sessions":
                sessions = self._state.sessions.values()
                return json_answer(
                    [[one.bucket, one.resource["name"]] for one in sessions if one.made is None]
                )
            case "components":
                return json_answer(
                    [
                        [bucket.name, name, generations[-1].chosen.get("metadata", {})]
                        for bucket in list(self._state.buckets.values())
                        for name, generations in list(bucket.objects.items())
                        if name.startswith("gcloud/tmp/")
                    ]
                )
            case "clock":
                return self._access.set_clock(float(request.query["ahead"]))
            case "revoke":
                return self._access.revoke()
        return Answer(404)


def main(folder: Path) -> None:
    """Serve until SIGTERM."""
    with Emulator(Access(Path(folder, "public.pem").read_bytes())) as emulator:
        written = Path(folder, "port.new")
        written.write_text(str(emulator.port))
        written.rename(Path(folder, "port"))
        signal.sigwait({signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    main(Path(sys.argv[1]))
