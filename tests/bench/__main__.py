"""Timings: ``python -m tests.bench COMMAND``, one of ``COMMANDS``, each with ``--help``.

Absolute seconds depend on the machine and on what else it does; quote ratios of two things measured side by side.
"""

import argparse

from tests.bench import catalogues, index, precision, review, runs, throughput, update, validation

COMMANDS = {
    "runs": runs,
    "update": update,
    "throughput": throughput,
    "index": index,
    "precision": precision,
    "catalogues": catalogues,
    "validation": validation,
    "review": review,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    chosen = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(chosen.add_parser(name, description=module.__doc__))
    given = parser.parse_args()
    COMMANDS[given.command].measure(given)


if __name__ == "__main__":
    main()
