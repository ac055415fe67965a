"""Foreign models: the catalog, fetching and loading."""
