import pytest

from escomap.exports.node_table import NodeTable, check_nodes

SKILL = "http://data.europa.eu/esco/skill/1"
TABLE = NodeTable(
    root="Course",
    type_key="@type",
    classes={
        "Course": {
            "@id": "uri",
            "name": "text tagged",
            "credits": "Points",
            "teaches": "Term text",
            "hours": "duration",
        },
        "Points": {"value": "number"},
        "Term": {"@id": "uri", "labels": "texts", "lang": "language"},
    },
    required={"Course": ("name",)},
    untyped=("Points",),
)
COURSE = {"@context": "https://example.org", "@type": "Course", "name": "Robotics"}


def codes(**changes):
    return [(finding.code, finding.where) for finding in check_nodes({**COURSE, **changes}, TABLE, {SKILL})]


@pytest.mark.parametrize(
    "sound",
    [
        {},
        {"name": {"@value": "Robotics", "@language": "en"}},
        {"name": ["Robotics", "Robotik"]},
        {"credits": {"value": 7.5}},
        {"teaches": [["nested lists"], "text", {"@type": "Term", "@id": SKILL, "labels": {"en": "x", "pt-BR": "y"}}]},
        {"hours": "PT7H30M"},
    ],
)
def test_a_sound_document_has_no_findings(sound):
    assert codes(**sound) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": ""}, [("missing", "name"), ("bad_value", "name")]),
        ({"name": {"@value": "Robotics"}}, [("bad_type", "name")]),
        ({"titel": "Robotics"}, [("unknown_key", "titel")]),
        ({"value": 7}, [("wrong_class", "value")]),
        ({"credits": {"value": "7"}}, [("bad_value", "credits.value")]),
        ({"credits": {"value": True}}, [("bad_value", "credits.value")]),
        ({"credits": {"value": float("nan")}}, [("bad_value", "credits.value")]),
        ({"credits": {"@type": "Term"}}, [("bad_type", "credits")]),
        ({"teaches": [{"@id": SKILL}]}, [("bad_type", "teaches[0]")]),
        ({"teaches": {"@type": "Term", "@id": "1"}}, [("bad_value", "teaches.@id")]),
        ({"teaches": {"@type": "Term", "labels": {"english": "x"}}}, [("bad_type", "teaches.labels")]),
        ({"teaches": {"@type": "Term", "lang": "English"}}, [("bad_value", "teaches.lang")]),
        ({"hours": "7 h"}, [("bad_value", "hours")]),
        ({"@type": "Kurs"}, [("bad_type", "")]),
        ({"@id": SKILL + "2"}, [("unknown_skill", "@id")]),
        ({"@id": "http://data.europa.eu/snb/eqf/9"}, [("bad_concept", "@id")]),
        ({"@id": "http://data.europa.eu/snb/isced-f/613"}, [("bad_concept", "@id")]),
    ],
)
def test_a_fault_is_named_with_its_place(changes, found):
    assert codes(**changes) == found
