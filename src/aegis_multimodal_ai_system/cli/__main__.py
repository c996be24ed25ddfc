"""``python -m aegis_multimodal_ai_system.cli``."""

from __future__ import annotations

import sys

from aegis_multimodal_ai_system.cli import main

sys.exit(main())
