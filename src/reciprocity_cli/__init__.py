"""recip: a private ledger of what you gave to and got from the people you know."""

__version__ = "0.1.0"
