"""Looking a ledger over without changing it; one module for each thing that can be wrong."""
