"""Agents that Packs are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given, listed
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class PackAgents(PackService):
    """Agents: their conversations, and what they have logged."""

    @operation("list_agent_session_ids")
    def list_agent_session_ids(
        self,
        tenant_id: str,
        agent_instance_id: str,
        *,
        agent_session_id: str | None = None,
        log_types: Sequence[str] | None = None,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        order: str | None = None,
        q: str | None = None,
        request_ids: Sequence[str] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.logs.AnyPackLog]:
        """The conversations of an agent, as what it has logged in them.

        Args:
            tenant_id: the tenant.
            agent_instance_id: the agent.
            agent_session_id: only those of a conversation.
            log_types: only those of these kinds: ``custom``, ``fetcher``, ``invocation``, …
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            request_ids: only those of these calls.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listAgentSessionIds
        """
        return self._list(
            ItemPage[models.logs.AnyPackLog],
            path_of("go", "tenants", tenant_id, "agentInstances", agent_instance_id, "agentSessionIds"),
            query=given(
                agent_session_id=agent_session_id,
                log_types=listed(log_types),
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                order=order,
                q=q,
                request_ids=listed(request_ids),
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("list_agent_logs")
    def list_agent_logs(
        self,
        tenant_id: str,
        agent_instance_id: str,
        *,
        log_types: Sequence[str] | None = None,
        agent_session_id: str | None = None,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        order: str | None = None,
        q: str | None = None,
        request_ids: Sequence[str] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.logs.AnyPackLog]:
        """What an agent has logged.

        Args:
            tenant_id: the tenant.
            agent_instance_id: the agent.
            log_types: only those of these kinds: ``custom``, ``fetcher``, ``invocation``, …
            agent_session_id: only those of a conversation.
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            request_ids: only those of these calls.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listAgentLogs
        """
        return self._list(
            ItemPage[models.logs.AnyPackLog],
            path_of("go", "tenants", tenant_id, "agentInstances", agent_instance_id, "logs"),
            query=given(
                log_types=listed(log_types),
                agent_session_id=agent_session_id,
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                order=order,
                q=q,
                request_ids=listed(request_ids),
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("get_agent_pack_log_details")
    def get_agent_pack_log_details(
        self,
        tenant_id: str,
        agent_instance_id: str,
        log_id: str,
        *,
        details_key: str,
    ) -> models.log_details.AnyPackLogDetails:
        """The details of what an agent has logged.

        Args:
            tenant_id: the tenant.
            agent_instance_id: the agent.
            log_id: the ``log_id`` of the log.
            details_key: the ``details_key`` of the log.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getAgentPackLogDetails
        """
        path = path_of("go", "tenants", tenant_id, "agentInstances", agent_instance_id, "logs", log_id)
        return self._log_details(path, details_key)
