"""Programs for who builds an application on this package."""
