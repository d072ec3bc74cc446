"""ESCO releases in, search index out."""
