"""Text of catalogues: cleaning, splitting, language."""
