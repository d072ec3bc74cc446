"""Figures for EQF levels by rule: explicit parsing, bare levels, a mixed catalogue, and real catalogues.

python -m tests.quality.levels [--shared ../shared]
"""

import argparse
import csv
import json
import re
from collections import defaultdict
from pathlib import Path

from escomap.levels.assign import decide_levels
from escomap.levels.explain import parse_course
from escomap.paths import mappings_folder
from escomap.readers.registry import read_records
from escomap.steps.level import load_level_facts
from tests.quality.level_wordings import BARE_WORDS, COUNTRY_LANGS, STATED, stated
from tests.quality.mixed_catalogue import facts, mixed_catalogue


def decided(courses, policy="programme"):
    """The levels of courses given as objects, decided together as those of one catalogue."""
    level_facts = load_level_facts(mappings_folder())
    return decide_levels([parse_course(course) for course in courses], level_facts, policy)


def figures(pairs, policy="programme"):
    """Exact, mean absolute error and coverage of ``(course, right level)`` pairs; open levels count as not covered."""
    decisions = decided([course for course, _ in pairs], policy)
    answered = [
        (decision.eqf_level, level)
        for decision, (_, level) in zip(decisions, pairs, strict=True)
        if decision.eqf_level is not None
    ]
    right = sum(answer == level for answer, level in answered)
    return {
        "courses": len(pairs),
        "coverage": round(len(answered) / len(pairs), 4),
        "exact": round(right / len(answered), 4) if answered else None,
        "mae": round(sum(abs(answer - level) for answer, level in answered) / len(answered), 4) if answered else None,
        "exact_of_all": round(right / len(pairs), 4),
    }


def explicit():
    """Every class A fact in every wording: levels in two fields and in one, qualifications as an award."""
    levels, qualifications = [], []
    for row in facts():
        country, eqf, lang = row["country_code"], int(row["eqf_level"]), COUNTRY_LANGS[row["country_code"]]
        if row["nqf_level"]:
            for template in STATED:
                text = stated(lang, row["framework"], row["nqf_level"], template)
                levels.append(({"country": country, "level_text": text}, eqf))
                english = stated("en", row["framework"], row["nqf_level"], template)
                levels.append(({"country": country, "level_text": english}, eqf))
            two = {"country": country, "framework": row["framework"], "level_text": row["nqf_level"]}
            levels.append((two, eqf))
        else:
            for text in ("{q}", "{q} (180 ECTS)", "{q}, full time", "Award: {q}"):
                course = {"country": country, "degree": text.format(q=row["qualification"])}
                qualifications.append((course, eqf))
    return {"class A levels": figures(levels), "class A qualifications": figures(qualifications)}


def bare():
    """Levels that were given to a number without its framework; right is none."""
    countries = ("", *sorted({row["country_code"] for c in "ABC" for row in facts(c)}))
    courses = [
        {"country": country, "level_text": text.format(w=word, n=n)}
        for country in countries
        for word in BARE_WORDS
        for n in range(1, 13)
        for text in ("{w} {n}", "{n}. {w}", "{w}: {n}")
    ]
    given = sum(decision.eqf_range is not None for decision in decided(courses))
    return {"courses": len(courses), "words for level": len(BARE_WORDS), "levels given": given}


def mixed():
    """The mixed catalogue as a whole and by kind of course."""
    pairs = mixed_catalogue()
    by_kind = defaultdict(list)
    decisions = decided([course for course, _ in pairs])
    for (course, level), decision in zip(pairs, decisions, strict=True):
        by_kind[course["kind"]].append((decision.eqf_level, level))
    kinds = {
        kind: {
            "courses": len(found),
            "answered": sum(answer is not None for answer, _ in found),
            "right": sum(answer == level for answer, level in found),
        }
        for kind, found in sorted(by_kind.items())
    }
    return {**figures(pairs), "by kind": kinds}


def real(shared):
    """Real catalogues, where the level is given by the source."""
    return {
        "University of Edinburgh, SCQF level as text": figures(_edinburgh(shared, "text")),
        "University of Edinburgh, only the course code": figures(_edinburgh(shared, "code")),
        **_open_university(shared),
        **_ofqual(shared),
        **_mid_sweden(shared),
    }


def _edinburgh(shared, what):
    pairs = []
    for row in rows_of(shared / "gold" / "eqf_edinburgh_drps.csv"):
        code, _, text = row["extra"].split(";")
        given = {"level_text": text} if what == "text" else {"code": code.removeprefix("code=")}
        course = {"country": "GB-SCT", "provider": "University of Edinburgh", "title": row["title"], **given}
        pairs.append((course, int(row["eqf_level"])))
    return pairs


def _open_university(shared):
    """Courses with an SCQF level beside the university's own; the right level is that of the SCQF in nqf_eqf.csv."""
    file = shared / "catalogues" / "xcri" / "open_university_xcri_cap_1.2.xml"
    scqf = {
        row["nqf_level"]: int(row["eqf_level"])
        for c in "ABC"
        for row in facts(c)
        if (row["country_code"], row["framework"]) == ("GB-SCT", "SCQF") and row["nqf_level"]
    }
    pairs, alone = [], []
    for values in records(file, "xcri"):
        level = re.search(r"SCQF level (\d+)", values["level"])
        if level:
            course = {
                "country": values["provider country"],
                "provider": values["provider"],
                "title": values["title"],
                "cycle": values["educationLevel"],
                "degree": values["qualification"],
                "level_text": values["level"],
            }
            pairs.append((course, scqf[level[1]]))
            alone.append(({**course, "level_text": values["level"].partition(";")[0], "cycle": ""}, scqf[level[1]]))
    return {
        "Open University, policy module": figures(pairs, "module"),
        "Open University, policy programme": figures(pairs),
        "Open University, without SCQF": figures(alone, "module"),
    }


def _ofqual(shared):
    """Titles of the register of qualifications in England: with the name of the framework, and without."""
    named, unnamed = [], []
    for row in rows_of(shared / "gold" / "eqf_ofqual_register_titles.csv"):
        course = {"country": "GB-ENG", "title": row["extra"].removeprefix("full=")}
        (named if re.search(r"\b(?:QCF|RQF)\b", row["extra"]) else unnamed).append((course, int(row["eqf_level"])))
    return {"Ofqual titles with RQF or QCF": figures(named), "Ofqual titles without": figures(unnamed)}


def _mid_sweden(shared):
    """Cycles and course codes of Mid Sweden University; what its cycle codes stand for is an official fact."""
    right = {"GR": 6, "AV": 7, "FO": 8}
    cycles, codes = [], []
    for values in records(shared / "catalogues" / "xlsx" / "miun_kursplaner.xlsx", "miun"):
        if level := right.get(values["NivaForkortning"].strip()):
            course = {"country": "SE", "provider": "Mid Sweden University", "title": values["KursplanBenamning"]}
            cycles.append(({**course, "cycle": values["NivaForkortning"]}, level))
            codes.append(({**course, "code": values["Kurskod"]}, level))
    return {
        "Mid Sweden University, cycle": figures(cycles),
        "Mid Sweden University, only the course code": figures(codes),
    }


def records(file, profile):
    from escomap.mappings import load_profile

    for record in read_records(file, load_profile(profile, mappings_folder())):
        yield defaultdict(str, record.values)


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder with the reference data; left out: generated data only")
    given = parser.parse_args()
    found = {"explicit": explicit(), "bare": bare(), "mixed": mixed()}
    if given.shared:
        found["real"] = real(given.shared)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
