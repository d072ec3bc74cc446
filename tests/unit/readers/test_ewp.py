import pytest

from escomap.errors import EscomapError
from escomap.readers.registry import format_of, read_records

COURSE = """
<learningOpportunitySpecification>
  <los-id>CR/1</los-id><los-code>MATH1</los-code>
  <title xml:lang="no">Kalkulus</title><title xml:lang="en-GB">Calculus</title><type>Course</type>
  <subjectArea>11</subjectArea><iscedCode>0541</iscedCode><eqfLevel>6</eqfLevel><url>https://uni.example/m</url>
  <description xml:lang="en">&lt;p&gt;Some&lt;/p&gt;</description>
  <specifies>
    <learningOpportunityInstance><loi-id>CRI/1</loi-id><start>2024-09-01</start>
      <credit><scheme>ects</scheme><value>7.5</value></credit></learningOpportunityInstance>
    <learningOpportunityInstance><loi-id>CRI/2</loi-id><start>2026-09-01</start><end>2026-12-20</end>
      <t:academic-term><t:academic-year-id>2026/2027</t:academic-year-id></t:academic-term>
      <resultDistribution><category label="A" count="3"/></resultDistribution>
      <credit><scheme>ects</scheme><level>Bachelor</level><value>10</value></credit>
      <credit><scheme>no-vt</scheme><value>5</value></credit>
      <languageOfInstruction>en</languageOfInstruction><engagementHours>60</engagementHours>
    </learningOpportunityInstance>
  </specifies>
</learningOpportunitySpecification>"""
PROGRAMME = """
<learningOpportunitySpecification>
  <los-id>DEP/1</los-id><title xml:lang="en">Mathematics</title><type>Degree Programme</type>
  <contains><los-id>CR/1</los-id></contains></learningOpportunitySpecification>"""
NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-courses/tree/stable-v1"


def response(*specifications):
    return f'<courses-response xmlns="{NAMESPACE}" xmlns:t="urn:term">{"".join(specifications)}</courses-response>'


def records(folder, content):
    path = folder / "ewp.xml"
    path.write_text(content, encoding="utf-8")
    assert format_of(path) == "ewp"
    return list(read_records(path))


def test_a_course_comes_through_with_its_latest_instance_first(tmp_path):
    course, programme = records(tmp_path, response(COURSE, PROGRAMME))
    assert {name: text for name, text in course.values.items() if text} == {
        "los-id": "CR/1",
        "los-code": "MATH1",
        "title@no": "Kalkulus",
        "title@en": "Calculus",
        "type": "Course",
        "programme": "Mathematics",
        "description@en": "<p>Some</p>",
        "iscedCode": "0541",
        "subjectArea": "11",
        "eqfLevel": "EQF 6",
        "url": "https://uni.example/m",
        "credit": "ects: 10 credits; no-vt: 5 credits; ects: 7.5 credits",
        "ects": "10",
        "credits": "5",
        "credit scheme": "no-vt",
        "credit level": "Bachelor",
        "languageOfInstruction": "en",
        "engagementHours": "60",
        "start": "2026-09-01; 2024-09-01",
        "instance.loi-id": "CRI/2; CRI/1",
        "instance.end": "2026-12-20",
        "instance.academic-term": "2026/2027",
        "instance.resultDistribution": "A: 3",
    }
    assert programme.values["contains"] == "CR/1"


def test_missing_parts_leave_empty_columns(tmp_path):
    (only,) = records(
        tmp_path, response("<learningOpportunitySpecification><los-id>1</los-id></learningOpportunitySpecification>")
    )
    assert {name for name, text in only.values.items() if text} == {"los-id"}
    assert records(tmp_path, response()) == []


def test_a_cut_response_is_refused(tmp_path):
    with pytest.raises(EscomapError) as caught:
        records(tmp_path, response(COURSE)[:-9])
    assert caught.value.code == "corrupt_file"
