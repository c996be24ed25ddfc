"""``python -m codomyrmex.cloud.cli``, where the command itself is not on the path."""

from __future__ import annotations

import sys

from codomyrmex.cloud.cli import main

sys.exit(main())
