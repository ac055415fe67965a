"""Benches: each file measures one thing and can print what it found. ``ownvoice bench NAME`` runs one.

A bench holds ``run(data, **options) -> dict`` (JSON-able) and ``render(result) -> str``.
"""
