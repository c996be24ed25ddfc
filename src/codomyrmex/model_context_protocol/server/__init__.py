"""The tools of a gate as a server of the Model Context Protocol.

Its modules need the extra ``mcp``; this one does not.
"""
