"""``cmx mcp serve``."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.commands.mcp.issuers import issuer_options
from codomyrmex.cloud.cli.commands.mcp.options import session_options
from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError

TOKEN_VARIABLE = "CODOMYRMEX_MCP_TOKEN"  # noqa: S105 - where it is, not what it is

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.commands.mcp.issuers import Issuer
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.model_context_protocol import Tool
    from codomyrmex.model_context_protocol.policy import Policy
    from codomyrmex.model_context_protocol.server.access import Access
    from codomyrmex.model_context_protocol.session import Session as AgentSession


@click.command(short_help="Serve tools to an agent.")
@session_options
@click.option(
    "--tool-names",
    type=click.Choice(("dotted", "underscore")),
    default="dotted",
    show_default=True,
    help="How tools are listed, for clients that reject a dot; calls take both.",
)
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Serve HTTP on this port of 127.0.0.1; 0 takes a free one.",
)
@issuer_options
@click.pass_obj
def serve(
    session: Session,
    role: str,
    folders: tuple[str, ...],
    policy: str | None,
    audit: str | None,
    yes: tuple[str, ...],
    tool_names: str,
    port: int | None,
    issuer: Issuer | None,
) -> None:
    """Serve tools to an agent, over standard input and output or over HTTP.

    Over HTTP every request has to bear the token that CODOMYRMEX_MCP_TOKEN holds; or, with --jwks, a JSON Web
    Token of an issuer, which says who calls and as what role.
    """
    from codomyrmex.model_context_protocol import Gate
    from codomyrmex.model_context_protocol.registry import load, load_prompts
    from codomyrmex.model_context_protocol.server.names import Names

    _require_mcp()
    # What is made from here on stays to the end; to look through it for garbage takes a tenth of the start.
    gc.disable()
    if issuer is not None:
        _require_http_alone(port)
    token = None if port is None or issuer is not None else _token()
    installed = load()
    agent = _agent(role, folders, policy, audit, _named(installed, yes))
    if issuer is not None and issuer.file is not None:
        _keep_apart(issuer.file, folders)
    issued = None if issuer is None else partial(issuer.access, issuer.key_set())
    # What is wrong was said before this: it takes longer than all else until the start.
    from codomyrmex.model_context_protocol.server.callers import OneCaller
    from codomyrmex.model_context_protocol.server.logs import log_to_stderr
    from codomyrmex.model_context_protocol.server.serving import GateServer

    log_to_stderr()
    build = partial(GateServer, Gate(installed), names=Names(tool_names), prompts=load_prompts())
    if port is None:
        from codomyrmex.model_context_protocol.server import stdio

        server = build(OneCaller(agent))
        _collect_garbage()
        stdio.serve(server)
        return
    from codomyrmex.model_context_protocol.server import http

    access = _one_bearer(token or "", agent) if issued is None else issued(agent)
    _collect_garbage()
    http.serve(
        lambda address: build(access.caller, verifier=access.verifier, auth=access.settings(address)),
        port,
        ready=lambda address: session.warn(f"serving on {address}"),
    )


def _collect_garbage() -> None:
    gc.freeze()
    gc.enable()


def _require_http_alone(port: int | None) -> None:
    if port is None:
        raise click.UsageError("--jwks is for HTTP; give --http a port.")
    given = click.get_current_context().get_parameter_source("role")
    if given is not click.core.ParameterSource.DEFAULT:
        raise click.UsageError("--role and --jwks exclude each other: a token says what its bearer is.")


def _token() -> str:
    token = os.environ.get(TOKEN_VARIABLE)
    if not token:
        raise ConfigurationError(f"Set {TOKEN_VARIABLE}: over HTTP nobody is let in without a token.")
    return token


def _one_bearer(token: str, agent: AgentSession) -> Access:
    from codomyrmex.model_context_protocol.server.access import Access
    from codomyrmex.model_context_protocol.server.callers import OneCaller
    from codomyrmex.model_context_protocol.server.tokens.static import StaticToken

    return Access(StaticToken(token), OneCaller(agent))


def _require_mcp() -> None:
    if find_spec("mcp") is None:
        raise MissingDependencyError(
            "The server needs mcp. Install it with: pip install 'codomyrmex-cloud[mcp]'"
        )


def _agent(
    role: str, folders: tuple[str, ...], policy: str | None, audit: str | None, yes: frozenset[str]
) -> AgentSession:
    from codomyrmex.model_context_protocol import Role
    from codomyrmex.model_context_protocol.audit import Audit
    from codomyrmex.model_context_protocol.calling import audit_file
    from codomyrmex.model_context_protocol.paths import AllowedFolders
    from codomyrmex.model_context_protocol.session import Session as AgentSession

    written = Path(audit) if audit is not None else audit_file()
    for file in (written, *([Path(policy)] if policy is not None else [])):
        _keep_apart(file, folders)
    try:
        return AgentSession(
            Role(role),
            Audit(written),
            policy=_policy(policy),
            folders=AllowedFolders(folders),
            yes=yes,
        )
    except OSError as error:
        raise ConfigurationError(f"The audit {written} cannot be written: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigurationError(str(error)) from error


def _keep_apart(file: Path, folders: tuple[str, ...]) -> None:
    """Refuse what the agent could write over itself."""
    place = file.resolve()
    for folder in folders:
        if place.is_relative_to(Path(folder).resolve()):
            raise ConfigurationError(f"{file} is in {folder}, where the agent may write; keep it elsewhere.")


def _policy(file: str | None) -> Policy:
    from codomyrmex.model_context_protocol.policy import Policy, PolicyError

    if file is None:
        return Policy()
    try:
        return Policy.load(Path(file))
    except PolicyError as error:
        raise ConfigurationError(f"The policy cannot be held to: {error}") from error


def _named(installed: Mapping[str, Tool], given: tuple[str, ...]) -> frozenset[str]:
    """The names of the tools that were given with dots or underscores.

    Raises:
        click.BadParameter: there is no such tool.
    """
    known = {spelled: tool.name for tool in installed.values() for spelled in (tool.name, tool.underscored)}
    for name in given:
        if name not in known:
            raise click.BadParameter(f"there is no tool {name!r}; see: cmx mcp tools.", param_hint="--yes")
    return frozenset(known[name] for name in given)
