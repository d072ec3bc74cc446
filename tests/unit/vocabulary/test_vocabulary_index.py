import numpy as np
import pytest

from escomap.matching.encoder import Encoders
from escomap.vocabulary.index import index_key, load_index
from escomap.vocabulary.release import load_release
from fixtures.esco_releases import CONCEPTS, HEADER, skill_rows, uri, write_csv, write_release
from fixtures.ngram_encoder import NgramEncoder, ngram_encoders


def loaded(folder, cache, encoders=None, langs=("en",)):
    release = load_release(folder)
    return load_index(
        release.frames,
        vocabulary_key=release.key,
        esco_version=release.version,
        encoders=encoders or ngram_encoders(),
        langs=langs,
        cache=cache,
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
    loaded(folder, tmp_path / "cache", encoders)
    english = encoders.encoded_count
    loaded(folder, tmp_path / "cache", encoders, ("de",))
    german = sum(bool(label) for *_, label in CONCEPTS)
    assert german <= encoders.encoded_count - english <= german + 2


def test_another_encoder_never_reads_these_vectors(tmp_path):
    folder, other = write_release(tmp_path / "release"), Encoders(NgramEncoder("other@1"), NgramEncoder("other@2"))
    loaded(folder, tmp_path / "cache")
    loaded(folder, tmp_path / "cache", other)
    assert other.sentence.encoded_count > 0
    assert other.multilingual.encoded_count > 0
    assert index_key("v", "a") != index_key("v", "b") != index_key("w", "b")


@pytest.mark.parametrize("keep", [0, 100])
def test_a_cache_file_cut_short_is_made_again(tmp_path, keep):
    folder, again = write_release(tmp_path / "release"), ngram_encoders()
    one = loaded(folder, tmp_path / "cache")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:keep])
    two = loaded(folder, tmp_path / "cache", again)
    assert again.encoded_count > 0
    assert np.array_equal(one.sentence.matrix, two.sentence.matrix)


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
