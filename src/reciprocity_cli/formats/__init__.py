"""Importers and exporters, one file a format; pure over open streams."""
