"""The commands, one or one family in each module."""
