"""The science of Ownvoice: text in, edits judged and drift measured. Needs neither Flask nor a database."""

__version__ = "0.1.0"
