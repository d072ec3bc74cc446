"""Real catalogues read into the tables, without matching: what is in each file, what came of it, seconds and memory.

Each is read by a process of its own, so that its peak is its own. The records are counted in the files by other means
than the readers; sums that do not add up are an error.
"""

import json
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- catalogues -->\n).*?(<!-- /catalogues -->)", re.DOTALL)
HEADER = (
    "file", "format", "records in the file", "part of another", "read", "courses", "rejected", "outcomes",
    "values left out", "seconds", "peak MB",
)  # fmt: skip


@dataclass(frozen=True)
class RealFile:
    """A file below ``catalogues``; ``counted`` gives its records and how many of them are part of another record."""

    name: str
    format_name: str
    counted: object
    profile: str = ""


def elements(*names):
    """Counts the elements of an XML file with these names."""

    def counted(path):
        from lxml import etree

        return sum(1 for _ in etree.parse(path).iter(*(f"{{*}}{name}" for name in names))), 0

    return counted


def opportunities_and_specifications(path):
    """A specification that an opportunity leads to is described with it."""
    from lxml import etree

    kinds = ("learningAchievementSpecification", "qualification")
    tree = etree.parse(path)
    things = [e for e in tree.iter("{*}learningOpportunity", *(f"{{*}}{kind}" for kind in kinds)) if e.get("id")]
    opportunities = [thing for thing in things if etree.QName(thing).localname == "learningOpportunity"]
    led_to = {child.get("idref") for one in opportunities for child in one.iter(*(f"{{*}}{kind}" for kind in kinds))}
    return len(things), sum(thing.get("id") in led_to for thing in things)


def members(path):
    return len(json.loads(path.read_text(encoding="utf-8"))), 0


def sheet_rows(path):
    """Rows below the header that hold anything."""
    import openpyxl

    rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    return sum(any(cell is not None for cell in row) for row in rows) - 1, 0


def one_course(_path):
    return 1, 0


FILES = (
    RealFile("xcri/open_university_xcri_cap_1.2.xml", "xcri", elements("course")),
    RealFile("xcri/cetis_pg_generic_xcri_cap_1.2.xml", "xcri", elements("course")),
    RealFile("openedx_olx/demo-course", "openedx_olx", one_course),
    RealFile("openedx_olx/demo-course.tar.gz", "openedx_olx", one_course),
    RealFile("elm_loq/loq.xml", "elm_loq", opportunities_and_specifications),
    RealFile("elm_loq/loq_withLearningAchievementSpecification.xml", "elm_loq", opportunities_and_specifications),
    RealFile("cdm_fr/unistra_program_cdm_fixture.xml", "cdm_fr", elements("program", "subProgram", "course")),
    RealFile("ewp/response-example.xml", "ewp", elements("learningOpportunitySpecification")),
    RealFile("json/monash_units.json", "json", members, "monash"),
    RealFile("xlsx/miun_kursplaner.xlsx", "xlsx", sheet_rows, "miun"),
)


def add_arguments(parser):
    parser.add_argument("--shared", type=Path, default=SHARED, help="Folder with catalogues/.")
    parser.add_argument("--readme", action="store_true", help="Also put the table into README.md.")
    parser.add_argument("--one", type=Path, help="Only this file, as JSON: what the processes of the table do.")
    parser.add_argument("--profile", default="")


def measure(given):
    if given.one:
        print(json.dumps(ingested(given.one, given.profile)))
        return
    lines = [f"| {' | '.join(HEADER)} |", f"|{'---|' * 2}{'---:|' * (len(HEADER) - 2)}"]
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            lines.append(row_of(file, located(file, given.shared / "catalogues", Path(folder))))
            print(*lines[-1:] if len(lines) > 3 else lines, sep="\n", flush=True)
    if given.readme:
        table = "\n".join(lines)
        text = BLOCK.sub(lambda match: f"{match[1]}{table}\n{match[2]}", README.read_text(encoding="utf-8"))
        README.write_text(text, encoding="utf-8")


def located(file, catalogues, folder):
    """The file, of an archive one made of the folder of its name."""
    path = catalogues / file.name
    if path.suffix != ".gz":
        return path
    packed = folder / path.name
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(path.with_suffix("").with_suffix("") / "course", "course")
    return packed


def row_of(file, path):
    command = [sys.executable, "-m", "tests.bench", "catalogues", "--one", str(path), "--profile", file.profile]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    inside, merged = file.counted(path)
    merged += found["joined"]
    if inside != found["records"] + merged or found["records"] != found["courses"] + found["rejected"]:
        raise SystemExit(f"{file.name}: {inside} records and {merged} parts in the file do not add up with {found}")
    if found["format"] != file.format_name:
        raise SystemExit(f"{file.name} was read as {found['format']}, and not as {file.format_name}")
    counts = (inside, merged, *(found[key] for key in ("records", "courses", "rejected", "outcomes", "values")))
    figures = [f"{count:,}" for count in counts] + [f"{found['seconds']:.1f}", f"{found['peak_mb']:,}"]
    return f"| {file.name} | {found['format']} | {' | '.join(figures)} |"


def ingested(path, profile):
    """What the ingest step alone makes of a file in this process."""
    from escomap import tables
    from escomap.readers.registry import sniff_format
    from escomap.steps.ingest import ingest
    from escomap.steps.run import RunRequest, start_run
    from escomap.store.db import open_work

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        request = RunRequest(catalogues=(path,), db=Path(folder) / "c.duckdb", profile=profile or None)
        with open_work(request.db) as store:
            run = start_run(request, store)
            ingest(run)
            rejects = store.read(tables.RAW_REJECT)["reject_scope"].value_counts().to_dict()
            counts = {
                "records": run.report.rows - run.report.rows_joined,
                "joined": run.report.rows_joined,
                "courses": store.count(tables.CORE_COURSE),
                "outcomes": store.count(tables.CORE_OUTCOME),
                "rejected": run.report.rows_rejected,
                "values": rejects.get("value", 0),
            }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    return {"format": sniff_format(path), **counts, "seconds": time.perf_counter() - start, "peak_mb": peak}
