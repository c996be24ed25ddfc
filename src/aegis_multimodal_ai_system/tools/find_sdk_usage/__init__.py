"""The guard: finds where an application talks to a cloud past this package.

It reads an application's Python files as text and imports none of them. ``python -m
aegis_multimodal_ai_system.tools.find_sdk_usage PATH…`` is how it is run.
"""
