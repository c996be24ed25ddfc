"""``cmx stack``: stacks of resources made from templates."""

from __future__ import annotations

from codomyrmex.cloud.cli.commands.stack import acting, changing, reading
from codomyrmex.cloud.cli.commands.stack.group import stack

__all__ = ["acting", "changing", "reading", "stack"]
