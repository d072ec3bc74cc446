import json
from dataclasses import replace

import pytest

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.formats import ExportOptions
from escomap.exports.openbadges import OPEN_BADGES
from escomap.exports.openbadges_template import NOT_YET, PLACEHOLDER, credential_template
from escomap.exports.words import load_catalogue_words
from escomap.model import LevelBasis
from escomap.paths import mappings_folder
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames, outcome_with

WORDS = load_catalogue_words(mappings_folder())
ITALIAN = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")


def built(descriptor=ITALIAN, **options):
    return OPEN_BADGES.build(descriptor, ExportOptions(words=WORDS, **options))


def achievement(descriptor=ITALIAN, **options):
    return built(descriptor, **options).document


def test_the_full_course_says_everything_in_its_main_language():
    made = achievement()
    assert OPEN_BADGES.check(made, KNOWN_URIS) == []
    assert (made["name"], made["inLanguage"], made["description"]) == ("Programmazione", "it", "Un'introduzione.")
    assert (made["achievementType"], made["humanCode"], made["creditsAvailable"]) == ("Course", "INF1", 7.5)
    assert made["creator"]["name"] == "Politecnico Inventato"
    assert made["creator"]["address"]["addressCountryCode"] == "IT"
    assert made["fieldOfStudy"] == "Software"


def test_each_pair_of_outcome_and_skill_is_an_alignment():
    skills = [a for a in achievement()["alignment"] if a["targetType"] == "ext:ESCOSkill"]
    assert [(a["targetUrl"], a["targetDescription"]) for a in skills] == [
        (PROGRAM, "Scrivere programmi"),
        (PROGRAM, "Write SQL queries"),
        (SQL, "Write SQL queries"),
    ]
    assert {(a["targetName"], a["targetFramework"]) for a in skills} == {
        ("programmare un computer", "ESCO v1.2.0"),
        ("SQL", "ESCO v1.2.0"),
    }
    assert [a["targetCode"] for a in skills] == [a["targetUrl"].rpartition("/")[2] for a in skills]


def test_level_and_field_are_alignments_too():
    others = {a["targetType"]: a["targetUrl"] for a in achievement()["alignment"][3:]}
    assert others == {
        "ext:EQF": "http://data.europa.eu/snb/eqf/6",
        "ext:ISCEDF": "http://data.europa.eu/snb/isced-f/0613",
    }


def test_target_types_are_chosen_by_scheme():
    chosen = {"esco": "CFItem", "eqf": "ext:EQFLevel"}
    types = {a["targetType"] for a in achievement(target_types=chosen)["alignment"]}
    assert types == {"CFItem", "ext:EQFLevel", "ext:ISCEDF"}


@pytest.mark.parametrize("chosen", [{"esco": "ESCO"}, {"esco": "ext:a b"}, {"esco": "ext:"}, {"nqf": "CFItem"}])
def test_a_target_type_of_nobody_is_refused(chosen):
    with pytest.raises(EscomapError) as error:
        achievement(target_types=chosen)
    assert error.value.code == "bad_target_type"


def test_the_criteria_hold_outcomes_assessment_and_effort():
    criteria = achievement()["criteria"]
    assert criteria["id"] == "https://example.org/inf1"
    assert criteria["narrative"].split("\n\n") == [
        "- Scrivere programmi\n- Write SQL queries",
        "Prova scritta.",
        "7.5 ECTS · 187.5 h",
        f"*{ESCO_ATTRIBUTION}*",
    ]


def test_catalogue_text_is_no_markdown():
    course = bare_descriptor(assessment={"en": "[click](javascript:x) <b>*now*</b>\n# not a heading"})
    narrative = achievement(course)["criteria"]["narrative"]
    assert r"\[click\](javascript:x) \<b>\*now\*\</b> # not a heading" in narrative


def test_a_bare_course_still_makes_an_achievement_and_says_what_is_missing():
    build = built(bare_descriptor())
    assert OPEN_BADGES.check(build.document, KNOWN_URIS) == []
    assert set(build.document) == {"@context", "id", "type", "name", "description", "inLanguage", "criteria"}
    assert {finding.code for finding in build.left_out} == {"no_description", "no_outcomes"}


@pytest.mark.parametrize(
    ("given", "type_"),
    [("micro-credential", "MicroCredential"), ("Modul", "Course"), ("programme", "LearningProgram"), ("thesis", None)],
)
def test_the_kind_is_named_only_where_the_standard_has_it(given, type_):
    assert achievement(bare_descriptor(course_type=given)).get("achievementType") == type_


def test_an_accepted_level_is_marked_where_it_stands():
    course = replace(ITALIAN, eqf_basis=LevelBasis.CYCLE)
    [level] = [a for a in achievement(course, accept_inferred=True)["alignment"] if a["targetType"] == "ext:EQF"]
    assert "inferred from the cycle" in level["targetDescription"]


def test_a_label_falls_back_to_english_then_to_any_then_to_the_identifier():
    course = bare_descriptor(outcomes=(outcome_with((PROGRAM, "", "")),))
    [link] = course.outcomes[0].skills
    for labels, name in [({"fr": "f", "en": "e"}, "e"), ({"fr": "f"}, "f"), ({}, PROGRAM)]:
        outcome = replace(course.outcomes[0], skills=(replace(link, labels=labels),))
        [alignment] = achievement(replace(course, outcomes=(outcome,)))["alignment"]
        assert alignment["targetName"] == name


def test_the_template_marks_what_the_issuer_fills():
    credential = credential_template(achievement())
    assert credential["validFrom"] == NOT_YET
    assert credential["issuer"]["id"].startswith(PLACEHOLDER)
    assert credential["credentialSubject"]["id"].startswith(PLACEHOLDER)
    assert "@context" not in credential["credentialSubject"]["achievement"]
    assert "proof" not in credential
    assert credential_template(achievement(bare_descriptor()))["issuer"]["name"].startswith("PLACEHOLDER")


def test_both_files_hold_the_same_achievement():
    files = OPEN_BADGES.render(achievement())
    assert list(files) == [".json", ".credential.json"]
    alone, credential = (json.loads(content) for content in files.values())
    assert credential["credentialSubject"]["achievement"] == {k: v for k, v in alone.items() if k != "@context"}
