"""CPU seconds to validate a document, in batches of 100 and one by one, and their ratio.

Documents are made of the courses of a database, or of invented ones with as many outcomes and skills as real courses.
"""

import time
from dataclasses import replace
from pathlib import Path

from escomap.exports.credential import sealed
from escomap.exports.formats import ExportOptions
from escomap.exports.loq_schema import load_xml_validator
from escomap.exports.loq_xml import to_xml
from escomap.exports.registry import document_format
from escomap.exports.shapes import EDC_SHAPES, LOQ_SHAPES, load_validator
from escomap.model import DescribedOutcome, Descriptor, FieldBasis, LevelBasis, SkillLink

BATCH = 100
ALONE = 20
OUTCOMES, SKILLS = 8, 2
LABELS = ("en", "de", "fr", "es", "sv", "fi")


def add_arguments(parser):
    parser.add_argument("--standards", type=Path, required=True)
    parser.add_argument("--db", type=Path, default=None, help="Courses of this database; left out: invented ones.")


def courses(db):
    """``BATCH`` courses, those of a database again and again where it has fewer."""
    if db is None:
        return [invented(number) for number in range(BATCH)]
    from escomap.descriptor import build_descriptors
    from escomap.steps.describe import descriptor_frames
    from escomap.store.db import open_store

    with open_store(db) as store:
        found = list(build_descriptors(descriptor_frames(store)))
    return [replace(found[number % len(found)], course_id=f"course {number}") for number in range(BATCH)]


def invented(number):
    """A course with everything a document can say."""
    text = {"en": "Text about the course.", "sv": "Text om kursen."}
    outcomes = tuple(
        DescribedOutcome(f"o{place}", f"Do thing {place}", "en", tuple(skill(place * 10 + n) for n in range(SKILLS)))
        for place in range(OUTCOMES)
    )
    return Descriptor(
        course_id=f"course {number}", provider="University", country_code="SE", course_code=f"C{number}",
        titles={"en": "Title", "sv": "Titel"}, descriptions=text, course_type="course", ects=7.5, workload_hours=200.0,
        eqf_level=6, eqf_basis=LevelBasis.DECLARED_EQF, eqf_confidence=0.99, eqf_evidence="EQF 6", framework="EQF",
        level_text="EQF 6", award="Bachelor", isced_f_code="0613", isced_f_basis=FieldBasis.DECLARED,
        isced_f_evidence="", mode="online", teaching_langs=("en", "sv"),
        assessment=text, prerequisites=text, url=f"https://example.org/{number}", outcomes=outcomes,
        esco_version="v1.2.0", starts_on="2026-09-01", quality_assurance=text,
    )  # fmt: skip


def skill(number):
    """A skill with a label in every language."""
    return SkillLink(
        f"http://data.europa.eu/esco/skill/{number}", dict.fromkeys(LABELS, f"skill {number}"), "knowledge"
    )


def documents(name, found):
    """The documents of courses in a format."""
    return [document_format(name).build(course, ExportOptions()).document for course in found]


def measure(given):
    found = courses(given.db)
    kinds = {
        "edc": (EDC_SHAPES, documents("edc", found)),
        "edc-credential": (EDC_SHAPES, [sealed(each) for each in documents("edc-credential", found)]),
        "loq": (LOQ_SHAPES, documents("loq", found)),
    }
    for name, (shapes, made) in kinds.items():
        report(name, given.standards, shapes, made)
    schema = load_xml_validator(given.standards)
    written = [to_xml([document]) for document in kinds["loq"][1]]
    spent, _ = cpu(lambda: [schema.findings(each) for each in written])
    print(f"loq XML         {spent / BATCH:.4f} CPU s a document against the schema")


def report(name, standards, shapes, made):
    loading, validator = cpu(lambda: load_validator(standards, shapes))
    together, _ = cpu(lambda: validator.findings(made))
    alone, _ = cpu(lambda: [validator.findings([each]) for each in made[:ALONE]])
    anew, _ = cpu(lambda: load_validator(standards, shapes).findings(made[:1]))
    batch, single = together / len(made), alone / ALONE
    print(
        f"{name:15} {batch:.4f} CPU s a document in batches, {single:.4f} one by one with the shapes at hand (ratio "
        f"{single / batch:.1f}), {anew:.3f} with the shapes read each time (ratio {anew / batch:.0f}); "
        f"reading the shapes {loading:.2f} s"
    )


def cpu(work):
    """CPU seconds of a piece of work, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result
