"""Writes of more than one step, and reads that feed a report; no terminal, no formats of output."""
