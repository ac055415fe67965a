"""Alignment, edit objects, composition."""
