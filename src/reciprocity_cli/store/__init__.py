"""The ledger file: the only package that knows SQL."""
