import pytest

from escomap.readers.page_sections import page_sections, without_sections


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("<h2>What you'll learn</h2>", "outcomes"),
        ("<h4>Learning outcomes:</h4>", "outcomes"),
        ("<h2>Lernziele</h2>", "outcomes"),
        ("<p><strong>Ce que vous allez apprendre</strong></p>", "outcomes"),
        ("<div class='t'><h3>What you will learn in this course</h3></div>", "outcomes"),
        ("<h2>Prerequisites</h2>", "prerequisites"),
        ("<h2>Course requirements</h2>", "prerequisites"),
        ("<h2>Grading</h2>", "assessment"),
    ],
)
def test_headings_tell_what_follows(heading, field):
    page = f"<p>Before</p>{heading}<p>inside</p><ul><li>more</li></ul><h2>After</h2><p>end</p>"
    assert page_sections(page) == {
        field: "<p>inside</p><ul><li>more</li></ul>",
        "": "<p>Before</p><h2>After</h2><p>end</p>",
    }


@pytest.mark.parametrize("heading", ["<h2>Week 3</h2>", "<p><b>Note</b> this</p>", "<h2></h2>"])
def test_other_headings_stay_where_they_are(heading):
    page = f"{heading}<p>inside</p>"
    assert page_sections(page) == {"": page}


def test_a_section_ends_at_the_next_heading_of_its_level():
    page = "<h2>Objectives</h2><h3>Knowledge</h3><p>a</p><h3>Skills</h3><p>b</p><div><h2>Next</h2></div>"
    assert page_sections(page) == {
        "outcomes": "<h3>Knowledge</h3><p>a</p><h3>Skills</h3><p>b</p>",
        "": "<div><h2>Next</h2></div>",
    }


def test_text_right_after_a_heading_belongs_to_it():
    assert page_sections("<h2>Prerequisites</h2>a &lt; b") == {"prerequisites": "a &lt; b"}


@pytest.mark.parametrize(
    "page", ["", "  ", "<!-- only a comment -->", "</div>", "plain", "<p>open", "\x00", "<h2>Objectives</h2>"]
)
def test_odd_pages_do_no_harm(page):
    found = page_sections(page)
    assert set(found) <= {"", "outcomes"}
    assert without_sections(page, "faq")[1] == ""


def test_sections_of_a_class_are_taken_out_once():
    page = "<p>a</p><section class='x faq'><section class='faq'>q</section></section>tail<section>b</section>"
    rest, taken = without_sections(page, "faq")
    assert rest == "<p>a</p>tail<section>b</section>"
    assert taken == '<section class="faq">q</section>'
