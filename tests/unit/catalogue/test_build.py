import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap import tables
from escomap.catalogue.build import build_catalogue
from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.mappings import load_phrases
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.settings import Settings

PHRASES = load_phrases(mappings_folder())
FRAMES = ("raw_record", "raw_reject", "core_course", "core_course_text", "core_outcome")
PROFILE = CatalogueProfile(
    "test",
    defaults={"country_code": "IT"},
    columns={
        name: (name,)
        for name in (
            "course_code",
            "provider",
            "ects",
            "workload_hours",
            "isced_f_code",
            "url",
            "cycle",
            "teaching_langs",
        )
    },
    texts={
        "title": {"auto": ("title",), "en": ("title_en",)},
        "outcomes": {"auto": ("outcomes",), "en": ("outcomes_en",)},
    },
    values={"cycle": {"GR": "first cycle", "X": ""}},
)
GIT = "- use Git to develop software in a team\n- write automatic unit tests and measure their coverage"


def built(*rows, profile=PROFILE, problem="", **options):
    records = [RawRecord("c.csv", number, row, problem=problem) for number, row in enumerate(rows, start=2)]
    return build_catalogue(records, profile, PHRASES, settings=Settings(**options), digests={"c.csv": "00"})


def course(code="A1", title="Programming", **more):
    return {"course_code": code, "title": title, "outcomes": GIT, **more}


def codes(catalogue):
    return catalogue.raw_reject["reject_code"].tolist()


def test_frames_keep_their_contracts():
    catalogue = built(course(), course("A2", ects="x"))
    for name in FRAMES:
        assert tables.check_frame(getattr(catalogue, name), tables.TABLES[name]) == []
        tables.to_arrow(getattr(catalogue, name), tables.TABLES[name])


def test_outcomes_lie_at_their_span_of_the_source():
    catalogue = built(course())
    source = json.loads(catalogue.raw_record["content_json"].iloc[0])
    for outcome in catalogue.core_outcome.itertuples():
        assert source[outcome.source_column][outcome.span_start : outcome.span_end] == outcome.text
    assert catalogue.core_outcome["position"].tolist() == [1, 2]


def test_values_are_typed():
    row = course(
        ects="7,5", workload_hours="150 h", isced_f_code="613", url="www.a.eu", cycle="GR", teaching_langs="Italiano"
    )
    typed = built(row).core_course.iloc[0]
    assert (typed.ects, typed.workload_hours, typed.isced_f_code) == (7.5, 150.0, "0613")
    assert (typed.url, typed.cycle, list(typed.teaching_langs)) == ("https://www.a.eu", "first cycle", ["it"])
    assert typed.country_code == "IT"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("ects", "six", "bad_ects"),
        ("workload_hours", "long", "bad_hours"),
        ("isced_f_code", "IT", "bad_isced_f"),
        ("url", "see web", "bad_url"),
        ("teaching_langs", "Klingonish", "unknown_language"),
    ],
)
def test_a_value_of_the_wrong_kind_is_left_out_and_reported(field, value, code):
    catalogue = built(course(**{field: value}))
    (reject,) = catalogue.raw_reject.to_dict("records")
    assert (reject["reject_code"], reject["reject_scope"]) == (code, "value")
    assert (reject["column_name"], reject["raw_value"], reject["source_row"]) == (field, value, 2)
    assert len(catalogue.core_course) == 1


def test_an_exact_repeat_points_at_the_first_row():
    catalogue = built(course(), course("A2"), course())
    assert codes(catalogue) == ["duplicate_row"]
    assert "row 2" in catalogue.raw_reject["hint"].iloc[0]
    assert len(catalogue.raw_record) == 3


def test_of_two_courses_with_one_code_the_fuller_stays():
    short, full = course(title="Old"), course(title="Programming in teams")
    for rows in ((short, full), (full, short)):
        catalogue = built(*rows)
        assert codes(catalogue) == ["duplicate_course"]
        assert catalogue.core_course["title"].tolist() == ["Programming in teams"]


def test_courses_without_code_are_told_apart_by_provider_and_title():
    catalogue = built(course("", provider="A"), course("", provider="B"), course("", title="Testing", provider="A"))
    assert len(catalogue.core_course) == 3


def test_rows_without_title_and_broken_rows_are_rejected():
    assert codes(built(course(title=""))) == ["missing_title"]
    assert codes(built(course(), problem="4 fields")) == ["row_shape"]


def test_words_for_nothing_are_empty():
    catalogue = built(course(ects="NULL", url="n/a", outcomes="null"))
    assert codes(catalogue) == []
    assert catalogue.core_course["ects"].isna().all()


def test_a_course_without_outcomes_is_kept():
    catalogue = built(course(outcomes=""))
    assert (len(catalogue.core_course), len(catalogue.core_outcome)) == (1, 0)


def test_a_text_that_holds_for_all_courses_stands_where_a_course_has_none_of_its_own():
    profile = replace(
        PROFILE,
        defaults={"quality_assurance": "Accredited by an agency of the register for all its courses"},
        texts={**PROFILE.texts, "quality_assurance": {"auto": ("quality",)}},
    )
    found = built(course(), course("A2", quality="Reviewed by peers"), profile=profile).core_course_text
    rows = found[found["field"] == "quality_assurance"].sort_values("text")
    assert rows["text"].tolist() == [profile.defaults["quality_assurance"], "Reviewed by peers"]
    assert rows["lang"].tolist() == ["en", "en"]


def test_an_outcome_given_twice_counts_once():
    catalogue = built(course(outcomes=GIT + "\n- Use git to develop software in a team."))
    assert len(catalogue.core_outcome) == 2


def test_a_long_cell_is_cut_and_reported():
    catalogue = built(course(), max_cell_characters=45)
    assert codes(catalogue) == ["cell_too_long"]
    assert catalogue.core_outcome["span_end"].max() <= 45


def test_short_texts_follow_the_language_of_the_long_ones():
    italian = "- progettare basi di dati relazionali a partire dai requisiti degli utenti\n- scrivere query"
    catalogue = built(course(title="Basi di dati", outcomes=italian, title_en="Databases", outcomes_en=GIT))
    assert set(catalogue.core_course["title_lang"]) == {"it"}
    assert sorted(catalogue.core_course_text["lang"]) == ["en", "it"]
    assert catalogue.core_outcome.groupby("lang").size().to_dict() == {"en": 2, "it": 2}
    assert set(catalogue.core_outcome["lang_basis"]) == {"declared", "detected"}


@pytest.mark.parametrize(("langs", "title"), [("en", "Databases"), ("it", "Basi di dati"), ("", "Basi di dati")])
def test_the_main_title_is_the_one_in_the_language_of_instruction(langs, title):
    italian = "- progettare basi di dati relazionali a partire dai requisiti degli utenti\n- scrivere query"
    catalogue = built(course(title="Basi di dati", outcomes=italian, title_en="Databases", teaching_langs=langs))
    assert catalogue.core_course["title"].tolist() == [title]


def test_what_the_profile_leaves_open_is_told():
    catalogue = built(course(cycle="Q9", remark="x"), course("A2", cycle="Q9"))
    assert catalogue.unmapped_values == {("cycle", "Q9"): 2}
    assert catalogue.unplaced_columns == ("remark",)
    assert "title_en" in catalogue.missing_columns
    assert json.loads(catalogue.raw_record["content_json"].iloc[0])["remark"] == "x"


def test_a_catalogue_without_records_or_title_column_stops():
    for rows, code in (((), "empty_catalogue"), (({"name": "x"},), "missing_column")):
        with pytest.raises(EscomapError) as caught:
            built(*rows)
        assert caught.value.code == code


CELL = st.sampled_from(["", "x", "7,5", "NULL", GIT, "One two three", "<li>a b c"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"course_code": st.sampled_from(["", "A1", "A2"]), "title": CELL, "outcomes": CELL, "ects": CELL}
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_every_record_counts_and_order_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = built(*rows), built(*shuffled)
    row_rejects = first.raw_reject[first.raw_reject["reject_scope"] == "row"]
    assert len(rows) == len(first.core_course) + row_rejects["source_row"].nunique()
    for name, key in (
        ("core_course", "course_id"),
        ("core_outcome", "outcome_id"),
        ("raw_record", "record_id"),
        ("raw_reject", "reject_id"),
    ):
        assert sorted(getattr(first, name)[key]) == sorted(getattr(second, name)[key])
    assert sorted(first.core_course["record_id"]) == sorted(second.core_course["record_id"])
