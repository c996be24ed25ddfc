"""Stacks of resources made from templates, the same on every cloud."""

from __future__ import annotations

from codomyrmex.cloud.common.orchestration.client import OrchestrationClient
from codomyrmex.cloud.common.orchestration.requests import StackRequest, TemplateOptions, TemplateSource
from codomyrmex.cloud.common.orchestration.values import (
    ChangeAction,
    Stack,
    StackChange,
    StackEvent,
    StackPreview,
    StackResource,
    StackState,
    TemplateCheck,
    TemplateParameter,
)

__all__ = [
    "ChangeAction",
    "OrchestrationClient",
    "Stack",
    "StackChange",
    "StackEvent",
    "StackPreview",
    "StackRequest",
    "StackResource",
    "StackState",
    "TemplateCheck",
    "TemplateOptions",
    "TemplateParameter",
    "TemplateSource",
]
