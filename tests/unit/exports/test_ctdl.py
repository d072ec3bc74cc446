import pytest

from escomap.descriptor import build_descriptors
from escomap.exports.ctdl import CTDL
from escomap.exports.ctdl_keys import CONTEXTS, TABLE
from escomap.exports.formats import ExportOptions
from escomap.exports.words import load_catalogue_words
from escomap.paths import mappings_folder
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames, outcome_with

WORDS = load_catalogue_words(mappings_folder())
ITALIAN = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")
# Namespaces as Credential Engine publishes them; containers and kinds as our own table has them.
PREFIXES = {
    "ceterms": "https://purl.org/ctdl/terms/",
    "ceasn": "https://purl.org/ctdlasn/terms/",
    "deliveryType": "https://purl.org/ctdl/vocabs/deliveryType/",
    "schema": "https://schema.org/",
}
COERCED = {"texts": {"@container": "@language"}, "uri": {"@type": "@id"}}


def graph(descriptor=ITALIAN, **options):
    return CTDL.build(descriptor, ExportOptions(words=WORDS, **options)).document


def nodes(document, type_):
    return [node for node in document["@graph"] if node["@type"] == type_]


def test_the_full_course_keeps_to_the_known_keys():
    made = graph()
    assert CTDL.check(made, KNOWN_URIS) == []
    [course] = nodes(made, "ceterms:Course")
    [provider] = nodes(made, "ceterms:Organization")
    assert course["ceterms:name"] == {"it": "Programmazione", "en": "Programming"}
    assert course["ceterms:offeredBy"] == [provider["@id"]]
    assert [target["ceterms:targetNode"] for target in course["ceterms:deliveryType"]] == [
        "deliveryType:InPerson",
        "deliveryType:BlendedDelivery",
    ]
    assert course["ceterms:creditValue"][0]["schema:value"] == 7.5
    assert course["ceterms:creditValue"][0]["schema:description"] == {"en": "ECTS credit points"}


def test_each_outcome_is_a_competency_aligned_to_esco_and_taught_by_the_course():
    made = graph()
    competencies = nodes(made, "ceasn:Competency")
    assert [(c["ceasn:competencyText"], c["ceasn:alignTo"]) for c in competencies] == [
        ({"it": "Scrivere programmi"}, [PROGRAM]),
        ({"en": "Write SQL queries"}, [PROGRAM, SQL]),
    ]
    [course] = nodes(made, "ceterms:Course")
    taught = [target["ceterms:targetNode"] for target in course["ceterms:teaches"]]
    assert taught == [*(competency["@id"] for competency in competencies), PROGRAM, SQL]
    labels = course["ceterms:teaches"][2]["ceterms:targetNodeName"]
    assert labels == {
        "de": "programmieren",
        "en": "computer programming",
        "fr": "programmer",
        "it": "programmare un computer",
    }


def test_a_mode_without_a_delivery_type_is_described():
    [course] = nodes(graph(bare_descriptor(mode="project-based / workplace")), "ceterms:Course")
    assert "ceterms:deliveryType" not in course
    assert course["ceterms:deliveryTypeDescription"] == {"en": "Project based"}


def test_a_text_without_a_language_is_undetermined():
    outcome = outcome_with((PROGRAM, "", ""))
    course = bare_descriptor(titles={"x": "Titel"}, outcomes=(outcome,))
    assert nodes(graph(course), "ceterms:Course")[0]["ceterms:name"] == {"und": "Titel"}


def test_the_manifest_will_say_what_nobody_checked():
    assert any("CTID" in limit for limit in CTDL.limits)
    assert any("own table" in limit for limit in CTDL.limits)


def test_expansion_drops_nothing():
    pytest.importorskip("pyld")
    from escomap.exports.jsonld import expansion_findings

    terms = {
        key: {"@id": key} | COERCED.get(kind, {})
        for keys in TABLE.classes.values()
        for key, kind in keys.items()
        if not key.startswith("@")
    }
    contexts = {CONTEXTS[0]: {"@context": PREFIXES | terms}, CONTEXTS[1]: {"@context": {}}}
    for descriptor in [*build_descriptors(frames()), bare_descriptor()]:
        assert expansion_findings(graph(descriptor), contexts) == []
        assert expansion_findings(graph(descriptor) | {"name": "x"}, contexts) != []


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ({"ceterms:nam": {"en": "x"}}, "unknown_key"),
        ({"ceasn:alignTo": [PROGRAM]}, "wrong_class"),
        ({"ceterms:name": "x"}, "bad_value"),
        ({"ceterms:name": {}}, "missing"),
        ({"@type": "ceterms:Lecture"}, "bad_type"),
        ({"ceterms:offeredBy": ["the polytechnic"]}, "bad_value"),
    ],
)
def test_our_own_checks_find_a_fault(fault, found):
    made = graph()
    made["@graph"][0] |= fault
    assert found in {finding.code for finding in CTDL.check(made, KNOWN_URIS)}
