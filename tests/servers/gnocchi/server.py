"""Gnocchi on a port of its own."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError

from tests.servers.gcs_emulator.messages import Answer, Request, json_answer
from tests.servers.gnocchi.gnocchi import Gnocchi
from tests.servers.gnocchi.refusals import RefusedError
from tests.servers.http1 import Stream
from tests.servers.listener import Listener


class GnocchiServer(Listener):
    """The service on a port of loopback.

    Args:
        auth_url: of the Keystone whose tokens count.

    Attributes:
        gnocchi: what is measured.
    """

    def __init__(self, auth_url: str) -> None:
        super().__init__()
        self._auth_url = auth_url
        self.gnocchi = Gnocchi()

    def handle(self, connection: socket.socket) -> None:
        """Answer the requests of one connection."""
        client = Stream(connection)
        while head := client.read_request():
            body = b"".join(piece.raw for piece in client.read_body(head.framing) if piece.is_data)
            headers = {name.lower(): value for name, value in head.headers}
            client.send(self._answer(Request(head.method, head.target, headers, body)).message())

    def _answer(self, request: Request) -> Answer:
        try:
            project = self._project(request.headers)
            if request.method != "GET":
                raise RefusedError(405, "Method Not Allowed")
            return json_answer(self.gnocchi.answer(request.path.removeprefix("/"), request.query, project))
        except RefusedError as refused:
            return json_answer({"message": refused.message}, refused.status)

    def _project(self, headers: Mapping[str, str]) -> str:
        token = headers.get("x-auth-token", "")
        question = urllib.request.Request(
            f"{self._auth_url}/auth/tokens", headers={"X-Auth-Token": token, "X-Subject-Token": token}
        )
        try:
            with urllib.request.urlopen(question) as answer:
                said: Any = json.loads(answer.read())
        except HTTPError:
            raise RefusedError(401, "The request you have made requires authentication.") from None
        return str(said["token"]["project"]["id"])
