"""Renderers: a report made into text, in the format that was asked for."""
