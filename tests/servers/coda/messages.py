"""What comes in, what goes out, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.servers.capture import Answer
from tests.servers.http1 import RequestHead

JSON = (("Content-Type", "application/json; charset=utf-8"),)

Problem = tuple[str, str]
"""Where something is wrong in a request, and what."""


@dataclass
class Request:
    """One request. Header names are in lower case, and the token is taken out.

    Attributes:
        method: the HTTP verb.
        target: path and query exactly as sent.
        headers: all but ``Authorization``.
        body: the bytes.
        token: the bearer token.
        status: what it was answered, once it was.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    token: str | None = field(default=None, repr=False)
    status: int | None = None

    @property
    def path(self) -> str:
        """The path, not decoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The parameters, decoded, in their order."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters, decoded."""
        return dict(self.query)

    @property
    def segments(self) -> list[str]:
        """The path's segments, decoded."""
        return [unquote(segment) for segment in self.path.strip("/").split("/")]

    def json(self) -> Any:
        """The value in the body; ``None`` where there is none.

        Raises:
            RefusedError: it is not JSON.
        """
        if not self.body:
            return None
        if "application/json" not in self.headers.get("content-type", ""):
            raise RefusedError(400, "The body is not said to be JSON.")
        try:
            return json.loads(self.body)
        except ValueError:
            raise RefusedError(400, "The body is not JSON.") from None


class RefusedError(Exception):
    """A request that is not granted."""

    def __init__(
        self,
        status: int,
        message: str | None = None,
        problems: list[Problem] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message or HTTPStatus(status).phrase
        self.problems = problems
        self.headers = headers

    def answer(self) -> Answer:
        """The answer that says so.

        The description has ``codaDetail`` for some operations; here all have it whose requests are checked.
        """
        said: dict[str, Any] = {
            "statusCode": self.status,
            "statusMessage": HTTPStatus(self.status).phrase,
            "message": self.message,
        }
        if self.problems:
            errors = [{"path": path, "message": message} for path, message in self.problems]
            said["codaDetail"] = {"validationErrors": errors}
        return Answer(self.status, (*JSON, *self.headers), json.dumps(said).encode())


def request_of(head: RequestHead, body: bytes) -> Request:
    """A request as it came."""
    headers = {name.lower(): value for name, value in head.headers}
    scheme, _, token = headers.pop("authorization", "").partition(" ")
    method, target, _ = head.start_line.split(" ")
    return Request(method, target, headers, body, token if scheme == "Bearer" else None)


def json_answer(value: Any, status: int = 200) -> Answer:
    """An answer with a value, or with what was encoded before."""
    body = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return Answer(status, JSON, body)
