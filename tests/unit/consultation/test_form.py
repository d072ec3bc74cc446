"""A form is known by all that it shows, and is kept as it was shared."""

import json
from dataclasses import asdict, replace

import pytest

from escomap.consultation.form import Asked, Question, form_of
from escomap.consultation_files import append_opinions, consultation_folder, keep_form, load_form, load_opinions
from escomap.errors import EscomapError
from fixtures.consultation import COURSE, ESCO, FORM, opinion


def test_every_question_is_asked_once_and_a_level_only_where_there_is_one():
    link = {Asked(Question.LINK, "outcome1", ESCO + name) for name in ("teams", "weld")}
    others = {Asked(Question.MISSING, "outcome1"), Asked(Question.COMMENT, "course1")}
    assert FORM.questions == link | others | {Asked(Question.LEVEL, "course1", "6")}
    without = replace(FORM, courses=(replace(COURSE, eqf_level=""),))
    assert without.questions == link | others


def test_the_identifier_changes_with_anything_shown_and_with_nothing_else():
    assert form_of(json.loads(json.dumps(asdict(FORM)))).form_id == FORM.form_id
    changed = [replace(FORM, **{name: "other"}) for name in ("title", "intro", "lang", "asked_by", "send_to")]
    changed.append(replace(FORM, courses=(replace(COURSE, description="other"),)))
    assert len({FORM.form_id, *(each.form_id for each in changed)}) == 7


def test_a_form_is_kept_and_found_again(tmp_path):
    keep_form(tmp_path, FORM)
    assert load_form(tmp_path, FORM.form_id) == FORM
    assert load_form(tmp_path, "0" * 16) is None


@pytest.mark.parametrize("name", ["", "../escape", "/etc/passwd", "FF"])
def test_an_identifier_never_leads_out_of_the_folder(tmp_path, name):
    (tmp_path / "escape.json").write_text("{}")
    assert load_form(tmp_path, name) is None


@pytest.mark.parametrize("change", [lambda text: text.replace("teams", "tea"), lambda text: "{}", lambda text: "["])
def test_a_form_that_was_edited_is_no_longer_the_one_that_was_asked(tmp_path, change):
    file = keep_form(tmp_path, FORM)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(EscomapError) as caught:
        load_form(tmp_path, FORM.form_id)
    assert caught.value.code == "changed_form"


def test_opinions_are_read_as_they_were_written_and_a_cut_line_costs_no_other(tmp_path):
    keep_form(tmp_path, FORM)
    first, second = opinion("fits"), opinion("not_sure", respondent="b", role='x "y"\u2028')
    append_opinions(tmp_path, [first])
    (file,) = consultation_folder(tmp_path).glob("*.jsonl")
    with file.open("a") as stream:
        stream.write('{"asked": {"qu')
    append_opinions(tmp_path, [second])
    assert load_opinions(tmp_path) == [first, second]


def test_a_line_that_is_no_answer_is_named(tmp_path):
    append_folder = consultation_folder(tmp_path)
    append_folder.mkdir()
    (append_folder / "ab.jsonl").write_text('{"asked": {"question": "vote"}}\n')
    with pytest.raises(EscomapError) as caught:
        load_opinions(tmp_path)
    assert caught.value.code == "bad_opinion" and "ab.jsonl:1" in caught.value.where
