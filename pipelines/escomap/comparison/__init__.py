"""Two databases of the same catalogues compared: what changed for the people who use them."""
