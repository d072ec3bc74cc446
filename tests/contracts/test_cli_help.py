"""The help of every verb stands in README.md as the command prints it.

``python -m tests.contracts.test_cli_help`` rewrites it.
"""

import re
import sys

import pytest
import typer
from typer.testing import CliRunner

from escomap.cli import app
from escomap.paths import checkout_root

README = checkout_root() / "README.md"
BLOCK = re.compile(r"(<!-- help:(?P<name>[a-z -]+) -->\n)(?P<body>.*?)(<!-- /help -->)", re.DOTALL)
COLUMNS = "100"


def names(group=None, before=()):
    """``escomap`` and every verb below it, as they are written on the command line."""
    group = group or typer.main.get_command(app)
    yield " ".join(("escomap", *before))
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from names(command, (*before, name))
        else:
            yield " ".join(("escomap", *before, name))


NAMES = list(names())


def printed(name):
    verbs = name.split()[1:]
    found = CliRunner().invoke(app, [*verbs, "--help"], prog_name="escomap", env={"COLUMNS": COLUMNS}, color=False)
    assert found.exit_code == 0, found.output
    return f"```text\n{found.output.rstrip()}\n```\n"


def rewritten(text):
    return BLOCK.sub(lambda match: match[1] + printed(match["name"]) + match[4], text)


def test_every_verb_has_its_block():
    found = [match["name"] for match in BLOCK.finditer(README.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_help_in_the_readme_is_what_the_command_prints(name):
    blocks = {match["name"]: match["body"] for match in BLOCK.finditer(README.read_text(encoding="utf-8"))}
    assert blocks[name] == printed(name), "run: python -m tests.contracts.test_cli_help"


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{README.name}: {len(NAMES)} help texts\n")
