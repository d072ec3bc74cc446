import pytest

from escomap.errors import EscomapError
from escomap.readers.registry import format_of, read_records

NAMESPACES = """xmlns="http://xcri.org/profiles/1.2/catalog" xmlns:credit="http://purl.org/net/cm"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:mlo="http://purl.org/net/mlo"
 xmlns:terms="http://xcri.org/profiles/1.2/catalog/terms" xmlns:cdp="http://xcri.co.uk"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" """
COURSE = """
<course>
  <dc:title xml:lang="en">Sewing</dc:title><dc:title xml:lang="cy">Gwnïo</dc:title>
  <dc:identifier>https://uni.example/sewing</dc:identifier>
  <dc:identifier xsi:type="cdp:internalID">SEW1</dc:identifier>
  <dc:description>
    <div xmlns="http://www.w3.org/1999/xhtml"><p>About &amp; around.</p><ul><li>thread</li></ul></div></dc:description>
  <dc:description xsi:type="terms:careerOutcome">Tailor</dc:description>
  <dc:subject xsi:type="cdp:JACS3" identifier="W200">Design</dc:subject><dc:subject>design</dc:subject>
  <dc:type xsi:type="cdp:courseTypeGeneral">Undergraduate</dc:type>
  <abstract>Sew.</abstract><mlo:url>https://uni.example/sew</mlo:url><mlo:isPartOf>School of Cloth</mlo:isPartOf>
  <mlo:assessment>A dress</mlo:assessment><mlo:prerequisite>Two hands</mlo:prerequisite>
  <learningOutcome>sew a seam</learningOutcome><learningOutcome>mend a tear</learningOutcome>
  <mlo:qualification><dc:title>CertHE</dc:title><dcterms:educationLevel>Undergraduate</dcterms:educationLevel><awardedBy>Uni</awardedBy></mlo:qualification>
  <mlo:credit><credit:scheme>CATS</credit:scheme><credit:level>4</credit:level><credit:value>30</credit:value></mlo:credit>
  <mlo:credit><credit:scheme>ECTS</credit:scheme><credit:value>15</credit:value></mlo:credit>
  <presentation><mlo:start dtf="2026-09-01">September</mlo:start><end>2027</end><attendanceMode>Campus</attendanceMode>
    <studyMode>Full time</studyMode><mlo:languageOfInstruction>en</mlo:languageOfInstruction><mlo:cost>1</mlo:cost>
    <venue><provider><dc:title>Old Hall</dc:title></provider></venue></presentation>
  <presentation><mlo:start dtf="2027-01-10">January</mlo:start><attendanceMode>campus</attendanceMode></presentation>
</course>"""


def provider(title, courses=COURSE, after=""):
    return f"<provider><dc:title>{title}</dc:title>{courses}{after}</provider>"


def catalog(*providers):
    return f"<?xml version='1.0'?>\n<catalog {NAMESPACES}>{''.join(providers)}</catalog>"


def records(folder, content, name="c.xml"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    assert format_of(path) == "xcri"
    return list(read_records(path))


def filled(record):
    return {name: text for name, text in record.values.items() if text}


def test_a_course_comes_through_with_everything_it_says(tmp_path):
    (record,) = records(tmp_path, catalog(provider("Uni")))
    values = filled(record)
    assert record.row == 6
    assert values.pop("description").startswith("<div><p>About &amp; around.</p><ul><li>thread</li>")
    assert values == {
        "course code": "SEW1",
        "title@en": "Sewing",
        "title@cy": "Gwnïo",
        "provider": "Uni",
        "department": "School of Cloth",
        "abstract": "Sew.",
        "description:careerOutcome": "Tailor",
        "learningOutcome": "sew a seam\n\nmend a tear",
        "assessment": "A dress",
        "prerequisite": "Two hands",
        "subject": "Design",
        "subject code": "W200",
        "type": "Undergraduate",
        "course type": "Undergraduate",
        "qualification": "CertHE",
        "qualification.awardedBy": "Uni",
        "educationLevel": "Undergraduate",
        "attendanceMode": "Campus",
        "studyMode": "Full time",
        "languageOfInstruction": "en",
        "start": "2026-09-01; 2027-01-10",
        "presentation.end": "2027",
        "presentation.cost": "1",
        "presentation.venue": "Old Hall",
        "url": "https://uni.example/sew",
        "identifier": "SEW1; https://uni.example/sewing",
        "credit": "CATS: level 4, 30 credits; ECTS: 15 credits",
        "ects": "15",
        "credits": "30",
        "credit scheme": "CATS",
        "level": "CATS level 4",
    }


def test_each_course_has_its_own_provider_wherever_the_place_stands(tmp_path):
    place = "<mlo:location><mlo:postcode>mk7 6aa</mlo:postcode></mlo:location>"
    one = "<course><dc:title>A</dc:title></course>"
    found = records(
        tmp_path, catalog(provider("Empty", ""), provider("British", one * 2, place), provider("Other", one))
    )
    told = [(record.values["provider"], record.values["provider country"]) for record in found]
    assert told == [("British", "GB"), ("British", "GB"), ("Other", "")]


def test_version_1_1_says_it_with_refined_descriptions(tmp_path):
    content = """<catalog xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns="http://xcri.org/profiles/catalog" xmlns:t="http://xcri.org/profiles/catalog/terms"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><provider><identifier xsi:type="ukrlp:ukprn">1</identifier>
 <title>College</title><course><identifier>X9</identifier><title>Bricks</title>
 <description xsi:type="t:learningOutcome"><h:p>lay bricks</h:p><br/>point</description>
 <description xsi:type="t:assessmentStrategy">A wall</description>
 <description xsi:type="t:prerequisites">None</description>
 <description xsi:type="t:aim" href="https://college.example/aim"/>
 <description xsi:type="t:abstract">In short</description>
 <qualification><title>NVQ</title><level>2</level></qualification>
 <credits><scheme>QCF</scheme><level>2</level><value>12</value></credits>
 <presentation><start>2010-09-13</start><languageOfInstruction>en</languageOfInstruction></presentation>
 </course></provider></catalog>"""
    (record,) = records(tmp_path, content)
    values = filled(record)
    assert values["learningOutcome"] == "<p>lay bricks</p><br/>point"
    assert (values["assessment"], values["prerequisite"], values["abstract"]) == ("A wall", "None", "In short")
    assert values["description:aim"] == "https://college.example/aim"
    assert (values["level"], values["credits"], values["credit scheme"]) == ("QCF level 2", "12", "QCF")
    assert (values["qualification"], values["educationLevel"], values["start"]) == ("NVQ", "2", "2010-09-13")
    assert (values["provider"], values["provider country"]) == ("College", "GB")


@pytest.mark.parametrize("root", ["provider", "course"])
def test_a_provider_or_a_course_can_be_the_root(tmp_path, root):
    content = provider("Uni") if root == "provider" else COURSE
    (record,) = records(tmp_path, content.replace(f"<{root}>", f"<{root} {NAMESPACES}>", 1).strip())
    assert record.values["course code"] == "SEW1"
    assert record.values["provider"] == ("Uni" if root == "provider" else "")


def test_the_abstract_describes_where_nothing_else_does(tmp_path):
    (record,) = records(
        tmp_path, catalog(provider("Uni", "<course><dc:title>A</dc:title><abstract>Short</abstract></course>"))
    )
    assert record.values["description"] == "Short"
    assert record.values["course code"] == ""


def test_an_empty_catalog_has_no_records_and_a_cut_one_is_refused(tmp_path):
    assert records(tmp_path, catalog()) == []
    with pytest.raises(EscomapError) as caught:
        records(tmp_path, catalog(provider("Uni"))[:-40])
    assert caught.value.code == "corrupt_file"


def test_xml_of_another_kind_is_refused_by_its_root(tmp_path):
    path = tmp_path / "c.xml"
    path.write_text("<rss><channel/></rss>")
    with pytest.raises(EscomapError) as caught:
        format_of(path)
    assert caught.value.code == "not_a_catalogue"
    assert "rss" in caught.value.message
    assert "xcri" in caught.value.hint
