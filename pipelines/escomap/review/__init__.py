"""What people decide about suggestions, and what follows from it."""
