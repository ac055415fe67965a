"""The local server, its store, its pages and the command line."""
