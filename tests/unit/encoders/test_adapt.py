"""Training on a tiny release: what is learnt, and that the same seed learns the same."""

import json
import random

import numpy as np
import pytest

from escomap.encoders import E5, MINILM, multilingual_encoder, multilingual_source, packaged_encoder
from escomap.encoders.adapt import Plan, _pair_batches, adapt_multilingual_encoder, adapt_sentence_encoder
from escomap.encoders.adapters import MULTILINGUAL, SENTENCE, save_adapter
from escomap.encoders.bert_source import BertFolder
from escomap.encoders.lessons import plan_curriculum
from escomap.errors import EscomapError
from escomap.evaluation import JudgedText
from escomap.matching.index import searchable_uris
from escomap.readers.training import TrainingOutcome
from escomap.settings import Settings
from escomap.steps.adapt import adapt_encoders
from fixtures.esco_releases import uri, write_release
from fixtures.tiny_index import tiny_release

TEXT = "zorble the frumious widget"
OUTCOMES = [
    TrainingOutcome(TEXT, "en", "", "train", {uri("weld"): 2}, is_judged=False),
    TrainingOutcome(TEXT, "en", "Metal", "encoder", {uri("weld"): 2, uri("teams"): 1, uri("law"): 0}, True, "c1"),
    TrainingOutcome("kept back", "en", "", "held_out", {uri("law"): 2}, is_judged=False),
    TrainingOutcome("kept for the ranking", "en", "", "ranking", {uri("law"): 2}, True, "c2"),
    TrainingOutcome("no skill at all", "en", "", "encoder", {uri("law"): 0}, True, "c3"),
]
OTHER = JudgedText("we seek people who zorble", {uri("weld"): 2}, "en")
SHORT = Plan(16, 2e-3, 1.0, 1.0, 2, 20, 2e-3, 1, 2, 5e-4, 1.0)


def curriculum():
    return plan_curriculum(tiny_release().frames, OUTCOMES, [OTHER, JudgedText("nothing known", {}, "en")], seed=0)


def test_what_is_held_back_is_in_no_lesson_and_no_pair():
    found = curriculum()
    texts = {pair.text for pair in found.pairs} | {lesson.text for lesson in found.lessons}
    assert TEXT in texts
    assert not texts & {"kept back", "kept for the ranking", "no skill at all"}


def test_pairs_are_of_labels_translations_and_outcomes():
    found = curriculum()
    uris = searchable_uris(tiny_release().frames["core_concept"])
    assert {pair.kind for pair in found.pairs} == {"label", "translation", "outcome"}
    assert ("Arbeitsrecht", "de", uris.index(uri("law"))) in [(p.text, p.lang, p.concept) for p in found.pairs]
    assert ("employment law", uris.index(uri("law"))) in [(pair.text, pair.concept) for pair in found.pairs]


def test_a_lesson_pulls_towards_what_was_accepted_and_a_little_towards_what_is_related():
    (lesson,) = curriculum().lessons
    uris = searchable_uris(tiny_release().frames["core_concept"])
    assert lesson.pull == {uris.index(uri("weld")): 1.0, uris.index(uri("teams")): 0.15, uris.index(uri("law")): 0.0}
    assert lesson.in_context == f"Metal: {TEXT}"


def test_judged_texts_of_other_kinds_are_lessons_of_their_own():
    found = curriculum()
    assert [lesson.text for lesson in found.others] == [OTHER.text]
    assert OTHER.text not in {lesson.text for lesson in found.lessons}


def test_a_release_that_teaches_nothing_gives_no_batch():
    assert list(_pair_batches([], 16, random.Random(0))) == []


@pytest.fixture
def adapted(tmp_path, monkeypatch):
    """Adapts to the tiny release with encoders that learn in no time; what was trained is in ``trained``."""
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "outcomes_en.tsv").write_text(
        f"uri\ttext\tsplit\n{uri('weld')}\t{TEXT}\ttrain\n", encoding="utf-8"
    )
    (tmp_path / "jobs.csv").write_text(f"text,uri\n{OTHER.text},{uri('weld')}\n", encoding="utf-8")
    release, trained = write_release(tmp_path / "v1.2.0", ("en", "de")), []
    for kind in (SENTENCE, MULTILINGUAL):

        def learn(*_, kind=kind, **__):
            trained.append(kind)
            return {"w.A": np.ones((1, 2)), "w.B": np.ones((3, 1))}

        monkeypatch.setattr(f"escomap.encoders.adapt.adapt_{kind}_encoder", learn)

    def adapt(out, **options):
        return adapt_encoders(release, out, training=tmp_path / "training", judged=[tmp_path / "jobs.csv"], **options)

    adapt.trained = trained
    return adapt


def test_the_description_of_an_adapter_names_what_it_learnt_from(adapted, tmp_path):
    described = json.loads(adapted(tmp_path / "out").read_text(encoding="utf-8"))
    assert adapted.trained == [SENTENCE, MULTILINGUAL]
    assert described[SENTENCE]["other_lessons"] == 1
    assert list(described[SENTENCE]["judged"]) == ["jobs.csv"]
    assert not {"judged", "other_lessons"} & set(described[MULTILINGUAL])
    assert described[MULTILINGUAL]["base_sha256"] == E5.digest


def test_what_would_lose_the_training_is_told_before_it(adapted, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EscomapError, match="cannot be written"):
        adapted(tmp_path / "file")
    with pytest.raises(EscomapError, match="encoder"):
        adapted(tmp_path / "out", only=[SENTENCE, "sentense"])
    monkeypatch.setenv("ESCOMAP_MULTILINGUAL_MODEL", str(tmp_path))
    with pytest.raises(EscomapError, match=r"e5-small-q4\.bin"):
        adapted(tmp_path / "out")
    assert adapted.trained == []


@pytest.mark.model
@pytest.mark.parametrize("kind", [SENTENCE, MULTILINGUAL])
def test_the_encoder_learns_what_a_made_up_text_means(kind, tmp_path, monkeypatch):
    monkeypatch.setattr("escomap.encoders.adapt.SENTENCE_PLAN", SHORT)
    monkeypatch.setattr("escomap.encoders.adapt.MULTILINGUAL_PLAN", SHORT)
    steps = []

    def train():
        planned, tell = curriculum(), lambda *step: steps.append(step)
        if kind == SENTENCE:
            return adapt_sentence_encoder(BertFolder(MINILM.folder()), planned, {}, seed=0, on_progress=tell)
        return adapt_multilingual_encoder(multilingual_source(), planned, seed=0, on_progress=tell)

    tensors, again = train(), train()
    assert all(np.array_equal(tensors[name], again[name]) for name in tensors)
    assert steps[-1][1] == steps[-1][2] > 1
    base = {SENTENCE: MINILM, MULTILINGUAL: E5}[kind]
    save_adapter(tmp_path, kind, tensors, {"base_sha256": base.digest})
    load = {SENTENCE: packaged_encoder, MULTILINGUAL: multilingual_encoder}[kind]
    closer = []
    for adapter in ("none", str(tmp_path)):
        text, label, other = load(Settings(adapter=adapter)).encode([TEXT, "operate welding equipment", "labour law"])
        closer.append(float(text @ label - text @ other))
    plain, adapted = closer
    assert adapted > plain + 0.2
