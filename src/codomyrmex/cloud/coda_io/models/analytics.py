"""How docs, pages and Packs are used."""

from __future__ import annotations

import datetime

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.docs import DocReference, Icon


class DocAnalyticsDetails(DocReference):
    """A doc that was counted.

    Attributes:
        title: its title.
        created_at: when it was made.
        icon: its icon.
        published_at: when it was published.
    """

    title: str
    created_at: datetime.datetime
    icon: Icon | None = None
    published_at: datetime.datetime | None = None


class DocAnalyticsMetrics(CodaModel):
    """How a doc was used on a day, or until then.

    Attributes:
        date: the day.
        views: how often it was opened.
        copies: how often it was copied.
        likes: how often it was liked.
        sessions_mobile: visitors on telephones and tablets.
        sessions_desktop: visitors on computers.
        sessions_other: visitors on what else there is.
        total_sessions: visitors on all of these.
        ai_credits_chat: credits that AI chat has used.
        ai_credits_block: credits that AI blocks have used.
        ai_credits_column: credits that AI columns have used.
        ai_credits_assistant: credits that the AI assistant has used.
        ai_credits_reviewer: credits that the AI reviewer has used.
        ai_credits: all of these credits.
    """

    date: datetime.date
    views: int | None = None
    copies: int | None = None
    likes: int | None = None
    sessions_mobile: int | None = None
    sessions_desktop: int | None = None
    sessions_other: int | None = None
    total_sessions: int | None = None
    ai_credits_chat: int | None = None
    ai_credits_block: int | None = None
    ai_credits_column: int | None = None
    ai_credits_assistant: int | None = None
    ai_credits_reviewer: int | None = None
    ai_credits: int | None = None


class DocAnalyticsItem(CodaModel):
    """One doc's figures.

    Attributes:
        doc: the doc.
        metrics: a day each.
    """

    doc: DocAnalyticsDetails
    metrics: list[DocAnalyticsMetrics]


class DocAnalyticsSummary(CodaModel):
    """The figures of many docs together.

    Attributes:
        total_sessions: visitors of all of them.
    """

    total_sessions: int


class PageAnalyticsDetails(CodaModel):
    """A page that was counted.

    Attributes:
        id: its id.
        name: its name.
        icon: its icon.
    """

    id: str
    name: str
    icon: Icon | None = None


class PageAnalyticsMetrics(CodaModel):
    """How a page was used on a day.

    Attributes:
        date: the day.
        views: how often it was opened.
        sessions: browsers that opened it.
        users: users who opened it.
        average_seconds_viewed: how long it was looked at on average.
        median_seconds_viewed: how long it was looked at by the median visitor.
        tabs: browser tabs that opened the doc.
    """

    date: datetime.date
    views: int | None = None
    sessions: int | None = None
    users: int | None = None
    average_seconds_viewed: int | None = None
    median_seconds_viewed: int | None = None
    tabs: int | None = None


class PageAnalyticsItem(CodaModel):
    """One page's figures.

    Attributes:
        page: the page.
        metrics: a day each.
    """

    page: PageAnalyticsDetails
    metrics: list[PageAnalyticsMetrics]


class PackAnalyticsDetails(CodaModel):
    """A Pack that was counted.

    Attributes:
        id: its id.
        name: its name.
        created_at: when it was made.
        logo_url: its logo.
    """

    id: int
    name: str
    created_at: datetime.datetime
    logo_url: str | None = None


class PackUsageMetrics(CodaModel):
    """Who used a Pack, or a formula of it, on a day, or until then.

    Attributes:
        date: the day.
        docs_actively_using: docs that called it on the day.
        docs_actively_using_7_day: docs that called it in 7 days.
        docs_actively_using_30_day: docs that called it in 30 days.
        docs_actively_using_90_day: docs that called it in 90 days.
        docs_actively_using_all_time: docs that ever called it.
        workspaces_actively_using: workspaces that called it on the day.
        workspaces_actively_using_7_day: workspaces that called it in 7 days.
        workspaces_actively_using_30_day: workspaces that called it in 30 days.
        workspaces_actively_using_90_day: workspaces that called it in 90 days.
        workspaces_actively_using_all_time: workspaces that ever called it.
        workspaces_actively_trialing: workspaces that are trying it.
        workspaces_actively_trialing_7_day: workspaces that tried it in 7 days.
        workspaces_actively_trialing_30_day: workspaces that tried it in 30 days.
        workspaces_actively_trialing_90_day: workspaces that tried it in 90 days.
        workspaces_actively_trialing_all_time: workspaces that ever tried it.
        workspaces_newly_subscribed: workspaces that subscribed to it lately.
        workspaces_with_active_subscriptions: workspaces that are subscribed to it.
        workspaces_with_successful_trials: workspaces that tried it and subscribed.
        revenue_usd: what it has earned in US dollars.
    """

    date: datetime.date
    docs_actively_using: int | None = None
    docs_actively_using_7_day: int | None = None
    docs_actively_using_30_day: int | None = None
    docs_actively_using_90_day: int | None = None
    docs_actively_using_all_time: int | None = None
    workspaces_actively_using: int | None = None
    workspaces_actively_using_7_day: int | None = None
    workspaces_actively_using_30_day: int | None = None
    workspaces_actively_using_90_day: int | None = None
    workspaces_actively_using_all_time: int | None = None
    workspaces_actively_trialing: int | None = None
    workspaces_actively_trialing_7_day: int | None = None
    workspaces_actively_trialing_30_day: int | None = None
    workspaces_actively_trialing_90_day: int | None = None
    workspaces_actively_trialing_all_time: int | None = None
    workspaces_newly_subscribed: int | None = None
    workspaces_with_active_subscriptions: int | None = None
    workspaces_with_successful_trials: int | None = None
    revenue_usd: str | None = None


class PackAnalyticsMetrics(PackUsageMetrics):
    """How a Pack was used on a day, or until then.

    Attributes:
        doc_installs: docs that have it.
        workspace_installs: workspaces that have it.
        num_formula_invocations: calls of its formulas.
        num_action_invocations: calls of its actions.
        num_sync_invocations: calls of its sync tables.
        num_metadata_invocations: calls for metadata.
    """

    doc_installs: int | None = None
    workspace_installs: int | None = None
    num_formula_invocations: int | None = None
    num_action_invocations: int | None = None
    num_sync_invocations: int | None = None
    num_metadata_invocations: int | None = None


class PackAnalyticsItem(CodaModel):
    """One Pack's figures.

    Attributes:
        pack: the Pack.
        metrics: a day each.
    """

    pack: PackAnalyticsDetails
    metrics: list[PackAnalyticsMetrics]


class PackAnalyticsSummary(CodaModel):
    """The figures of many Packs together.

    Attributes:
        total_doc_installs: docs that have them.
        total_workspace_installs: workspaces that have them.
        total_invocations: calls of their formulas.
    """

    total_doc_installs: int
    total_workspace_installs: int
    total_invocations: int


class PackFormulaIdentifier(CodaModel):
    """A formula of a Pack.

    Attributes:
        name: its name.
        type: ``action``, ``formula``, ``sync`` or ``metadata``.
    """

    name: str
    type: str


class PackFormulaAnalyticsMetrics(PackUsageMetrics):
    """How a formula of a Pack was used on a day, or until then.

    Attributes:
        formula_invocations: how often it was called.
        errors: how many of the calls failed.
        median_latency_ms: what the median call took in milliseconds; of single days only.
        median_response_size_bytes: the size of the median answer; of single days only.
    """

    formula_invocations: int | None = None
    errors: int | None = None
    median_latency_ms: int | None = None
    median_response_size_bytes: int | None = None


class PackFormulaAnalyticsItem(CodaModel):
    """One formula's figures.

    Attributes:
        formula: the formula.
        metrics: a day each.
    """

    formula: PackFormulaIdentifier
    metrics: list[PackFormulaAnalyticsMetrics]


class AnalyticsLastUpdatedResponse(CodaModel):
    """Until when analytics are known, in days of California.

    Attributes:
        doc_analytics_last_updated: those of docs and pages.
        pack_analytics_last_updated: those of Packs.
        pack_formula_analytics_last_updated: those of the formulas of Packs.
    """

    doc_analytics_last_updated: datetime.date
    pack_analytics_last_updated: datetime.date
    pack_formula_analytics_last_updated: datetime.date
