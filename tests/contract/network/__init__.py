"""The contract of networking, for every provider that has it."""
