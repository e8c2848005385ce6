"""Reads that feed a report: the ledger and a query in, a Report out; one module a report."""
