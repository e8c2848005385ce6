"""The ledger file, and all SQL but the SELECT that a single report has for itself."""
