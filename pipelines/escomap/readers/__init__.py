"""Catalogue files in, raw records out: one file per format."""
