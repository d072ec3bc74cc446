"""Signals to an EQF level with its basis."""
