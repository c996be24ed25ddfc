"""Where the guard starts: ``python -m aegis_multimodal_ai_system.tools.find_sdk_usage``."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        # The current folder is what is looked at: an ast.py in it must not be imported for Python's own.
        del sys.path[0]
    from aegis_multimodal_ai_system.tools.find_sdk_usage.cli import main

    main(prog_name="python -m aegis_multimodal_ai_system.tools.find_sdk_usage")
