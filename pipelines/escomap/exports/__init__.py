"""Descriptors and tables out: one file per format."""
