"""LOQ as JSON-LD: the same columns as from XML, whatever form the JSON-LD has."""

import json

import pytest

from escomap.catalogue.build import build_catalogue
from escomap.errors import EscomapError
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.registry import read_records, sniff_format
from escomap.settings import Settings

SNB = "http://data.europa.eu/snb"
AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {"@context": "http://data.europa.eu/snb/model/context/edc-ap"}
UNI = {
    "@id": "urn:uni",
    "@type": "Organisation",
    "legalName": {"en": "Testa College", "ga": "Coláiste Testa"},
    "location": {"address": {"countryCode": {"@id": f"{AUTHORITY}/country/IRL", "@type": "Concept"}}},
}
QUALIFICATION = {
    "@id": "urn:q1",
    "@type": "Qualification",
    "identifier": {"@type": "Identifier", "notation": "Q-1"},
    "title": {"en": "Certificate in content", "de": "Zertifikat Inhalte"},
    "description": {"en": "<p>About it</p>"},
    "eqfLevel": {"@id": f"{SNB}/eqf/6", "@type": "Concept", "prefLabel": {"en": "Level 6"}},
    "thematicArea": [{"@id": f"{SNB}/isced-f/0688"}],
    "educationLevel": {"@id": "http://x.example/1", "prefLabel": {"de": "Erster Zyklus", "en": "First cycle"}},
    "creditPoint": {"framework": {"@id": f"{SNB}/education-credit/6fcec5c5af"}, "point": "4"},
    "volumeOfLearning": "PT100H",
    "language": [{"@id": f"{AUTHORITY}/language/ENG"}, f"{AUTHORITY}/language/DEU"],
    "mode": {"@id": f"{SNB}/learning-assessment/e92d221e4d"},
    "entryRequirement": {"@type": "Note", "noteLiteral": {"en": "None"}},
    "learningOutcome": [
        {
            "@id": "urn:lo1",
            "title": {"en": "Plan content for the web", "de": "Inhalte für das Web planen"},
            "relatedESCOSkill": [{"@id": "http://data.europa.eu/esco/skill/1", "prefLabel": {"en": "plan"}}],
        },
        {"@id": "urn:lo2", "title": {"en": "Publish content in a team"}},
    ],
    "provenBy": {"title": {"en": "Portfolio"}},
    "awardingOpportunity": {"awardingBody": "urn:uni", "learningAchievementSpecification": {"@id": "urn:q1"}},
}
OPPORTUNITY = {
    **CONTEXT,
    "@id": "urn:o1",
    "@type": "LearningOpportunity",
    "title": {"en": "Digital content, autumn"},
    "dcType": {"@id": f"{SNB}/learning-opportunity/05053c1cbe"},
    "homepage": {"@type": "WebResource", "contentURL": "https://example.org/ict"},
    "temporal": {"startDate": "2026-09-01T00:00:00Z"},
    "providedBy": UNI,
    "isPartOf": {"@id": "urn:o2", "title": {"en": "Media programme"}},
    "learningAchievementSpecification": QUALIFICATION,
}


def written(folder, content, name="c.jsonld"):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def built(path, phrases):
    assert sniff_format(path) == "elm_loq"
    profile = load_profile("elm_loq", mappings_folder())
    return build_catalogue(read_records(path, profile), profile, phrases, settings=Settings(), digests={path.name: "0"})


def flat(opportunity):
    """The same things side by side, pointing at each other."""
    qualification = {**QUALIFICATION, "learningOutcome": ["urn:lo1", {"@id": "urn:lo2"}]}
    own = {key: value for key, value in opportunity.items() if key != "@context"}
    own |= {"providedBy": {"@id": "urn:uni"}, "learningAchievementSpecification": {"@id": "urn:q1"}}
    return {**CONTEXT, "@graph": [*QUALIFICATION["learningOutcome"], own, qualification, UNI]}


@pytest.mark.parametrize("document", [OPPORTUNITY, [OPPORTUNITY], flat(OPPORTUNITY)], ids=["nested", "list", "graph"])
def test_an_opportunity_comes_through_with_its_qualification(tmp_path, phrases, document):
    catalogue = built(written(tmp_path, document), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["course_code"], course["title"]) == ("Q-1", "Digital content, autumn")
    assert (course["provider"], course["country_code"]) == ("Testa College", "IE")
    assert (course["course_type"], course["programme"]) == ("course", "Media programme")
    assert (course["ects"], course["workload_hours"], course["isced_f_code"]) == (4, 100, "0688")
    assert (course["level_text"], course["cycle"], course["mode"]) == ("EQF 6", "First cycle", "blended")
    assert list(course["teaching_langs"]) == ["en", "de"]
    assert (course["starts_on"], course["url"]) == ("2026-09-01", "https://example.org/ict")
    assert catalogue.core_outcome.groupby("lang")["text"].apply(list).to_dict() == {
        "en": ["Plan content for the web", "Publish content in a team"],
        "de": ["Inhalte für das Web planen"],
    }
    texts = catalogue.core_course_text.set_index("field")["text"].to_dict()
    assert (texts["description"], texts["assessment"], texts["prerequisites"]) == ("About it", "Portfolio", "None")
    assert catalogue.raw_reject.empty
    assert catalogue.unplaced_columns == ()
    raw = json.loads(catalogue.raw_record["content_json"].iloc[0])
    assert raw["relatedESCOSkill"] == "Plan content for the web: http://data.europa.eu/esco/skill/1"


def test_a_qualification_alone_is_a_record_with_its_awarding_body(tmp_path, phrases):
    catalogue = built(written(tmp_path, {**CONTEXT, "@graph": [QUALIFICATION, UNI]}), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["title"], course["provider"], course["award"]) == (
        "Certificate in content",
        "Testa College",
        "Certificate in content",
    )
    assert len(catalogue.core_outcome) == 3


def test_names_of_the_vocabulary_and_expanded_values(tmp_path, phrases):
    elm, title = "http://data.europa.eu/snb/model/elm/", "http://purl.org/dc/terms/title"
    document = [
        {
            "@type": [f"{elm}Qualification"],
            title: [{"@value": "Saldatore", "@language": "it"}],
            f"{elm}EQFLevel": [{"@id": f"{SNB}/eqf/4"}],
            f"{elm}ISCEDFCode": [{"@id": f"{SNB}/isced-f/0715"}],
            f"{elm}isPartialQualification": [{"@value": True}],
            f"{elm}learningOutcome": [{title: [{"@value": "Saldare metalli in sicurezza", "@language": "it"}]}],
        }
    ]
    catalogue = built(written(tmp_path, document), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["title"], course["title_lang"], course["level_text"]) == ("Saldatore", "it", "EQF 4")
    assert (course["isced_f_code"], course["award"]) == ("0715", "")
    assert len(catalogue.core_outcome) == 1


def test_lines_are_documents_of_their_own(tmp_path, phrases):
    text = "\n".join([json.dumps(OPPORTUNITY), "{", json.dumps({**CONTEXT, **QUALIFICATION})])
    catalogue = built(written(tmp_path, text), phrases)
    assert catalogue.raw_record["source_row"].tolist() == [1, 2, 3]
    assert catalogue.raw_reject["reject_code"].tolist() == ["row_shape"]


def test_other_documents_are_refused(tmp_path):
    path = written(tmp_path, {**CONTEXT, "@type": "Organisation", "note": "a Qualification of us"})
    assert sniff_format(path) == "json"
    with pytest.raises(EscomapError) as caught:
        list(read_records(path, None, "elm_loq"))
    assert caught.value.code == "not_a_catalogue"


@pytest.mark.parametrize(
    "name",
    ["standards/examples/loq_learning_opportunity.jsonld", "standards/examples/edc_descriptor_personfree.jsonld"],
)
def test_the_examples_of_the_standards_folder_are_read(shared, phrases, name):
    catalogue = built(shared(name), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["ects"], course["level_text"], course["country_code"]) == (4, "EQF 6", "IE")
    assert len(catalogue.core_outcome) == 3
    assert catalogue.raw_reject.empty
