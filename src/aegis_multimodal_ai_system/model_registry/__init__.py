"""Models with their provenance: kept in any storage, listed in a database, never loaded unverified."""
