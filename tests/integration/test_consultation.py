"""From a form to the tables of a run and the page of reviewers; answers move nothing but these."""

import json
import re
import shutil

import pytest
from lxml import html

from escomap.consultation.form import Question
from escomap.consultation_files import load_form
from escomap.errors import EscomapError
from escomap.review.decisions import Judgement, Subject, Thing
from escomap.review.queue import Order, QueueFilter
from escomap.settings import Settings
from escomap.steps.enrich import enrich_catalogue
from escomap.steps.review_card import build_card
from escomap.steps.review_desk import Desk
from escomap.steps.share import Wanted, Wording, excerpt, share_form
from fixtures.command_line import CommandLine
from fixtures.consultation import entry, saved
from fixtures.esco_releases import uri
from fixtures.review import HOSTILE, review_database
from fixtures.review_client import Browser
from fixtures.runs import cached_without_model, results, tiny_request


@pytest.fixture(scope="module")
def undone(tmp_path_factory):
    """The folder of a run; later runs need no model either."""
    folder = tmp_path_factory.mktemp("consultation")
    with cached_without_model(folder):
        review_database(folder)
        yield folder


@pytest.fixture
def folder(undone, tmp_path):
    shutil.copytree(undone, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def escomap(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def shared(folder, escomap):
    """The form of all courses as it is known afterwards, and its page."""
    out = folder / "sent" / "form.html"
    answer = escomap(
        *("review", "share", "--db", folder / "courses.duckdb", "--out", out, "--decisions", folder / "decisions"),
        *("--title", HOSTILE, "--intro", "First.\n\nSecond.", "--send-to", "quality@example.org"),
    )
    assert answer.code == 0, answer.err
    (form_id,) = re.findall(r"form (\w{16})", answer.out)
    return load_form(folder / "decisions", form_id), html.fromstring(out.read_text(encoding="utf-8"))


def outcome_of(form, text):
    return next(each for course in form.courses for each in course.outcomes if each.text == text)


def answer_all(form, answers, **changed):
    """A file of answers by question: text of the outcome, or code of the course, to what is said."""
    entries = [
        entry("link", outcome_of(form, text).outcome_id, uri(name), answer) for (text, name), answer in answers.items()
    ]
    return saved(*entries, form=form, **changed)


def collect(escomap, folder, *contents):
    files = [folder / f"answers-{number}.json" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return escomap("review", "collect", *files, "--decisions", folder / "decisions")


def run_again(folder):
    settings = Settings(accept_threshold=0.02, review_threshold=0.01, decisions=str(folder / "decisions"))
    catalogues = (folder / "hostile.csv",)
    report = enrich_catalogue(tiny_request(folder, catalogues=catalogues, settings=settings))
    return report, {name: rows.to_pylist() for name, rows in results(folder / "courses.duckdb").items()}


WELD = ("operate welding equipment safely", "weld")


def test_the_page_asks_exactly_what_is_kept(shared):
    form, page = shared
    fields = page.xpath("//*[@data-question]")
    asked = {(each.get("data-question"), each.get("data-key"), each.get("data-value")) for each in fields}
    assert asked == {(str(each.question), each.key, each.value) for each in form.questions}
    assert len(fields) == len(form.questions)
    assert len(form.courses) == 6
    root = page.get_element_by_id("consultation")
    assert (root.get("data-form-id"), root.get("data-esco-version")) == (form.form_id, "v1.2.0")
    text = page.text_content()
    assert HOSTILE in text and "quality@example.org" in text and "Testa College" in text
    assert "This service uses the ESCO classification of the European Commission." in text
    assert "confidence" not in text


def test_a_concept_that_a_reviewer_decided_on_is_not_asked_again(folder, shared):
    assert uri("weld") in [concept.uri for concept in outcome_of(shared[0], WELD[0]).concepts]
    desk = Desk(folder / "courses.duckdb", folder / "decisions")
    found = next(each for each in desk.holdings.queue.items if WELD[0] in each.searched)
    desk.decide("ab", [Thing(Subject.SKILL, found.outcome_id, uri("weld"))], Judgement.REJECT)
    desk.holdings.store.close()
    run_again(folder)
    form = share_form(folder / "courses.duckdb", folder / "decisions", folder / "f.html", Wanted(), Wording())
    assert uri("weld") not in [concept.uri for concept in outcome_of(form, WELD[0]).concepts]


def test_the_same_wishes_give_the_same_page_and_another_seed_other_courses(folder):
    def page(**wishes):
        file = folder / "f.html"
        form = share_form(folder / "courses.duckdb", folder / "decisions", file, Wanted(count=2, **wishes), Wording())
        return file.read_bytes(), {course.course_id for course in form.courses}

    assert page() == page()
    drawn = [page(seed=seed)[1] for seed in range(6)]
    assert {len(each) for each in drawn} == {2}
    assert len(set(map(frozenset, drawn))) > 1


def test_named_courses_are_asked_about_and_no_others(folder):
    wanted = Wanted(courses=("ME1", "Nursing"), most_concepts=1, lang="de")
    form = share_form(folder / "courses.duckdb", folder / "decisions", folder / "f.html", wanted, Wording())
    assert [course.course_code for course in form.courses] == ["ME1", "NU1"]
    concepts = [each for course in form.courses for outcome in course.outcomes for each in outcome.concepts]
    assert {len(outcome.concepts) for course in form.courses for outcome in course.outcomes} == {1}
    assert ("Schweißgeräte bedienen", "de") in {(each.label, each.lang) for each in concepts}
    assert {each.description[:5] for each in concepts} == {"About"}


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"courses": ("XY",)}, "unknown_course"),
        ({"lang": "xx"}, "unknown_language"),
        ({"bands": ()}, "nothing_to_ask"),
        ({"bands": (), "courses": ("ME1",)}, "nothing_to_ask"),
    ],
)
def test_a_wish_that_cannot_be_met_leaves_nothing_behind(folder, wishes, code):
    with pytest.raises(EscomapError) as caught:
        share_form(folder / "courses.duckdb", folder / "decisions", folder / "f.html", Wanted(**wishes), Wording())
    assert caught.value.code == code
    assert not (folder / "f.html").exists() and not (folder / "decisions").exists()


def test_an_unknown_band_is_named():
    with pytest.raises(EscomapError, match="no band named 'good'"):
        Wanted(bands=("good",))


def test_answers_reach_tables_report_and_quality_page_and_change_no_descriptor(folder, escomap, shared):
    form, _ = shared
    _, before = run_again(folder)
    answers = {WELD: "does_not_fit"}
    others = (entry("missing", outcome_of(form, WELD[0]).outcome_id, "", "Schweißen"),)
    first = answer_all(form, answers)
    second = answer_all(form, answers, respondent="f" * 32)
    third = saved(*others, form=form, respondent="e" * 32, role="")
    assert collect(escomap, folder, first, second, third).code == 0
    report, after = run_again(folder)
    assert report.consultation == {
        "answers": 3,
        "respondents": 3,
        "accepted links that more doubt than back": 1,
        "other links that more back than doubt": 0,
        "levels that more doubt than back": 0,
    }
    assert "Consultation     answers 3, respondents 3" in report.to_text()
    (link,) = after["sug_consultation"]
    assert (link["value"], link["agreeing_count"], link["differing_count"]) == (uri("weld"), 0, 2)
    assert link["share_score"] == pytest.approx(link["confidence_score"] / 2)
    assert {(each["question"], each["role"]) for each in after["sug_opinion"]} == {("link", "teacher"), ("missing", "")}
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"sug_opinion", "sug_consultation"}
    assert run_again(folder)[1] == after
    told = escomap("quality", "--db", folder / "courses.duckdb", "--out", folder / "quality")
    assert told.code == 0, told.err
    assert "operate welding equipment" in (folder / "quality" / "consulted.csv").read_text(encoding="utf-8")
    assert ">Consultation</h2>" in (folder / "quality" / "quality.html").read_text(encoding="utf-8")


def test_without_answers_the_quality_page_has_no_such_part(folder, escomap):
    assert escomap("quality", "--db", folder / "courses.duckdb", "--out", folder / "quality").code == 0
    assert not (folder / "quality" / "consulted.csv").exists()
    assert ">Consultation</h2>" not in (folder / "quality" / "quality.html").read_text(encoding="utf-8")


def test_a_file_read_again_adds_nothing_and_a_later_one_takes_its_place(folder, escomap, shared):
    form, _ = shared
    first = answer_all(form, {WELD: "fits"})
    assert "1 answers added" in collect(escomap, folder, first).err
    assert "0 answers added" in (again := collect(escomap, folder, first)).err
    assert "1 were there already" in again.err
    collect(escomap, folder, answer_all(form, {WELD: "not_sure"}, saved_at="2026-11-05T10:00:00Z"))
    _, after = run_again(folder)
    (link,) = after["sug_consultation"]
    assert (link["agreeing_count"], link["unsure_count"]) == (0, 1)


def test_what_makes_no_sense_is_told_by_place_and_the_rest_kept(folder, escomap, shared):
    form, _ = shared
    outcome = outcome_of(form, WELD[0])
    bad = entry("link", outcome.outcome_id, uri("law") + "x", "fits")
    good = entry("link", outcome.outcome_id, uri("weld"), "fits")
    stranger = saved(good, form=form, form_id="0" * 16)
    answer = collect(escomap, folder, saved(bad, good, form=form), b"not JSON", stranger)
    assert answer.code == 1
    assert "answers-0.json:answers[1]  value=" in answer.out and "the form did not ask this" in answer.out
    assert "answers-1.json:bad_answers" in answer.out
    assert "answers-2.json:unknown_form" in answer.out and "--decisions DIR" in answer.out
    assert "1 answers added" in answer.err and "3 problems" in answer.err
    assert "missing_file" in escomap("review", "collect", folder / "gone.json", "--decisions", folder / "d").out


def test_answers_given_to_the_verb_for_workbooks_are_sent_to_the_right_one(folder, escomap):
    (folder / "answers.json").write_bytes(b"{}")
    wrong = ("review", "import", folder / "answers.json", "--db", folder / "courses.duckdb", "--reviewer", "ab")
    answer = escomap(*wrong, "--decisions", folder / "decisions")
    assert answer.code == 1 and "escomap review collect" in answer.err


def test_reviewers_see_what_was_said_and_may_order_by_it(folder, escomap, shared):
    form, _ = shared
    desk = Desk(folder / "courses.duckdb", folder / "decisions")
    welding = outcome_of(form, WELD[0])
    course = next(each for each in form.courses if welding in each.outcomes)
    words = "Schweißen & 'Löten' \" onclick=alert(1) x < y"
    content = saved(
        entry("link", welding.outcome_id, uri("weld"), "does_not_fit"),
        entry("level", course.course_id, "4", "too_high"),
        entry("missing", welding.outcome_id, "", words),
        entry("comment", course.course_id, "", "A good course"),
        form=form,
    )
    assert collect(escomap, folder, content).code == 0
    desk.refresh()
    queue = desk.holdings.queue
    assert queue.neighbour(QueueFilter(order=Order.CONSULTED), desk.ledger, "ab") == welding.outcome_id
    card = build_card(desk, welding.outcome_id, "ab", "en")
    assert [each.uri for each in card.candidates if each.consulted] == [uri("weld")]
    assert card.any_concept.standing is None and not desk.ledger.standings(welding.outcome_id)
    browser = Browser(desk)
    browser.enter("ab")
    browser.get(f"/outcome/{welding.outcome_id}?order=consulted")
    page = html.fromstring(browser.page)
    assert [each.text_content().split() for each in page.xpath("//p[@class='consulted']")] == [
        ["Consultation:", "1", "say", "it", "does", "not"],
        ["Consultation", "on", "level", "4:", "1", "say", "it", "is", "too", "high"],
    ]
    (look,) = page.xpath("//*[@id='missing']//button/@data-look")
    assert look == words
    assert "A good course" in page.get_element_by_id("consultation").text_content()
    assert "(teacher)" in page.get_element_by_id("consultation").text_content()


def test_an_answer_on_a_concept_that_is_no_longer_suggested_is_still_shown(folder, escomap, shared):
    form, _ = shared
    welding = outcome_of(form, WELD[0])
    asked = next(each for each in form.questions if each.question is Question.LINK and each.key == welding.outcome_id)
    content = saved(entry("link", asked.key, asked.value, "fits"), form=form)
    assert collect(escomap, folder, content).code == 0
    # As after a release without it: the line names a concept that nothing suggests.
    (file,) = (folder / "decisions" / "consultation").glob("*.jsonl")
    line = json.loads(file.read_text(encoding="utf-8"))
    line["asked"]["value"] = "http://data.europa.eu/esco/skill/gone"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    desk = Desk(folder / "courses.duckdb", folder / "decisions")
    ((label, found),) = build_card(desk, welding.outcome_id, "ab", "en").opinions.links
    assert (label, found.confidence, found.disagreement) == ("http://data.europa.eu/esco/skill/gone", None, 0.0)
    desk.holdings.store.close()
    _, after = run_again(folder)
    assert after["sug_consultation"][0]["confidence_score"] is None


def test_an_excerpt_ends_between_words():
    assert excerpt("one two three", 9) == "one two …"
    assert excerpt("one two", 9) == "one two"
