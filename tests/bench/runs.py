"""A first and a second run of the same catalogue into a new database, and their ratio.

Each runs without Prefect, in a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from escomap.paths import sample_folder


def timed_run(arguments):
    start = time.perf_counter()
    command = [sys.executable, "-m", "escomap.cli", "run", *map(str, arguments), "--no-prefect", "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - start, json.loads(done.stdout)


def add_arguments(parser):
    parser.add_argument("catalogue", nargs="?", type=Path, default=sample_folder() / "catalogue.csv")
    parser.add_argument("--profile", default=None)
    parser.add_argument("--esco", type=Path, default=None)


def measure(given):
    with tempfile.TemporaryDirectory() as folder:
        arguments = [given.catalogue, "--db", Path(folder) / "bench.duckdb"]
        arguments += ["--profile", given.profile] if given.profile else []
        arguments += ["--esco", given.esco] if given.esco else []
        first, first_report = timed_run(arguments)
        second, second_report = timed_run(arguments)
    for name, seconds, report in (("first", first, first_report), ("second", second, second_report)):
        stages = ", ".join(f"{stage} {value:.1f}" for stage, value in report["seconds"].items())
        print(f"{name:6} run {seconds:7.1f} s, {report['texts_encoded']:,} texts encoded ({stages})")
    print(f"second run / first run = {second / first:.3f}")
