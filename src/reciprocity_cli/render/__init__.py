"""Renderers: a report made into text, one small module a format."""
