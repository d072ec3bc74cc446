import pytest

from escomap.errors import EscomapError
from escomap.readers.registry import format_of, read_records

UNITS = """
<orgUnit id="U"><orgUnitID>U</orgUnitID><orgUnitName><text>Université de Test</text></orgUnitName>
  <orgUnit id="F"><orgUnitName><text>Faculté</text></orgUnitName><refProgram idRef="P"/></orgUnit>
</orgUnit>"""
PROGRAMME = """
<program id="P"><programID>P</programID><programCode>LIC</programCode>
  <programName><text language="fr-FR">Licence Droit</text><text language="fr-FR-TRL">droit</text>
    <text language="en-GB">Law degree</text></programName>
  <programDescription><subBlock blockLang="fr-FR"><subBlock>Un.</subBlock><subBlock>Deux<br/>trois</subBlock></subBlock>
    <subBlock blockLang="en">One.</subBlock>
    <subBlock userDefined="DES"><subBlock userDefined="domaine">Droit</subBlock></subBlock></programDescription>
  <qualification><qualificationName><text>Licence</text></qualificationName><profession>Juriste</profession></qualification>
  <level><subBlock><subBlock>Licence</subBlock></subBlock></level>
  <instructionLanguage teachingLang="fra"/><instructionLanguage teachingLang="eng"/>
  <credits ECTScredits="180"/>
  <programStructure><refCourse ref="C"/></programStructure>
  <subProgram id="S"><programName><text>Parcours public</text></programName></subProgram>
  <contacts><refPerson idRef="X"/></contacts><webLink role="homepage"><href>https://uni.example/droit</href></webLink>
</program>"""
COURSE = """
<course id="C"><courseID>C</courseID><courseName><text>Droit civil</text></courseName>
  <courseCode>DC1</courseCode>
  <credits ECTScredits="6" totalWorkLoad="150"><globalVolume teachingtype="CM">24</globalVolume></credits>
  <learningObjectives>
     Analyser un arrêt &amp; le commenter
  </learningObjectives>
  <formalPrerequisites><subBlock>Aucun</subBlock></formalPrerequisites>
  <recommendedPrerequisites><subBlock>Lire</subBlock></recommendedPrerequisites>
  <formOfAssessment><subBlock>Écrit</subBlock></formOfAssessment>
  <formOfTeaching method="présentiel"/><teachingTerm>S1</teachingTerm>
</course>"""
PERSON = '<person id="X"><name><given>Ada</given><family>Byron</family></name></person>'


def document(*parts, namespace="http://cdm-fr.fr/2011/CDM"):
    return f"<?xml version='1.0'?>\n<CDM xmlns='{namespace}'>{''.join(parts)}</CDM>"


def records(folder, content):
    path = folder / "cdm.xml"
    path.write_text(content, encoding="utf-8")
    assert format_of(path) == "cdm_fr"
    return {record.values["code"]: record.values for record in read_records(path)}


def filled(values):
    return {name: text for name, text in values.items() if text}


def test_a_programme_comes_through(tmp_path):
    found = records(tmp_path, document(UNITS, PROGRAMME, COURSE, PERSON))
    values = filled(found["LIC"])
    assert values.pop("description@fr") == "<div>Un.</div><div>Deux<br/>trois</div>"
    assert values == {
        "code": "LIC",
        "id": "P",
        "kind": "programme",
        "name@fr": "Licence Droit",
        "name@en": "Law degree",
        "other name": "droit",
        "provider": "Université de Test",
        "provider country": "FR",
        "department": "Faculté",
        "description@en": "One.",
        "description.domaine": "Droit",
        "qualification": "Licence",
        "qualification.qualificationName": "Licence",
        "qualification.profession": "Juriste",
        "level": "Licence",
        "instructionLanguage": "fra; eng",
        "ects": "180",
        "credit": "ECTS: 180 credits",
        "url": "https://uni.example/droit",
    }


def test_a_course_belongs_to_the_programme_that_refers_to_it(tmp_path):
    found = records(tmp_path, document(COURSE, PROGRAMME, UNITS))
    assert filled(found["DC1"]) == {
        "code": "DC1",
        "id": "C",
        "kind": "course",
        "name": "Droit civil",
        "provider": "Université de Test",
        "provider country": "FR",
        "programme": "Licence Droit",
        "learningObjectives": "Analyser un arrêt & le commenter",
        "prerequisites": "Aucun\n\nLire",
        "formOfAssessment": "Écrit",
        "formOfTeaching": "présentiel",
        "teachingTerm": "S1",
        "ects": "6",
        "credit": "ECTS: 6 credits",
        "credits.totalWorkLoad": "150",
        "credits.globalVolume": "CM 24",
    }


def test_a_part_of_a_programme_is_a_record_that_names_it(tmp_path):
    part = records(tmp_path, document(UNITS, PROGRAMME))["S"]
    assert (part["name"], part["programme"], part["kind"]) == ("Parcours public", "Licence Droit", "programme")


def test_persons_leave_no_trace(tmp_path):
    found = records(tmp_path, document(UNITS, PROGRAMME, COURSE, PERSON))
    assert not any("Byron" in text for values in found.values() for text in values.values())


def test_prefixes_old_namespaces_and_missing_units_do_not_matter(tmp_path):
    old = document(COURSE, namespace="http://cdm.utdanning.no/cdm")
    prefixed = old.replace("<", "<c:").replace("<c:/", "</c:").replace("<c:?", "<?").replace("xmlns=", "xmlns:c=")
    for content in (old, prefixed):
        (values,) = records(tmp_path, content).values()
        assert (values["name"], values["ects"], values["provider"]) == ("Droit civil", "6", "")
        assert values["provider country"] == "NO"


def test_units_that_name_each_other_do_not_hang(tmp_path):
    loop = '<orgUnit id="A"><orgUnitName>A</orgUnitName><refProgram idRef="P"/><orgUnit id="A"/></orgUnit>'
    assert records(tmp_path, document(loop, PROGRAMME))["LIC"]["name@fr"] == "Licence Droit"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("<CDM", "<!DOCTYPE CDM [<!ENTITY e 'x'>]><CDM", 1), "unsafe_xml"),
        (lambda text: text[:-30], "corrupt_file"),
    ],
)
def test_what_cannot_be_trusted_or_is_cut_off_is_refused(tmp_path, change, code):
    with pytest.raises(EscomapError) as caught:
        records(tmp_path, change(document(UNITS, PROGRAMME, COURSE)))
    assert caught.value.code == code
