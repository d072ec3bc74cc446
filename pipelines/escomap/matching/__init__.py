"""Text to ESCO candidates with evidence."""
