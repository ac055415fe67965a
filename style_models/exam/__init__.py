"""The exam that tells which modes a model may be offered for."""
