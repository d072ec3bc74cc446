import tomllib

import pytest

from escomap.catalogue.profile import parse_profile, to_toml
from escomap.catalogue.propose import propose_profile
from escomap.errors import EscomapError
from escomap.mappings import load_headers, load_profile
from escomap.model import RawRecord
from escomap.paths import mappings_folder

TOML = """
[catalogue]
name = "x"
delimiter = "\\t"
ignored_columns = ["Remark"]
[defaults]
country_code = "SE"
[columns]
course_code = ["Code", "Old code"]
title.auto = "Title"
title.en = "Title (en)"
outcomes = ["LO1", "LO2"]
[values.cycle]
GR = "first cycle"
X = ""
"""


def profile(text=TOML):
    return parse_profile(tomllib.loads(text), "file")


def test_a_profile_says_which_columns_hold_what():
    parsed = profile()
    assert parsed.columns == {"course_code": ("Code", "Old code")}
    assert parsed.texts == {"title": {"auto": ("Title",), "en": ("Title (en)",)}, "outcomes": {"auto": ("LO1", "LO2")}}
    assert parsed.source_columns == ("Code", "Old code", "Title", "Title (en)", "LO1", "LO2")


def test_toml_of_a_profile_reads_back_equal():
    assert profile(to_toml(profile())) == profile()


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ('[columns]\ntitle = "T"\noutcome = "O"', "unknown_field", "outcomes"),
        ('[column]\ntitle = "T"', "unknown_profile_section", "columns"),
        ('[catalogue]\nsheets = "a"\n[columns]\ntitle = "T"', "unknown_profile_key", "sheet"),
        ('[columns]\noutcomes = "O"', "bad_profile", "title"),
        ("[columns]\ntitle = 3", "bad_profile", "title"),
        ('[columns]\ntitle.english = "T"', "bad_profile", "english"),
        ('[columns]\ntitle = "T"\n[defaults]\ntitle = "x"', "bad_profile", "title"),
        ('[columns]\ntitle = "T"\n[values.cycle]\nGR = 1', "bad_profile", "cycle"),
        ('[catalogue]\nheader_row = "1"\n[columns]\ntitle = "T"', "bad_profile", "header_row"),
    ],
)
def test_mistakes_are_named(text, code, named):
    with pytest.raises(EscomapError) as caught:
        profile(text)
    assert caught.value.code == code
    assert named in str(caught.value)


def test_texts_that_an_institution_says_once_may_have_a_default():
    said = "0 to 30, 18 is a pass"
    assert profile(f'[columns]\ntitle = "T"\n[defaults]\ngrading_scheme = "{said}"').defaults == {
        "grading_scheme": said
    }


def test_an_unknown_profile_lists_the_known_ones():
    with pytest.raises(EscomapError) as caught:
        load_profile("smaple", mappings_folder())
    assert caught.value.hint.startswith("use one of: sample")


def test_a_missing_or_broken_profile_file_is_told(tmp_path):
    (tmp_path / "bad.toml").write_text("[columns\n")
    for name, code in (("none.toml", "missing_file"), ("bad.toml", "bad_profile")):
        with pytest.raises(EscomapError) as caught:
            load_profile(tmp_path / name, mappings_folder())
        assert caught.value.code == code


def proposed(headers, **cells):
    values = {header: cells.get(header, "") for header in headers}
    return propose_profile("x", [RawRecord("f", 2, values)], load_headers(mappings_folder()))


@pytest.mark.parametrize(
    "headers",
    [
        ("Codice insegnamento", "CFU", "Denominazione", "Obiettivi formativi"),
        ("Modulnummer", "Leistungspunkte", "Modultitel", "Lernergebnisse"),
        ("Code UE", "Crédits ECTS", "Intitulé", "Acquis d'apprentissage"),
        ("Código", "Créditos", "Asignatura", "Resultados de aprendizaje"),
        ("Cursuscode", "Studiepunten", "Cursusnaam", "Leerdoelen"),
        ("Kurskod", "hp", "KursplanBenamning", "UtbildningMal"),
        ("Código", "Créditos", "Unidade curricular", "Resultados de aprendizagem"),
        ("course_id", "ECTS credits", "courseTitle", "Learning Outcomes"),
    ],
)
def test_columns_are_recognised_by_their_names(headers):
    found = proposed(headers)
    fields = ("course_code", "ects", "title", "outcomes")
    assert found.placed() == list(zip(fields, headers, strict=True))
    assert found.is_good


def test_a_language_in_a_name_is_the_language_of_the_column():
    found = proposed(["Title", "Title (English)", "UtbildningMal", "UtbildningMalEngelsk", "outcomes_it"])
    assert found.profile.texts["title"] == {"auto": ("Title",), "en": ("Title (English)",)}
    assert found.profile.texts["outcomes"]["en"] == ("UtbildningMalEngelsk",)
    assert found.profile.texts["outcomes"]["it"] == ("outcomes_it",)


def test_an_exact_name_is_the_field_whatever_a_few_values_say():
    found = proposed(["title", "outcomes", "ects"], title="One", outcomes="weld metal", ects="not yet")
    assert found.is_good
    assert "ects" not in found.unplaced


def test_content_speaks_against_a_name_that_only_resembles():
    found = proposed(
        ["title", "outcomes", "ects creditss"], title="One", outcomes="weld metal", **{"ects creditss": "x"}
    )
    assert "ects creditss" in found.unplaced


@pytest.mark.parametrize(("header", "framework"), [("EQF level", "EQF"), ("level", None)])
def test_a_level_column_named_after_a_framework_has_it(header, framework):
    found = proposed(["title", "outcomes", header], title="One", outcomes="weld metal", **{header: "6"})
    assert found.profile.defaults.get("framework") == framework


def test_unclear_columns_are_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(EscomapError) as caught:
        proposed(["foo", "bar"]).require_usable(tmp_path / "c.csv")
    assert caught.value.code == "unclear_columns"
    assert "escomap profile" in caught.value.hint


STARRED = TOML.replace('title.en = "Title (en)"', 'title."*" = "title_*"')


def test_a_star_stands_for_the_language_of_a_column():
    starred = profile(STARRED)
    assert profile(to_toml(starred)) == starred
    found = starred.for_columns(["Title", "title_nl", "title_english", "title_zz", "title_", "x"])
    assert found.texts["title"] == {"auto": ("Title",), "en": ("title_english",), "nl": ("title_nl",)}
    assert found.for_columns([]) == found


@pytest.mark.parametrize("name", ["title", "title_*_*"])
def test_a_starred_name_has_one_star(name):
    with pytest.raises(EscomapError) as caught:
        profile(STARRED.replace("title_*", name))
    assert caught.value.code == "bad_profile"


def test_a_proposal_looks_at_the_fullest_columns(monkeypatch):
    monkeypatch.setattr("escomap.catalogue.propose.MAX_COLUMNS", 2)
    outcomes = "debug software with professional tools and write programs"
    records = [RawRecord("f", n, {f"key {n}": "x", "Title": f"C{n}", "Learning outcomes": outcomes}) for n in range(9)]
    proposed = propose_profile("p", records, load_headers(mappings_folder()))
    assert proposed.is_good
    assert "key 1" in proposed.unplaced
