"""Documents, sentences and the parts of a text that no edit may touch."""
