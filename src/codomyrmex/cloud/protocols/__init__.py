"""The storage protocols, each on the wire: a provider builds on one and holds only its difference."""
