"""Two courses side by side, for people who decide on recognition."""
