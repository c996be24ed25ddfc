"""A server with the tools, resources and prompts that the conformance suite asks for by name.

It is served as the real one is: HTTP on loopback, with a token. What it says is the suite's wish; what
carries it is judged.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from typing import Literal

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.prompts.base import UserMessage
from mcp_types import (
    AudioContent,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    TextContent,
    TextResourceContents,
)
from pydantic import BaseModel, Field

from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.server import http
from codomyrmex.model_context_protocol.server.access import Access
from codomyrmex.model_context_protocol.server.callers import OneCaller
from codomyrmex.model_context_protocol.server.logs import log_to_stderr
from codomyrmex.model_context_protocol.server.tokens.static import StaticToken
from codomyrmex.model_context_protocol.session import Session

PIXEL = b64encode(b"a picture").decode()
SOUND = b64encode(b"a sound").decode()


class Named(BaseModel):
    """A form with one field."""

    username: str = Field(description="Who it is.")


class Filled(BaseModel):
    """A form whose fields are filled in already."""

    name: str = "John Doe"
    age: int = 30
    score: float = 95.5
    status: Literal["active", "inactive", "pending"] = "active"
    verified: bool = True


def _embedded(uri: str) -> EmbeddedResource:
    contents = TextResourceContents(uri=uri, mime_type="text/plain", text="This is an embedded resource.")
    return EmbeddedResource(type="resource", resource=contents)


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)


def _picture() -> ImageContent:
    return ImageContent(type="image", data=PIXEL, mime_type="image/png")


def _add_tools_that_answer(server: MCPServer) -> None:
    @server.tool(description="Say something.", structured_output=False)
    def test_simple_text() -> str:
        return "This is a simple text response for testing."

    @server.tool(description="Show something.", structured_output=False)
    def test_image_content() -> ContentBlock:
        return _picture()

    @server.tool(description="Sound.", structured_output=False)
    def test_audio_content() -> ContentBlock:
        return AudioContent(type="audio", data=SOUND, mime_type="audio/wav")

    @server.tool(description="Give a resource.", structured_output=False)
    def test_embedded_resource() -> ContentBlock:
        return _embedded("test://embedded-resource")

    @server.tool(description="Give several things.", structured_output=False)
    def test_multiple_content_types() -> list[ContentBlock]:
        return [_text("Several:"), _picture(), _embedded("test://mixed-content-resource")]

    @server.tool(description="Fail.", structured_output=False)
    def test_error_handling() -> CallToolResult:
        return CallToolResult(content=[_text("This tool intentionally returns an error.")], is_error=True)


def _add_tools_that_ask(server: MCPServer) -> None:
    @server.tool(description="Tell of progress.", structured_output=False)
    async def test_tool_with_progress(context: Context) -> str:
        for part in (0, 50, 100):
            await context.report_progress(part, 100)
        return "done"

    @server.tool(description="Ask who it is.", structured_output=False)
    async def test_elicitation(message: str, context: Context) -> str:
        answer = await context.elicit(message, Named)
        return f"User response: {answer.action}"

    @server.tool(description="Ask with a form that is filled in.", structured_output=False)
    async def test_elicitation_sep1034_defaults(context: Context) -> str:
        answer = await context.elicit("Look these through.", Filled)
        return f"Elicitation completed: action={answer.action}"


def _add_others(server: MCPServer) -> None:
    @server.resource("test://static-text", mime_type="text/plain")
    def text() -> str:
        return "This is the content of the static text resource."

    @server.resource("test://static-binary", mime_type="image/png")
    def binary() -> bytes:
        return b"a picture"

    @server.resource("test://template/{id}/data", mime_type="application/json")
    def template(id: str) -> str:
        return f'{{"id": "{id}", "templateTest": true, "data": "Data for ID: {id}"}}'

    @server.prompt(description="A prompt.")
    def test_simple_prompt() -> str:
        return "This is a simple prompt for testing."

    @server.prompt(description="A prompt of two words.")
    def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @server.prompt(description="A prompt with a resource.")
    def test_prompt_with_embedded_resource(resourceUri: str) -> list[UserMessage]:  # noqa: N803 - its name there
        return [UserMessage(_embedded(resourceUri)), UserMessage("Please look at it.")]

    @server.prompt(description="A prompt with a picture.")
    def test_prompt_with_image() -> list[UserMessage]:
        return [UserMessage(_picture()), UserMessage("Please look at it.")]


def main(token: str) -> None:
    """Serve until the process is told to end; the address is printed."""
    log_to_stderr()

    def build(address: str) -> MCPServer:
        access = Access(StaticToken(token), OneCaller(Session(Role.QATESTER, Audit(None))))
        server = MCPServer("named", token_verifier=access.verifier, auth=access.settings(address))
        _add_tools_that_answer(server)
        _add_tools_that_ask(server)
        _add_others(server)
        return server

    http.serve(build, 0, ready=lambda address: sys.stderr.write(f"{address}\n"))


if __name__ == "__main__":
    main(sys.argv[1])
