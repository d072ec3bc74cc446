"""A catalogue and its next edition in one database: what the second run does again, and what it keeps.

Both editions are made of one workbook, by a seed: 1 % of its courses stand only in the second (added), another 1 %
only in the first (removed), and 2 % of the outcomes of all others get a word more in the second (changed).
Ends with exit code 1 where the second run did anything else again, ended another course or lost a link.
"""

import random
import shutil
import sys
import tempfile
from pathlib import Path

import openpyxl

from escomap import tables
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.xlsx import read_xlsx
from escomap.store.db import open_store
from tests.bench.runs import timed_run

SHARE_ADDED, SHARE_REMOVED, SHARE_CHANGED = 0.01, 0.01, 0.02
# What is said otherwise, in the languages of the catalogue.
MORE = {"sv": "självständigt", "en": "independently"}
LINK = ["outcome_id", "skill_uri", "confidence_score"]
ADDRESS = ["source_row", "source_column", "span_start", "span_end", "lang"]


def add_arguments(parser):
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--profile", default="miun")
    parser.add_argument("--esco", type=Path, default=None)
    parser.add_argument("--rows", type=int, default=None, help="Only so many rows of the workbook.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=None, help="Folder to keep both editions and databases in.")


def measure(given):
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        problems = update(given, folder)
    for problem in problems:
        print(f"WRONG: {problem}")
    if problems:
        sys.exit(1)


def update(given, folder):
    """Runs both editions; what was not as it must be."""
    chance = random.Random(given.seed)
    rows = read_rows(given.workbook, given.profile)[: given.rows]
    added, removed = draw_courses(rows, chance)
    first, second, db = folder / "first.xlsx", folder / "second.xlsx", folder / "update.duckdb"
    db.unlink(missing_ok=True)
    stays = [row for place, row in enumerate(rows) if place not in added]
    write_rows(first, given.profile, stays)
    seconds_first, report_first = run_edition(first, db, given)
    shutil.copyfile(db, folder / "first.duckdb")
    gone = {number for number, row in enumerate(stays, start=2) if any(row is rows[place] for place in removed)}
    changed = draw_outcomes(db, gone, chance)
    edition = [row for number, row in enumerate(reworded(stays, changed), start=2) if number not in gone]
    write_rows(second, given.profile, edition + [rows[place] for place in sorted(added)])
    seconds_second, report_second = run_edition(second, db, given)
    tell("first", seconds_first, report_first)
    tell("second", seconds_second, report_second)
    return compare(folder / "first.duckdb", db, report_second, len(changed), len(added), len(removed))


def read_rows(workbook, profile):
    found = read_xlsx(workbook, load_profile(profile, mappings_folder()))
    return [dict(record.values) for record in found]


def draw_courses(rows, chance):
    count_added, count_removed = round(SHARE_ADDED * len(rows)), round(SHARE_REMOVED * len(rows))
    drawn = chance.sample(range(len(rows)), count_added + count_removed)
    return set(drawn[:count_added]), set(drawn[count_added:])


def draw_outcomes(db, gone, chance):
    """Addresses of the outcomes that change, in the workbook the database was made of."""
    with open_store(db) as store:
        outcomes, courses = store.read(tables.CORE_OUTCOME), store.read(tables.CORE_COURSE)
    placed = outcomes.merge(courses[["course_id", "source_row"]], on="course_id")
    placed = placed[~placed["source_row"].isin(gone) & placed["lang"].isin(MORE)]
    addresses = list(placed[ADDRESS].itertuples(index=False))
    return chance.sample(addresses, round(SHARE_CHANGED * len(outcomes)))


def reworded(rows, changed):
    rows = [dict(row) for row in rows]
    # From the back: what was put in moves no place that is still to come.
    for one in sorted(changed, key=lambda one: one.span_end, reverse=True):
        row = rows[one.source_row - 2]
        text = row[one.source_column]
        row[one.source_column] = f"{text[: one.span_end]} {MORE[one.lang]}{text[one.span_end :]}"
    return rows


def write_rows(path, profile, rows):
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(load_profile(profile, mappings_folder()).sheet or "courses")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    workbook.save(path)


def run_edition(catalogue, db, given):
    arguments = [catalogue, "--db", db, "--profile", given.profile]
    return timed_run([*arguments, *(["--esco", given.esco] if given.esco else [])])


def tell(name, seconds, report):
    stages = ", ".join(f"{stage} {value:.1f}" for stage, value in report["seconds"].items())
    print(f"{name:6} run {seconds:7.1f} s ({stages})")
    print(
        f"       {report['courses']:,} courses ({report['course_changes']}), {report['outcomes']:,} outcomes: "
        f"{report['outcomes_matched']:,} matched, {report['outcomes_reused']:,} taken over; "
        f"{report['texts_encoded']:,} texts encoded"
    )


def compare(first, second, report, changed, added, removed):
    """Prints what the second run did again and what it kept, and gives what is not as it must be."""
    before, after = read_results(first), read_results(second)
    known = set(before[tables.SUG_MATCH]["match_key"])
    matches = after[tables.SUG_MATCH].merge(after[tables.CORE_OUTCOME][["outcome_id", "course_id"]], on="outcome_id")
    matches["is_added"] = ~matches["course_id"].isin(before[tables.CORE_COURSE]["course_id"])
    new = matches[~matches["match_key"].isin(known)]
    in_added = int(new["is_added"].sum())
    links = before[tables.OUT_OUTCOME_SKILL]
    stay = links[links["outcome_id"].isin(after[tables.CORE_OUTCOME]["outcome_id"])]
    kept = stay.merge(after[tables.OUT_OUTCOME_SKILL][LINK], on=LINK)
    ended = int(after[tables.CORE_COURSE]["ended_at"].notna().sum())
    print(f"drawn:  {added} courses to add, {removed} to remove, {changed} outcomes to change")
    print(f"found:  {report['course_changes']}, {ended} ended; {len(new) - in_added} outcomes that changed")
    print(f"        and {in_added} of added courses: {len(new)} to match, {report['outcomes_matched']} matched")
    print(
        f"links:  {len(stay):,} of {len(links):,} are of outcomes that stay; {len(kept):,} of these kept as they were"
    )
    checks = {
        "other outcomes were matched than those that are new": report["outcomes_matched"] != len(new),
        "more outcomes are new than were changed": len(new) - in_added > changed,
        "other courses ended than were removed": ended != removed or report["courses_missing"] > 0,
        "other courses are new than were added": report["course_changes"].get("added", 0) != added,
        "links were lost": len(kept) < len(stay),
    }
    return [problem for problem, is_wrong in checks.items() if is_wrong]


def read_results(db):
    read = (tables.CORE_COURSE, tables.CORE_OUTCOME, tables.SUG_MATCH, tables.OUT_OUTCOME_SKILL)
    with open_store(db) as store:
        return {table: store.read(table) for table in read}
