"""What readers hear: axes, drift, profiles."""
