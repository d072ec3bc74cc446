"""Open edX: what courses, search results and programmes of its interfaces say."""

import json

import pytest

from escomap.catalogue.build import build_catalogue
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.registry import read_records, sniff_format
from escomap.settings import Settings

RUN = {
    "key": "course-v1:TestaX+CS1+2026",
    "uuid": "r2",
    "title": "Programming in Python",
    "start": "2026-09-14T00:00:00Z",
    "pacing_type": "self_paced",
    "content_language": "en-us",
    "min_effort": 4,
    "max_effort": 6,
    "weeks_to_complete": 8,
    "level_type": "Introductory",
    "marketing_url": "https://example.org/run",
}
COURSE = {
    "key": "TestaX+CS1",
    "uuid": "c1",
    "title": "Programming in Python",
    "course_runs": [{**RUN, "uuid": "r1", "key": "old", "start": "2025-09-14T00:00:00Z"}, RUN],
    "owners": [{"uuid": "o1", "key": "TestaX", "name": "Testa College"}],
    "image": {"src": "https://example.org/x.png"},
    "short_description": "<p>Learn Python.</p>",
    "full_description": "<p>A first course in <b>programming</b>.</p>",
    "level_type": None,
    "subjects": [{"name": "Computer Science", "slug": "cs"}, {"name": "Mathematics"}],
    "prerequisites": [],
    "prerequisites_raw": "<p>None.</p>",
    "expected_learning_items": [],
    "outcome": "<ul><li>debug software with professional tools</li><li>write programs in Python</li></ul>",
    "syllabus_raw": "<p>Week 1</p>",
    "canonical_course_run_key": "course-v1:TestaX+CS1+2026",
}
SEARCHED = {
    "content_type": "courserun",
    "key": "course-v1:TestaX+ME1+2026",
    "title": "Welding",
    "org": "TestaX",
    "language": "Italian",
    "full_description": "Saldatura.",
    "authoring_organization_uuids": ["o1"],
    "pacing_type": "instructor_paced",
    "level_type": "Advanced",
    "what_you_will_learn": ["operate welding equipment safely", "read technical drawings of parts"],
    "weeks_to_complete": 4,
    "min_effort": None,
    "max_effort": 3,
}
PROGRAM = {
    "uuid": "p1",
    "title": "Data analysis",
    "type": "MicroMasters",
    "subtitle": "Five courses",
    "authoring_organizations": [{"key": "TestaX", "name": "Testa College"}, {"name": "Other College"}],
    "courses": [{"key": "TestaX+CS1", "title": "Programming in Python"}],
    "expected_learning_items": ["plan a statistical study of a population"],
    "marketing_url": "https://example.org/p",
    "total_hours_of_effort": 300,
}
LISTED = {
    "blocks_url": "https://lms.example.org/api/blocks",
    "effort": "3 hours a week",
    "id": "course-v1:TestaX+LA1+2026",
    "course_id": "course-v1:TestaX+LA1+2026",
    "name": "Labour law",
    "org": "TestaX",
    "start": "2026-02-01T00:00:00Z",
    "start_display": "Feb. 1, 2026",
    "overview": "<h2>About</h2><p>The law of work.</p>",
}


def built(folder, content, phrases):
    path = folder / "c.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    assert sniff_format(path) == "openedx_discovery"
    profile = load_profile("openedx_discovery", mappings_folder())
    return build_catalogue(read_records(path, profile), profile, phrases, settings=Settings(), digests={path.name: "0"})


def page(*results):
    return {"count": len(results), "next": None, "previous": None, "results": list(results)}


def test_a_course_has_its_outcomes_and_what_its_main_run_says(tmp_path, phrases):
    catalogue = built(tmp_path, page(COURSE), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["course_code"], course["title"], course["provider"]) == (
        "TestaX+CS1",
        "Programming in Python",
        "Testa College",
    )
    assert (course["subject"], course["level_text"]) == ("Computer Science; Mathematics", "Introductory")
    assert (course["workload_hours"], list(course["teaching_langs"])) == (40, ["en"])
    assert (course["starts_on"], course["url"]) == ("2026-09-14T00:00:00Z", "https://example.org/run")
    assert catalogue.core_outcome["text"].tolist() == [
        "debug software with professional tools",
        "write programs in Python",
    ]
    texts = catalogue.core_course_text.set_index("field")["text"].to_dict()
    assert texts["description"] == "A first course in programming."
    assert catalogue.raw_reject.empty
    assert catalogue.unplaced_columns == ()


def test_a_search_result_a_programme_and_a_listed_course_are_read_too(tmp_path, phrases):
    catalogue = built(tmp_path, page(SEARCHED, PROGRAM, LISTED), phrases)
    courses = catalogue.core_course.set_index("title").to_dict("index")
    assert (courses["Welding"]["workload_hours"], list(courses["Welding"]["teaching_langs"])) == (12, ["it"])
    assert courses["Data analysis"]["course_type"] == "programme"
    assert courses["Data analysis"]["award"] == "MicroMasters"
    assert courses["Data analysis"]["provider"] == "Testa College; Other College"
    assert courses["Data analysis"]["workload_hours"] == 300
    assert courses["Labour law"]["course_code"] == "course-v1:TestaX+LA1+2026"
    assert len(catalogue.core_outcome) == 3
    # "3 hours a week" without the weeks is no amount of work.
    assert catalogue.unplaced_columns == ("effort",)


@pytest.mark.parametrize(
    "content",
    [
        [COURSE],
        json.dumps(COURSE) + "\n" + json.dumps(COURSE),
        [page(COURSE), page()],
        json.dumps(page(COURSE)) + "\n" + json.dumps(page(SEARCHED)),
    ],
)
def test_lists_lines_and_several_pages_are_read(tmp_path, phrases, content):
    assert "Programming in Python" in built(tmp_path, content, phrases).core_course["title"].tolist()


def test_entries_that_are_no_objects_are_reported(tmp_path, phrases):
    catalogue = built(tmp_path, json.dumps(page(COURSE, 7)) + "\n{}", phrases)
    assert sorted(catalogue.raw_reject["reject_code"]) == ["missing_title", "row_shape"]
