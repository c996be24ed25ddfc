"""Programs that are measured: each does one piece of work and ends."""
