"""The report over many pairs: read, summed up, drawn."""
