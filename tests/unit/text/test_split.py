from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.mappings import load_phrases
from escomap.paths import mappings_folder
from escomap.text.phrases import Phrases, compile_phrases
from escomap.text.split import split_statements

PHRASES = load_phrases(mappings_folder())
PIECES = st.sampled_from(
    [
        "use git",
        "Write tests.",
        " - ",
        "\n- ",
        "  - ",
        "; ",
        "1. ",
        "a) ",
        "•",
        ": ",
        "\n",
        "\n\n",
        "(x; y)",
        "e.g. ",
        ", and",
        "  ",
    ]
)


def texts(raw, lang="en"):
    return [statement.text for statement in split_statements(raw, PHRASES, lang)]


@pytest.mark.parametrize(
    "raw",
    [
        "Students will be able to:\n- use Git for teamwork\n- write unit tests",
        "Students will be able to:\r\n• use Git for teamwork\r\n• write unit tests",
        "Students will be able to: • use Git for teamwork • write unit tests",
        "Students will be able to: - use Git for teamwork - write unit tests",
        "Students will be able to:  - use Git for teamwork  - write unit tests",
        "1. use Git for teamwork\n2. write unit tests",
        "1) use Git for teamwork 2) write unit tests",
        "(a) use Git for teamwork\n(b) write unit tests",
        "(i) use Git for teamwork\n(ii) write unit tests",
        "LO1: use Git for teamwork\nLO2: write unit tests",
        "LO1. use Git for teamwork\n\nLO2. write unit tests",
        "On completion you can: use Git for teamwork; write unit tests",
        "Students will be able to use Git for teamwork; and write unit tests;",
        "<ul><li>use Git for teamwork</li><li>write unit tests</li></ul>",
        "<p>Students will be able to</p><p>&ndash; use Git for teamwork;</p><p>&ndash; write unit tests</p>",
        "Students can:<br>use Git for teamwork<br/>write unit tests",
        "LEARNING OUTCOMES\n* use Git for teamwork\n* write unit tests",
        "Knowledge and understanding\n– use Git for\nteamwork\n– write unit tests",
        "Students can:\nuse Git for teamwork, and\nwrite unit tests",
    ],
)
def test_lists_of_every_form_give_their_items(raw):
    assert texts(raw) == ["use Git for teamwork", "write unit tests"]


@pytest.mark.parametrize(
    "raw",
    [
        "Use C++ / C# in 2-4 projects (e.g. games; tools) at level 2.5",
        "Explain time- and frequency-domain methods, e.g. Fourier analysis, as used by J. Smith et al. in research",
        "Work with node.js and ASP.NET - a framework",
        "Calculate at temperatures of -5 °C",
        "Describe the work of Dr. Smith on the 3. law",
    ],
)
def test_one_statement_stays_whole(raw):
    assert texts(raw) == [raw]


def test_sentences_of_a_paragraph_are_statements_without_their_lead_ins():
    raw = "Students will be able to set goals. Students will be able to compile data, e.g. sheets. Report results."
    assert texts(raw)[:2] == ["set goals.", "compile data, e.g. sheets."]


@pytest.mark.parametrize(
    ("lang", "raw", "count"),
    [
        ("sv", "Beskriva metoder, t.ex. Scrum och bl.a. Kanban. Tillämpa metoderna i projekt.", 2),
        ("it", "Descrivere i metodi (es. Scrum, ecc.) di lavoro. Applicare i metodi nei progetti.", 2),
        ("de", "Sie kennen Verfahren, z. B. Scrum und Kanban. Sie wenden sie seit dem 3. Mai an.", 2),
        ("fr", "Décrire les méthodes, par ex. Scrum. Appliquer les méthodes en projet.", 2),
        ("es", "Describir los métodos, p. ej. Scrum. Aplicar los métodos en proyectos.", 2),
    ],
)
def test_abbreviations_do_not_end_sentences(lang, raw, count):
    assert len(texts(raw, lang)) == count


def test_spaces_that_stand_for_line_ends_divide_and_typing_gaps_do_not():
    raw = "Efter kursen ska du kunna:    - beskriva  metoder     och verktyg  - visa insikt    Mål  - granska texter"
    assert texts(raw, "sv")[0] == "beskriva metoder och verktyg"
    assert "granska texter" in texts(raw, "sv")


def test_wrapped_lines_are_joined():
    raw = (
        "Students learn to plan and carry out a small software project in a team, from the first\n"
        "interview with the client to the delivery, and to present what they have done to others\n"
        "in a clear way."
    )
    assert len(texts(raw)) == 1


def test_labels_and_part_titles_are_left_out():
    raw = "Knowledge and understanding: explain recursion\nModule 2: Testing\n- write unit tests"
    assert texts(raw) == ["explain recursion", "write unit tests"]


def test_an_item_that_lost_its_bullet_is_kept():
    raw = "Students can:\n- use Git for teamwork\nWrite good unit tests for every public function\n- review code"
    assert len(texts(raw)) == 3


@pytest.mark.parametrize("raw", ["", "   ", "-", "n/a", "• \n• ", "<p>&nbsp;</p>", "1.", "ok"])
def test_fields_without_outcomes_give_none(raw):
    assert texts(raw) == []


def test_phrases_do_not_cut_words():
    phrases = compile_phrases([("en", "lead_in", "you can"), ("en", "boilerplate", "na")])
    found = split_statements("you cancel orders. Navigate by map.", phrases, "en")
    assert [statement.text for statement in found] == ["you cancel orders.", "Navigate by map."]


@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=80)))
def test_spans_cover_the_statements_in_order(raw):
    statements = split_statements(raw, Phrases())
    spans = [(statement.start, statement.end) for statement in statements]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    if not set(raw) & set("<&") and raw.isprintable():
        for statement in statements:
            assert raw[statement.start : statement.end].split() == statement.text.split()


def test_spans_of_html_cover_the_statement():
    raw = "<ul><li>pr&eacute;parer <b>un audit</b> interne</li></ul>"
    (statement,) = split_statements(raw, Phrases())
    assert raw[statement.start : statement.end] == "pr&eacute;parer <b>un audit</b> interne"
    assert statement.text == "préparer un audit interne"


def test_hostile_text_takes_no_time():
    for raw in ("<a '" * 50_000, "<!--" * 50_000, "(" * 200_000, "word" + " " * 5000 + "x", "." * 100_000 + "a"):
        assert len(split_statements(raw, Phrases())) <= 2


def test_spaces_before_a_line_end_take_no_time():
    text = "debug software" + " " * 60_000 + "x\n \t\n  write programs in Python \n"
    assert [s.text for s in split_statements(text, PHRASES, "en")][-1] == "write programs in Python"
