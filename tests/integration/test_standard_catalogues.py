"""Real catalogues in standard formats come through without a profile."""

import tarfile

import pytest

from escomap.errors import EscomapError
from escomap.steps.profile import propose_for, to_preview
from escomap.steps.run import RunRequest
from fixtures.ingests import ingested


@pytest.fixture
def read(tmp_path, shared):
    return lambda name, **options: ingested(shared(f"catalogues/{name}"), folder=tmp_path, **options)


def test_xcri_of_a_whole_university(read):
    found = read("xcri/open_university_xcri_cap_1.2.xml")
    courses = found.core_course
    assert len(courses) == len(found.raw_record) == 965
    assert found.raw_reject.empty
    # 496 courses have an outcome element; in 24 of them it only points elsewhere ("available here", careers service).
    assert found.core_outcome["course_id"].nunique() == 472
    assert 2200 < len(found.core_outcome) < 2400
    assert set(courses["provider"]) == {"The Open University"}
    assert set(courses["country_code"]) == {"GB"}
    assert courses["course_code"].is_unique
    assert (courses["level_text"] != "").sum() == 609
    assert courses["level_text"].str.contains("; SCQF level").sum() == 530
    assert set(courses["credit_scheme"]) == {"The Open University"}
    assert courses["ects"].isna().all()
    assert (courses["mode"] == "distance").sum() == 896
    assert found.report.notes == [
        f"{found.core_course['file_name'].iloc[0]}: read as XCRI-CAP 1.1 or 1.2 (profile xcri)"
    ]
    one = found.course(course_code="A150")
    assert (one["title"], one["credits"], one["starts_on"]) == ("Voices and texts", 30.0, "2012-11-03; 2013-10-05")
    assert one["level_text"] == "The Open University level 1; SCQF level 7"
    assert one["teaching_langs"].tolist() == ["en"]


def test_xcri_with_xhtml(read):
    found = read("xcri/cetis_pg_generic_xcri_cap_1.2.xml")
    one = found.course(course_code="PG064")
    assert (one["award"], one["cycle"], one["mode"]) == ("MBA Business and Marketing", "Postgraduate", "campus")
    assert (one["credits"], one["faculty"]) == (180.0, "Department of Management")
    assert len(found.outcomes()) == 1
    description = found.core_course_text.set_index("field").loc["description", "text"]
    assert description.splitlines()[0] == "MBA in Business and Marketing"
    assert "<" not in description


def test_loq_of_the_european_learning_model(read):
    # The samples hold random strings: their structure is what comes through.
    for name, specification in (("loq", "qualification"), ("loq_withLearningAchievementSpecification", "")):
        found = read(f"elm_loq/{name}.xml")
        assert len(found.raw_record) == 3
        assert set(found.core_course_text[found.core_course_text["field"] == "title"]["lang"]) == {"en", "nl"}
        levels = sorted(found.core_course["level_text"])
        assert levels == (["EQF 2", "EQF 2", "EQF 3"] if specification else ["", "", ""])
        assert (found.core_course["provider"] != "").all()
        assert found.core_course["isced_f_code"].str.len().eq(4).all()
        assert set(found.raw_reject["reject_scope"]) == {"value"}


def test_loq_written_for_a_course(tmp_path, shared):
    found = ingested(shared("standards/examples/loq_course.xml"), folder=tmp_path)
    assert found.raw_reject.empty
    one = found.course(course_code="ICT-204")
    assert (one["ects"], one["workload_hours"], one["level_text"], one["mode"]) == (4.0, 100.0, "EQF 6", "blended")
    assert (one["country_code"], one["isced_f_code"]) == ("IE", "0688")
    assert found.outcomes() == [
        "Plan and publish digital content for a defined audience",
        "Build and maintain collaborative relations in a project team",
        "Stimulate creative ideas in a team",
    ]


def test_a_programme_in_cdm_fr(read):
    found = read("cdm_fr/unistra_program_cdm_fixture.xml")
    assert found.raw_reject.empty
    one = found.course(title="Licence Anglais")
    assert (one["provider"], one["country_code"]) == ("UNIVERSITÉ DE STRASBOURG", "FR")
    assert (one["level_text"], one["faculty"]) == ("Licence", "Faculté Langues et Cultures étrangères")
    assert found.outcomes() == [
        "Analyser, synthétiser, argumenter en anglais.",
        "Pratique raisonnée de la langue écrite et orale.",
        "Expression écrite et orale sur des sujets de nature diverse.",
        "Développer une analyse autonome des manifestations littéraires, linguistiques, politiques et culturelles.",
        "Traduire en anglais et en français.",
    ]


def test_a_response_of_the_ewp_courses_api(read):
    found = read("ewp/response-example.xml")
    assert found.raw_reject.empty
    one = found.course(course_type="Course")
    assert (one["ects"], one["credits"], one["credit_scheme"]) == (15.0, 5.0, "no-vt")
    assert (one["cycle"], one["isced_f_code"], one["title"]) == ("Bachelor", "0541", "Introductory calculus")
    titles = found.core_course_text[found.core_course_text["field"] == "title"]
    assert sorted(titles["lang"]) == ["en", "en", "no", "no"]


def test_an_open_edx_course_from_its_folder_and_its_archive(tmp_path, shared):
    folder = shared("catalogues/openedx_olx/demo-course")
    packed = tmp_path / "demo.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder / "course", "course")
    for path in (folder, packed):
        found = ingested(path, folder=tmp_path)
        one = found.course(course_code="DemoX")
        assert (one["title"], one["provider"], one["mode"]) == ("Open edX Demo Course", "OpenedX", "online")
        assert (one["starts_on"], one["teaching_langs"].tolist()) == ("2020-01-01", ["en"])
        texts = found.core_course_text.set_index("field")["text"]
        assert texts["prerequisites"] == "There are no pre-requisites or requirements to take this demo course."
        # The course declares no outcomes: what it says about itself is no list of them.
        assert found.core_outcome.empty
        assert "codeboard_secret" not in found.raw_record["content_json"].iloc[0]


def test_a_profile_of_the_user_wins_over_that_of_the_format(tmp_path, shared):
    own = tmp_path / "own.toml"
    own.write_text('[catalogue]\nname = "own"\n[defaults]\nprovider = "Test"\n[columns]\ntitle."*" = "title@*"\n')
    found = ingested(shared("catalogues/ewp/response-example.xml"), folder=tmp_path, profile=str(own))
    assert set(found.core_course["provider"]) == {"Test"}
    assert found.report.catalogue == "own"


def test_the_format_can_be_named(tmp_path, shared):
    path = shared("catalogues/ewp/response-example.xml")
    assert len(ingested(path, folder=tmp_path, format="ewp").core_course) == 2
    with pytest.raises(EscomapError) as caught:
        ingested(path, folder=tmp_path, format="xcri")
    assert caught.value.code == "empty_catalogue"
    with pytest.raises(EscomapError) as caught:
        RunRequest(catalogues=(path,), db=tmp_path / "x.duckdb", format="epw")
    assert caught.value.code == "unknown_format"
    assert caught.value.hint.startswith("use one of: ewp")


def test_the_profile_of_a_format_is_proposed_as_it_is(shared):
    proposal, records = propose_for(shared("catalogues/xcri/cetis_pg_generic_xcri_cap_1.2.xml"))
    assert ("outcomes", "learningOutcome") in proposal.proposed.placed()
    assert proposal.proposed.is_good
    assert proposal.proposed.unplaced == ()
    assert 'format = "xcri"' in proposal.to_toml()
    assert "provider         Poppleton University" in to_preview(proposal, records, 1)
