"""Importers and exporters of files, pure over open streams; CSV of all sorts is in table.py."""
