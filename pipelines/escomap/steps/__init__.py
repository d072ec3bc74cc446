"""What a run does, step by step: plain functions over a ``Run``; flows and commands only call them."""
