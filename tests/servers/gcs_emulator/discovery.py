"""The service's official description, and what requests and answers may hold by it.

https://storage.googleapis.com/$discovery/rest?version=v1, as google-api-python-client carries it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.servers.gcs_emulator.messages import Request

_DOCUMENT = "discovery_cache/documents/storage.v1.json"
# Parameters of the upload protocol, which the description leaves to its guide.
_UPLOAD = {"uploadType", "upload_id"}


class ViolationError(Exception):
    """A request or an answer is not as the description has it."""


class Call(NamedTuple):
    """A request as the description names it.

    Attributes:
        method: the id without the API's name: ``objects.get``.
        path: the parameters in the path, decoded.
        query: those behind it.
    """

    method: str
    path: Mapping[str, str]
    query: Mapping[str, str]


class Description:
    """The discovery document."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document itself."""
        found: dict[str, Any] = json.loads(files("googleapiclient").joinpath(_DOCUMENT).read_text())
        return found

    @cached_property
    def _routes(self) -> list[tuple[str, re.Pattern[str], dict[str, Any], bool]]:
        routes = []
        for resource in ("buckets", "objects", "notifications"):
            for method in self.document["resources"][resource]["methods"].values():
                verb = method["httpMethod"]
                routes.append((verb, _pattern(self.document["basePath"] + method["path"]), method, False))
                if "mediaUpload" in method:
                    path = method["mediaUpload"]["protocols"]["simple"]["path"]
                    routes.append((verb, _pattern(path), method, True))
        return routes

    def call(self, request: Request) -> Call:
        """What a request asks for.

        Raises:
            ViolationError: the description has no such path, method or parameter.
        """
        # Bytes can also be read on a path of their own, which is what "useMediaDownloadService" means.
        path = request.path
        if request.method == "GET" and request.query.get("alt") == "media":
            path = path.removeprefix("/download")
        for verb, pattern, method, is_upload in self._routes:
            found = pattern.fullmatch(path)
            if found is None or verb != request.method:
                continue
            known = {*method["parameters"], *self.document["parameters"], *(_UPLOAD if is_upload else ())}
            for name in request.query:
                if name not in known:
                    raise ViolationError(f"{method['id']} has no parameter {name}")
            parameters = {name: unquote(value) for name, value in found.groupdict().items()}
            return Call(method["id"].partition(".")[2], parameters, request.query)
        raise ViolationError(f"there is no {request.method} {request.path}")

    def upload_id(self, request: Request) -> str:
        """The session that a request is for; the description leaves sessions to the guide.

        https://cloud.google.com/storage/docs/performing-resumable-uploads#rest-apis

        Raises:
            ViolationError: it names none, or something else.
        """
        if set(request.query) != _UPLOAD:
            raise ViolationError(f"{request.method} to a session has {_UPLOAD}, not {set(request.query)}")
        return request.query["upload_id"]

    def check(self, schema: str, value: Any) -> None:
        """Hold a resource against its schema.

        Raises:
            ViolationError: it has a field that is not in it, or one of another type.
        """
        self._check(self.document["schemas"][schema], value, schema)

    def request_schema(self, method: str) -> str | None:
        """The schema of a method's body."""
        return self._schema(method, "request")

    def response_schema(self, method: str) -> str | None:
        """The schema of a method's answer."""
        return self._schema(method, "response")

    def _schema(self, method: str, which: str) -> str | None:
        resource, name = method.split(".")
        found = self.document["resources"][resource]["methods"][name].get(which)
        return found["$ref"] if found else None

    def _check(self, schema: Mapping[str, Any], value: Any, where: str) -> None:
        if "$ref" in schema:
            schema = self.document["schemas"][schema["$ref"]]
        if value is None:  # a patch says so that a field is to go
            return
        if schema.get("format") in ("int64", "uint64") and isinstance(value, int):
            return  # JSON's numbers are taken, too
        kind = _TYPES[schema["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ViolationError(f"{where} is a {schema['type']}, not {value!r}")
        if isinstance(value, list):
            for item in value:
                self._check(schema["items"], item, where)
        elif isinstance(value, dict):
            for name, item in value.items():
                inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
                if inner is None:
                    raise ViolationError(f"{where} has no field {name}")
                self._check(inner, item, f"{where}.{name}")


_TYPES: dict[str, type] = {
    "any": object,
    "array": list,
    "boolean": bool,
    "integer": int,
    "object": dict,
    "string": str,
}


def _pattern(template: str) -> re.Pattern[str]:
    path = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", "/" + template.lstrip("/"))
    return re.compile(path)
