"""``python -m escomap.cli`` is the command ``escomap``."""

from escomap.cli import main

main()
