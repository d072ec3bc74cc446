import pytest

from escomap.errors import EscomapError
from escomap.readers.elm_terms import word_of
from escomap.readers.registry import format_of, read_records

SNB = "http://data.europa.eu/snb"
AUTHORITY = "http://publications.europa.eu/resource/authority"
OPPORTUNITY = f"""
<learningOpportunity id="lop1">
  <identifier><skos:notation>ICT-1</skos:notation></identifier>
  <title language="en">Digital content</title><title language="de">Digitale Inhalte</title>
  <type uri="{SNB}/learning-opportunity/05053c1cbe"/><homepage><contentUrl>https://uni.example/ict</contentUrl></homepage>
  <temporal><startDate>2026-09-01T00:00:00Z</startDate></temporal><duration>P3M</duration>
  <mode uri="{SNB}/learning-assessment/e92d221e4d"/>
  <providedBy idref="uni"/><learningAchievementSpecification idref="q1"/><isPartOf idref="lop2"/>
  <bannerImage><content>iVBORw0KGgo=</content></bannerImage>
</learningOpportunity>
<learningOpportunity id="lop2"><title language="en">Media programme</title><providedBy idref="elsewhere"/>
</learningOpportunity>"""
QUALIFICATION = f"""
<qualification id="q1"><identifier><skos:notation>Q-1</skos:notation></identifier>
  <title language="en">Certificate in content</title><description language="en">About it</description>
  <learningOutcomeSummary><noteLiteral language="en">All in all</noteLiteral></learningOutcomeSummary>
  <ISCEDFCode uri="{SNB}/isced-f/0688"/><educationLevel uri="http://x.example/1"><skos:prefLabel language="de">Erster
  Zyklus</skos:prefLabel><skos:prefLabel language="en">First cycle</skos:prefLabel></educationLevel>
  <volumeOfLearning>PT100H</volumeOfLearning>
  <creditPoint><framework uri="{SNB}/education-credit/6fcec5c5af"/><point>4</point></creditPoint>
  <language uri="{AUTHORITY}/language/ENG"/><language uri="{AUTHORITY}/language/DEU"/>
  <entryRequirement><noteLiteral language="en">None</noteLiteral></entryRequirement>
  <learningOutcome idref="lo1"/><learningOutcome idref="lo2"/><provenBy idref="as1"/>
  <EQFLevel uri="{SNB}/eqf/6"/><NQFLevel uri="{SNB}/qdr/c_1"/>
</qualification>
<learningAchievementSpecification id="a2"><title language="fr">Seule</title><learningOutcome idref="lo3"/>
  <awardingOpportunity><awardingBody idref="uni"/></awardingOpportunity></learningAchievementSpecification>"""
OTHERS = f"""
<learningOutcomeReferences>
  <learningOutcome id="lo1"><title language="en">Plan content</title><title language="de">Inhalte planen</title>
    <relatedESCOSkill uri="http://data.europa.eu/esco/skill/1"/></learningOutcome>
  <learningOutcome id="lo2"><title language="en">Publish content</title></learningOutcome>
  <learningOutcome id="lo3"><title language="fr">Lire</title></learningOutcome></learningOutcomeReferences>
<learningAssessmentSpecificationReferences>
  <learningAssessmentSpecification id="as1"><title language="en">Portfolio</title>
  </learningAssessmentSpecification></learningAssessmentSpecificationReferences>
<agentReferences><organisation id="uni"><legalName language="en">Uni</legalName><location idref="here"/></organisation>
  </agentReferences>
<locationReferences><location id="here"><address><countryCode uri="{AUTHORITY}/country/IRL"/></address></location>
  </locationReferences>"""


def document(opportunities=OPPORTUNITY, specifications=QUALIFICATION, others=OTHERS):
    return f"""<?xml version="1.0"?>
<Courses xmlns="http://data.europa.eu/snb/model/ap/loq-constraints/" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<learningOpportunityReferences>{opportunities}</learningOpportunityReferences>
<learningAchievementSpecificationReferences>{specifications}</learningAchievementSpecificationReferences>
{others}</Courses>"""


def records(folder, content):
    path = folder / "loq.xml"
    path.write_text(content, encoding="utf-8")
    assert format_of(path) == "elm_loq"
    return list(read_records(path))


def filled(record):
    return {name: text for name, text in record.values.items() if text}


def test_an_opportunity_says_what_it_and_its_qualification_say(tmp_path):
    first, *_ = records(tmp_path, document())
    assert filled(first) == {
        "course code": "ICT-1",
        "identifier": "ICT-1",
        "specification.course code": "Q-1",
        "specification.identifier": "Q-1",
        "title@en": "Digital content",
        "title@de": "Digitale Inhalte",
        "specification.title@en": "Certificate in content",
        "description@en": "About it",
        "type": "course",
        "url": "https://uni.example/ict",
        "start": "2026-09-01",
        "duration": "P3M",
        "mode": "blended",
        "provider": "Uni",
        "providedBy": "Uni",
        "provider country": "IRL",
        "programme": "Media programme",
        "isPartOf": "Media programme",
        "qualification": "Certificate in content",
        "learningOutcome@en": "<ul><li>Plan content</li><li>Publish content</li></ul>",
        "learningOutcome@de": "<ul><li>Inhalte planen</li></ul>",
        "learningOutcomeSummary@en": "All in all",
        "relatedESCOSkill": "Plan content: http://data.europa.eu/esco/skill/1",
        "provenBy@en": "Portfolio",
        "entryRequirement@en": "None",
        "EQFLevel": "EQF 6",
        "NQFLevel": f"{SNB}/qdr/c_1",
        "ISCEDFCode": "0688",
        "educationLevel": "First cycle",
        "volumeOfLearning": "PT100H",
        "language": "ENG; DEU",
        "ects": "4",
        "credit": "ECTS: 4 credits",
    }


def test_what_no_opportunity_leads_to_is_a_record_of_its_own(tmp_path):
    *_, second, alone = records(tmp_path, document())
    assert filled(second) == {"title@en": "Media programme", "provider": "elsewhere", "providedBy": "elsewhere"}
    assert filled(alone) == {
        "title@fr": "Seule",
        "learningOutcome@fr": "<ul><li>Lire</li></ul>",
        "provider": "Uni",
        "provider country": "IRL",
        "awardingBody": "Uni",
    }


def test_the_order_of_the_lists_does_not_matter(tmp_path):
    turned = (
        document()
        .replace(OTHERS, "")
        .replace("<learningOpportunityReferences>", f"{OTHERS}<learningOpportunityReferences>")
    )
    assert [r.values for r in records(tmp_path, turned)] == [r.values for r in records(tmp_path, document())]


def test_references_to_nothing_cost_nothing_else(tmp_path):
    first, *_ = records(tmp_path, document(specifications="", others=""))
    assert first.values["title@en"] == "Digital content"
    assert first.values["provider"] == "uni"


def test_a_partial_qualification_is_no_award(tmp_path):
    partial = QUALIFICATION.replace("<EQFLevel", "<isPartialQualification>true</isPartialQualification><EQFLevel")
    first, *_ = records(tmp_path, document(specifications=partial))
    assert first.values["qualification"] == ""


def test_entities_and_cut_files_are_refused(tmp_path):
    for content, code in (
        (document().replace("<Courses", "<!DOCTYPE Courses [<!ENTITY e 'x'>]><Courses", 1), "unsafe_xml"),
        (document()[:-30], "corrupt_file"),
    ):
        with pytest.raises(EscomapError) as caught:
            records(tmp_path, content)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("address", "word"),
    [
        (f"{SNB}/eqf/4", "EQF 4"),
        (f"{SNB}/isced-f/061", "061"),
        (f"{AUTHORITY}/language/ITA", "ITA"),
        (f"{SNB}/learning-assessment/920fbb3cbe", "online"),
        ("http://x.example/level/3", "http://x.example/level/3"),
        ("", ""),
    ],
)
def test_concepts_become_words(address, word):
    assert word_of(address) == word
