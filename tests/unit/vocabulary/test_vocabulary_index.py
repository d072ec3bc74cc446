import numpy as np
import pytest

from escomap.errors import EscomapError
from escomap.matching.encoder import Encoders
from escomap.matching.match import suggest_skills
from escomap.matching.synonyms import Synonyms
from escomap.model import MatchQuery
from escomap.settings import Settings
from escomap.vocabulary.index import index_key, load_index
from escomap.vocabulary.release import load_release
from fixtures.esco_releases import CONCEPTS, HEADER, skill_rows, uri, write_csv, write_release
from fixtures.ngram_encoder import NgramEncoder, ngram_encoders


def loaded(folder, cache, encoders=None, langs=("en",), synonyms=None, glossaries=None):
    release = load_release(folder)
    return load_index(
        release.frames,
        vocabulary_key=release.key,
        esco_version=release.version,
        encoders=encoders or ngram_encoders(),
        langs=langs,
        cache=cache,
        synonyms=synonyms,
        glossaries=glossaries,
    )


def test_the_second_load_encodes_nothing_and_is_equal_to_the_bit(tmp_path):
    folder = write_release(tmp_path / "release", ("en", "de"))
    first, again = ngram_encoders(), ngram_encoders()
    one = loaded(folder, tmp_path / "cache", first, ("en", "de"))
    two = loaded(folder, tmp_path / "cache", again, ("en", "de"))
    assert (first.encoded_count > 0, again.encoded_count) == (True, 0)
    for lang in ("en", "de"):
        assert np.array_equal(one.languages[lang].multilingual.matrix, two.languages[lang].multilingual.matrix)
    assert np.array_equal(one.sentence.matrix, two.sentence.matrix)
    assert np.array_equal(one.descriptions, two.descriptions)


def test_one_language_more_leaves_the_others_as_they_are(tmp_path):
    folder, encoders = write_release(tmp_path / "release", ("en", "de")), ngram_encoders()
    loaded(folder, tmp_path / "cache", encoders, ("fr",))
    english = encoders.encoded_count
    loaded(folder, tmp_path / "cache", encoders, ("de",))
    german = sum(bool(label) for *_, label in CONCEPTS)
    assert german <= encoders.encoded_count - english <= german + 2


def test_texts_in_the_main_language_need_no_vectors_of_the_multilingual_encoder(tmp_path):
    folder, encoders = write_release(tmp_path / "release"), ngram_encoders()
    index = loaded(folder, tmp_path / "cache", encoders)
    assert encoders.sentence.encoded_count > 0
    assert encoders.multilingual.encoded_count == 0
    assert np.array_equal(index.languages["en"].multilingual.label, index.sentence.label)
    assert encoders.multilingual.encoded_count > 0


def test_another_encoder_never_reads_these_vectors(tmp_path):
    folder, other = write_release(tmp_path / "release"), Encoders(NgramEncoder("other@1"), NgramEncoder("other@2"))
    loaded(folder, tmp_path / "cache", langs=("fr",))
    loaded(folder, tmp_path / "cache", other, langs=("fr",))
    assert other.sentence.encoded_count > 0
    assert other.multilingual.encoded_count > 0
    assert index_key("v", "a") != index_key("v", "b") != index_key("w", "b")


def test_vectors_of_labels_chosen_by_another_rule_are_not_taken(tmp_path, monkeypatch):
    rows = skill_rows()
    rows[0][HEADER.index("altLabels")] = "debug a software\ndebug softwares"
    write_csv(write_release(tmp_path / "release") / "skills_en.csv", HEADER, rows)
    few = loaded(tmp_path / "release", tmp_path / "cache").sentence
    monkeypatch.setattr("escomap.vocabulary.index.SAME_WORDING", 101)
    every = loaded(tmp_path / "release", tmp_path / "cache").sentence
    assert len(few.label) < len(every.label) == len(every.matrix) == len(every.labels.texts)


@pytest.mark.parametrize("keep", [0, 100])
def test_a_cache_file_cut_short_is_made_again(tmp_path, keep):
    folder, again = write_release(tmp_path / "release"), ngram_encoders()
    one = loaded(folder, tmp_path / "cache")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:keep])
    two = loaded(folder, tmp_path / "cache", again)
    assert again.encoded_count > 0
    assert np.array_equal(one.sentence.matrix, two.sentence.matrix)


def test_a_cache_that_cannot_be_written_is_told_before_anything_is_encoded(tmp_path):
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    encoders = ngram_encoders()
    with pytest.raises(EscomapError) as caught:
        loaded(write_release(tmp_path / "release"), tmp_path / "cache", encoders)
    assert (caught.value.code, encoders.encoded_count) == ("bad_cache", 0)
    assert "ESCOMAP_CACHE" in caught.value.hint


def test_a_cache_that_has_everything_need_not_be_writable(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    folder, again = write_release(tmp_path / "release", ("en", "de")), ngram_encoders()
    loaded(folder, tmp_path / "cache", langs=("en", "de"))
    monkeypatch.setattr("escomap.vocabulary.index.require_writable", refuse)
    loaded(folder, tmp_path / "cache", again, ("en", "de"))
    assert again.encoded_count == 0
    with pytest.raises(EscomapError, match="Permission denied"):
        loaded(folder, tmp_path / "cache", again, ("en", "de"), synonyms_of(de={"debug": "Fehlersuche"}))
    assert again.encoded_count == 0


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(EscomapError, match="No space left"):
        loaded(write_release(tmp_path / "release"), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_concept_without_any_label_is_left_out_and_shifts_no_other(tmp_path):
    rows = [["x", uri("a-nameless"), "", "", "", "", "", "released", ""], *skill_rows()]
    write_csv(write_release(tmp_path / "release") / "skills_en.csv", HEADER, rows)
    index = loaded(tmp_path / "release", tmp_path / "cache")
    english = index.languages["en"]
    concepts = set(range(len(index.uris)))
    assert (
        set(english.labels.concept.tolist())
        == set(english.labels.concept[english.multilingual.label].tolist())
        == concepts
    )
    assert len(index.descriptions) == len(index.traits.values) == len(concepts)
    assert index.label(index.uris.index(uri("cpp")), "en") == ("C++", "en")


def test_obsolete_concepts_are_not_searched(tmp_path):
    rows = skill_rows()
    rows[0][HEADER.index("status")] = "obsolete"
    write_csv(write_release(tmp_path / "release") / "skills_en.csv", HEADER, rows)
    assert uri("debug") not in loaded(tmp_path / "release", tmp_path / "cache").uris


def test_a_release_without_english_is_searched_in_its_first_language(tmp_path):
    folder = write_release(tmp_path / "release", ("en", "de"))
    (folder / "skills_en.csv").unlink()
    index = loaded(folder, tmp_path / "cache", langs=("de",))
    assert index.main == "de"
    concepts = set(range(len(index.uris)))
    assert set(index.sentence.labels.concept[index.sentence.label].tolist()) == concepts != set()


def test_an_encoder_that_does_not_read_the_main_language_encodes_nothing(tmp_path):
    folder = write_release(tmp_path / "release", ("en", "de"))
    (folder / "skills_en.csv").unlink()
    encoders = Encoders(NgramEncoder(), NgramEncoder("letters@1"), frozenset({"en"}))
    index = loaded(folder, tmp_path / "cache", encoders, ("de",), synonyms_of(de={"debug": "Fehlersuche"}))
    suggest_skills([MatchQuery("Fehlersuche", "de")], index, encoders, Settings())
    assert encoders.multilingual.encoded_count > 0
    assert encoders.sentence.encoded_count == 0


def synonyms_of(**by_lang):
    return {
        lang: Synonyms(lang, tuple((uri(name), label) for name, label in labels.items()))
        for lang, labels in by_lang.items()
    }


def texts_of(index, lang, name):
    labels = index.language(lang).labels
    return {labels.texts[at]: labels.kinds[at] for at in labels.positions_of(index.uris.index(uri(name)))}


def test_synonyms_cost_the_vectors_of_those_of_their_language_and_nothing_else(tmp_path):
    folder, encoders = write_release(tmp_path / "release", ("en", "de")), ngram_encoders()
    loaded(folder, tmp_path / "cache", encoders, ("en", "de"))
    before = encoders.encoded_count
    chosen = synonyms_of(en={"debug": "bug hunting", "law": "rules of work"}, de={"debug": "Fehlersuche"})
    index = loaded(folder, tmp_path / "cache", encoders, ("en", "de"), chosen)
    # Two English ones by both encoders, a German one by the multilingual.
    assert encoders.encoded_count - before == 5
    loaded(folder, tmp_path / "cache", encoders, ("en", "de"), chosen)
    assert encoders.encoded_count - before == 5
    # One more: the three English ones anew by both encoders, the German one not.
    more = synonyms_of(
        en={"debug": "bug hunting", "law": "rules of work", "weld": "joining"}, de={"debug": "Fehlersuche"}
    )
    loaded(folder, tmp_path / "cache", encoders, ("en", "de"), more)
    assert encoders.encoded_count - before == 5 + 6
    assert texts_of(index, "en", "debug")["bug hunting"] == "synonym"
    assert texts_of(index, "de", "debug")["Fehlersuche"] == "synonym"
    assert "Fehlersuche" not in texts_of(index, "en", "debug")
    matrix = index.sentence.matrix
    assert len(matrix) == len(index.sentence.label) == len(index.languages["en"].multilingual.label)


def test_without_synonyms_the_index_is_the_same_to_the_bit(tmp_path):
    folder = write_release(tmp_path / "release", ("en", "de"))
    one = loaded(folder, tmp_path / "cache", langs=("en", "de"))
    two = loaded(folder, tmp_path / "cache", langs=("en", "de"), synonyms=synonyms_of(fr={"debug": "déboguer"}))
    for lang in ("en", "de", "fr"):
        assert one.for_texts(lang) is one
    assert two.for_texts("fr") is two  # nobody asked for French texts
    for lang in ("en", "de"):
        assert np.array_equal(one.languages[lang].multilingual.matrix, two.languages[lang].multilingual.matrix)
        assert one.languages[lang].labels.texts == two.languages[lang].labels.texts
    assert np.array_equal(one.sentence.matrix, two.sentence.matrix)


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_synonyms_are_met_by_texts_of_their_language_alone_among_the_main_labels_too(tmp_path, lang):
    folder = write_release(tmp_path / "release", ("en", "de"))
    chosen = synonyms_of(**{lang: {"debug": "XYZ"}})
    index = loaded(folder, tmp_path / "cache", langs=("en", "de", "fr"), synonyms=chosen)
    assert set(index.languages) == {"en", "de"}
    own = index.for_texts(lang)
    assert texts_of(own, lang, "debug")["XYZ"] == texts_of(own, "en", "debug")["XYZ"] == "synonym"
    for other in {"en", "de", "fr"} - {lang}:
        assert index.for_texts(other) is index
        assert "XYZ" not in texts_of(index, other, "debug")


def test_a_synonym_is_read_as_it_is_written(tmp_path):
    encoders, chosen = ngram_encoders(), synonyms_of(sv={"debug": "felsöka kod"})
    index = loaded(write_release(tmp_path / "release"), tmp_path / "cache", encoders, ("en", "sv"), chosen)
    vectors = index.for_texts("sv").languages["en"].multilingual
    (at,) = [row for row, label in enumerate(vectors.label) if vectors.labels.texts[label] == "felsöka kod"]
    wanted = encoders.multilingual.encode(["felsöka kod"])[0].astype(np.float16).astype(np.float32)
    assert np.array_equal(vectors.matrix[at], wanted)
