"""How sure the ladder is of its levels, and how often they are right, by basis; writes it into tests/quality/results/.

python -m tests.quality.level_confidence [--shared ../shared]

Real catalogues are read with one of their signals at a time, and compared with a level that this signal is no part of.
Levels that reviewers decided have no figure; those inferred from wording are measured by ``escomap evaluate levels``.
"""

import argparse
import json
import random
import re
from itertools import groupby
from pathlib import Path

from escomap import __version__
from escomap.levels.figures import level_figures
from tests.quality.levels import decided, records, rows_of
from tests.quality.mixed_catalogue import facts, flawed_catalogue, mixed_catalogue, uk_ireland_levels

FILE = Path(__file__).parent / "results" / f"{__version__}_level_confidence.json"
FIGURES = ("exact", "ece", "sure", "sure_exact")
# What the confidences or the ladder were set or mended on: its figures say that the numbers fit, not that they hold.
SEEN, PARTLY, UNSEEN = (
    "mended on these",
    "codes and words written before, confidence set on these",
    "no part in any number",
)
CYCLES = {"GR": 6, "AV": 7, "FO": 8}
HIDDEN = (0.5, 0.95)


def figures_by_basis(pairs, policy="programme", counts=None):
    """Figures of ``(course, right level)`` pairs by the basis of the answers; open levels count nowhere. Only courses
    that ``counts`` names by their place are counted, all where it is left out.
    """
    answers = zip(pairs, decided([course for course, _ in pairs], policy), strict=True)
    given = [
        (decision.basis.value, level, decision.eqf_level, decision.confidence)
        for place, ((_, level), decision) in enumerate(answers)
        if decision.eqf_level is not None and (counts is None or place in counts)
    ]
    return by_basis(given), given


def by_basis(given):
    ordered = groupby(sorted(given, key=lambda one: one[0]), key=lambda one: one[0])
    return {basis: _figures(list(own)) for basis, own in ordered}


def _figures(given):
    _, right, found, confidences = zip(*given, strict=True)
    figures = level_figures(right, found, confidences)
    mean = sum(confidences) / len(confidences)
    return {"courses": len(given), "confidence": round(mean, 4)} | {
        name: round(figures[name], 4) for name in FIGURES if name in figures
    }


def generated():
    """Sets of generated courses: name -> pairs, policy, which places count, what was seen of it."""
    return {
        "mixed catalogue": (mixed_catalogue(), "programme", None, SEEN),
        "mixed catalogue with flaws": (flawed_catalogue(), "programme", None, PARTLY),
    }


def real(shared):
    """Sets of real courses, as ``generated`` gives them."""
    edinburgh = rows_of(shared / "gold" / "eqf_edinburgh_drps.csv")
    ofqual = rows_of(shared / "gold" / "eqf_ofqual_register_titles.csv")
    illinois = rows_of(shared / "gold" / "eqf_us_illinois_catalog.csv")
    miun = list(records(shared / "catalogues" / "xlsx" / "miun_kursplaner.xlsx", "miun"))
    miun = [(values, CYCLES[code]) for values in miun if (code := values["NivaForkortning"].strip()) in CYCLES]
    xcri = list(records(shared / "catalogues" / "xcri" / "open_university_xcri_cap_1.2.xml", "xcri"))
    return {
        **{f"Edinburgh, {name}": one for name, one in _edinburgh(edinburgh).items()},
        **{f"Open University, {name}": one for name, one in _open_university(xcri).items()},
        **{f"Mid Sweden, {name}": one for name, one in _mid_sweden(miun).items()},
        "Ofqual, level with RQF or QCF in the title": (_titles(_named(ofqual), "GB-ENG"), "module", None, SEEN),
        "Ofqual, title without its level as award": (_awards(ofqual), "module", None, PARTLY),
        "Illinois, title": (_titles(illinois, "US"), "module", None, UNSEEN),
    }


def _edinburgh(rows):
    right = uk_ireland_levels()
    level, code, title, groups = [], [], [], []
    for row in rows:
        given, scqf, text = row["extra"].split(";")
        course = {"country": "GB-SCT", "provider": "University of Edinburgh", "lang": "en"}
        eqf = right["SCQF", scqf.removeprefix("SCQF=")]
        level.append(({**course, "level_text": text}, eqf))
        code.append(({**course, "code": given.removeprefix("code=")}, eqf))
        title.append(({**course, "title": row["title"]}, eqf))
        groups.append((given.removeprefix("code=")[:4], eqf))
    return {
        "SCQF level": (level, "module", None, PARTLY),
        "course code": (code, "module", None, SEEN),
        "title": (title, "module", None, PARTLY),
        **_neighbours(groups, "GB-SCT"),
    }


def _open_university(rows):
    right = uk_ireland_levels()
    level, own, cycle, title = [], [], [], []
    for values in rows:
        if scqf := re.search(r"SCQF level (\d+)", values["level"]):
            course = {"country": values["provider country"], "provider": values["provider"], "lang": "en"}
            eqf = right["SCQF", scqf[1]]
            level.append(({**course, "level_text": values["level"]}, eqf))
            own.append(({**course, "level_text": values["level"].partition(";")[0]}, eqf))
            cycle.append(({**course, "cycle": values["educationLevel"]}, eqf))
            title.append(({**course, "title": values["title"]}, eqf))
    return {
        "SCQF level": (level, "module", None, PARTLY),
        "its own level": (own, "module", None, SEEN),
        "undergraduate or postgraduate": (cycle, "module", None, UNSEEN),
        "title": (title, "module", None, PARTLY),
    }


def _mid_sweden(rows):
    code, depth, title, groups = [], [], [], []
    for values, level in rows:
        course = {"country": "SE", "provider": "Mid Sweden University", "lang": "sv"}
        code.append(({**course, "code": values["Kurskod"]}, level))
        depth.append(({**course, "cycle": values["FordjupningKod"]}, level))
        title.append(({**course, "title": values["KursplanBenamning"]}, level))
        groups.append((values["AmnesgruppBeskrivning"], level))
    return {
        "course code": (code, "programme", None, SEEN),
        "depth code as cycle": (depth, "programme", None, PARTLY),
        "title": (title, "programme", None, UNSEEN),
        **_neighbours(groups, "SE"),
    }


def _neighbours(groups, country):
    """Courses of which a share hides its level; their subject stands in for a programme, and for a provider."""
    sets = {}
    for share in HIDDEN:
        draw = random.Random(1)
        hidden = {place for place in range(len(groups)) if draw.random() < share}
        for field in ("programme", "provider"):
            pairs = []
            for place, (group, level) in enumerate(groups):
                stated = {} if place in hidden else {"level_text": f"EQF {level}"}
                pairs.append(({"country": country, "provider": "University", **stated, field: group}, level))
            sets[f"{share:.0%} hidden, subject as {field}"] = (pairs, "programme", hidden, PARTLY)
    return sets


def _named(rows):
    return [row | {"title": full} for row in rows if re.search(r"\b(?:QCF|RQF)\b", full := row["extra"])]


def _titles(rows, country):
    return [
        ({"country": country, "lang": "en", "title": row["title"].removeprefix("full=")}, int(row["eqf_level"]))
        for row in rows
    ]


def _awards(rows):
    return [({"country": "GB-ENG", "degree": row["text"]}, int(row["eqf_level"])) for row in rows]


def fact_agreement():
    """By evidence class, how many levels of the United Kingdom and Ireland in nqf_eqf.csv the table of the authorities
    has too, regions with the same row counted once.
    """
    right = uk_ireland_levels()
    found = {}
    for evidence_class in "ABC":
        levels = {
            (row["framework"], row["nqf_level"], int(row["eqf_level"]))
            for row in facts(evidence_class)
            if row["country_code"][:2] in ("GB", "IE") and row["nqf_level"]
        }
        wrong = sorted(f"{name} {level}" for name, level, eqf in levels if right[name, level] != eqf)
        found[evidence_class] = {"facts": len(levels), "agreeing": len(levels) - len(wrong), "differing": wrong}
    return found


def measured(sets):
    """Figures of each set, and of all of them together, by basis."""
    found, everything = {}, []
    for name, (pairs, policy, counts, seen) in sets.items():
        figures, given = figures_by_basis(pairs, policy, counts)
        found[name] = {"seen": seen, "courses": len(counts or pairs), "bases": figures}
        everything += given
    return {"all": by_basis(everything), "sets": found}


def to_table(bases):
    """The figures as a Markdown table, a line a basis."""
    head = ("basis", "answers", "exact", "confidence", "ECE", "at .9 or above", "of these exact")
    lines = [
        (
            basis,
            f"{one['courses']:,}",
            *(f"{one.get(name, float('nan')):.3f}" for name in ("exact", "confidence", *FIGURES[1:])),
        )
        for basis, one in bases.items()
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder with the reference data; left out: generated data only")
    shared = parser.parse_args().shared
    found = {"generated": measured(generated()), "facts": fact_agreement()}
    if shared:
        found["real"] = measured(real(shared))
        command = "python -m tests.quality.level_confidence --shared ../shared"
        stored = {"command": command, "version": __version__, **found}
        FILE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name in ("generated", "real"):
        for part, one in found.get(name, {"sets": {}})["sets"].items():
            print(f"{part} ({one['seen']}; {one['courses']:,} courses)\n{to_table(one['bases'])}\n")
        if name in found:
            print(f"all {name}\n{to_table(found[name]['all'])}\n")
    print(json.dumps(found["facts"]))


if __name__ == "__main__":
    main()
