"""The tables, one file per concern. Every change of theirs is a migration as well."""

from server.store.tables.access import Client, Pairing
from server.store.tables.base import Base
from server.store.tables.commands import CommandRow
from server.store.tables.learning import Answer, DecisionRow, RewriteRow
from server.store.tables.settings import Setting
from server.store.tables.writers import Sample, Writer

__all__ = [
    "Answer",
    "Base",
    "Client",
    "CommandRow",
    "DecisionRow",
    "Pairing",
    "RewriteRow",
    "Sample",
    "Setting",
    "Writer",
]
