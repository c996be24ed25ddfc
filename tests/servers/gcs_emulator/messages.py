"""What comes in and what goes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """One request; header names in lower case, the target as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path, not decoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The parameters, decoded."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        """The resource in the body; an empty body is an empty one.

        Raises:
            ApiError: it is none.
        """
        return read_json(self.body)


@dataclass(frozen=True)
class Answer:
    """What to send back."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def message(self) -> bytes:
        """The answer on the wire."""
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Unknown"
        headers = {**self.headers, "Content-Length": str(len(self.body))}
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


class ApiError(Exception):
    """A refusal, as the JSON API words it.

    https://cloud.google.com/storage/docs/json_api/v1/status-codes
    """

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message

    def answer(self) -> Answer:
        """The answer that says so."""
        error = {"domain": "global", "reason": self.reason, "message": self.message}
        return json_answer(
            {"error": {"code": self.status, "message": self.message, "errors": [error]}}, self.status
        )


def json_answer(value: Any, status: int = 200) -> Answer:
    """An answer with a resource."""
    return Answer(status, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(value).encode())


def read_json(body: bytes) -> dict[str, Any]:
    """A resource; an empty body is an empty one.

    Raises:
        ApiError: it is none.
    """
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise ApiError(400, "parseError", "Parse Error") from None
    if not isinstance(value, dict):
        raise ApiError(400, "parseError", "Parse Error")
    return value
