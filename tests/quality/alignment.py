"""How well outcomes of two courses are aligned, by bound, and where the bounds come from.

python -m tests.quality.alignment --db miun.duckdb

The database holds courses that state their outcomes in two languages, such as Mid Sweden syllabi run with a full ESCO
release. Where both languages have the same number of outcomes, the first is taken for the translation of the first, and
so on: by suggested concepts alone, each should be paired with its translation. Outcomes of different courses are
taken for unrelated.
"""

import argparse
import random
from collections import Counter, defaultdict
from itertools import combinations, islice
from pathlib import Path

from rapidfuzz import fuzz

from escomap import tables
from escomap.model import DescribedOutcome
from escomap.recognition import outcomes as alignment
from escomap.recognition.side import Side
from escomap.store.db import open_store
from tests.fixtures.descriptors import bare_descriptor

DRAWN = 6000
# Fewer outcomes of a language are taken for guesses of another one, and may all be of one course.
FEW = 100
BOUNDS = (0.05, 0.1, 0.15, 0.2, 0.3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    courses, suggested = stored(parser.parse_args().db)
    versions = translations(courses)
    described = [(course, each) for course, by_lang in courses.items() for part in by_lang.values() for each in part]
    chance = [overlap(*pair, suggested) for pair in unrelated(described)]
    total = sum(len(one) for one, _ in versions)
    print(f"{total} outcomes with a translation in {len(versions)} courses; {len(chance)} unrelated pairs")
    for bound in BOUNDS:
        alignment.COUNTERPART = bound
        right, wrong = map(sum, zip(*(paired(one, other, suggested) for one, other in versions), strict=True))
        reached = sum(score >= bound for score in chance) / len(chance)
        print(f"  {bound:.2f}  paired right {right / total:.3f}, wrong {wrong / total:.3f}; unrelated {reached:.3f}")
    for lang, count in sorted(Counter(each.lang for _, each in described).items()):
        if count < FEW:
            continue
        of_lang = [(course, each) for course, each in described if each.lang == lang]
        shares = sorted(fuzz.token_sort_ratio(a.text.casefold(), b.text.casefold()) for a, b in unrelated(of_lang))
        most = shares[int(len(shares) * 0.95)]
        print(f"  {lang}: 95 of 100 unrelated pairs share at most {most:.0f} % of their letters")


def stored(db):
    """Outcomes by course and language in their order, and the suggested concepts of each."""
    with open_store(db) as store:
        outcomes = store.read(tables.CORE_OUTCOME).sort_values(["course_id", "position"])
        rows = store.read(tables.SUG_SKILL)
    suggested = defaultdict(dict)
    for row in rows.itertuples():
        suggested[row.outcome_id][row.skill_uri] = row.confidence_score
    courses = defaultdict(lambda: defaultdict(list))
    for row in outcomes.itertuples():
        courses[row.course_id][row.lang].append(DescribedOutcome(row.outcome_id, row.text, row.lang))
    return courses, suggested


def translations(courses):
    """The outcomes of a course in two languages, where there are as many in both."""
    return [
        pair
        for by_lang in courses.values()
        for pair in combinations([by_lang[lang] for lang in sorted(by_lang)], 2)
        if len(pair[0]) == len(pair[1])
    ]


def paired(one, other, suggested):
    """How many outcomes are paired with their own translation, and with another."""
    sides = [Side(bare_descriptor(outcomes=tuple(part)), suggested=suggested) for part in (one, other)]
    place = {each.outcome_id: number for part in (one, other) for number, each in enumerate(part)}
    pairs = alignment.align_outcomes(*sides).pairs
    right = sum(place[pair.a.outcome_id] == place[pair.b.outcome_id] for pair in pairs)
    return right, len(pairs) - right


def unrelated(described):
    """Pairs of outcomes of different courses, drawn the same way every time."""
    draw = random.Random(1)
    pairs = ((draw.choice(described), draw.choice(described)) for _ in iter(int, 1))
    return list(islice(((a, b) for (course, a), (another, b) in pairs if course != another), DRAWN))


def overlap(one, other, suggested):
    return alignment.concept_overlap(suggested[one.outcome_id], suggested[other.outcome_id]) or 0.0


if __name__ == "__main__":
    main()
