import shutil

import numpy as np
import pytest

from escomap.encoders import E5, MINILM, load_encoders
from escomap.encoders.adapters import MULTILINGUAL, SENTENCE, load_adapter, require_folder, save_adapter
from escomap.errors import EscomapError
from escomap.paths import adapter_folder
from escomap.settings import Settings

PLAIN = Settings(adapter="none", precision="float32")


def refused(**settings):
    with pytest.raises(EscomapError) as caught:
        load_encoders(Settings(**settings))
    return caught.value


@pytest.mark.parametrize(
    ("variable", "file"),
    [("ESCOMAP_PACKAGED_MODEL", "model.safetensors"), ("ESCOMAP_MULTILINGUAL_MODEL", "e5-small-q4.bin")],
)
def test_packaged_weights_with_another_digest_are_refused(tmp_path, monkeypatch, variable, file):
    (tmp_path / file).write_bytes(b"tampered with")
    monkeypatch.setenv(variable, str(tmp_path))
    with pytest.raises(EscomapError) as caught:
        load_encoders(Settings()).multilingual.encode(["a"])
    assert caught.value.code == "wrong_model_digest"
    assert str(tmp_path) in caught.value.where


@pytest.mark.parametrize("packaged", [MINILM, E5], ids=lambda one: one.name)
def test_who_lacks_a_package_is_told_what_to_install_or_to_name(monkeypatch, packaged):
    monkeypatch.setattr("escomap.encoders.find_spec", lambda module: None)
    with pytest.raises(EscomapError) as caught:
        packaged.folder()
    assert caught.value.code == "missing_model"
    assert packaged.package in caught.value.hint
    assert packaged.variable in caught.value.hint


@pytest.mark.model
def test_the_multilingual_weights_are_needed_where_they_are_used_and_nowhere_else(tmp_path, monkeypatch):
    monkeypatch.setenv("ESCOMAP_MULTILINGUAL_MODEL", str(tmp_path))
    encoders = load_encoders(PLAIN)
    assert encoders.sentence.encode(["labour law"]).shape == (1, 384)
    assert encoders.multilingual.model_id == "multilingual-e5-small-q4@1571fc982750"
    for read in (encoders.multilingual.encode, lambda texts: encoders.multilingual._tokenizer):
        with pytest.raises(EscomapError) as caught:
            read(["Arbeitsrecht"])
        assert (caught.value.code, caught.value.where) == ("missing_model", str(tmp_path / "e5-small-q4.bin"))


@pytest.mark.parametrize("folder", ["empty", "absent"])
def test_a_model_folder_without_weights_is_refused(tmp_path, monkeypatch, folder):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(tmp_path / folder))
    assert refused().code == "missing_model"


def test_a_pickled_model_is_never_loaded(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    assert refused(encoder=str(tmp_path)).code == "missing_model"


@pytest.mark.parametrize("name", ["minilm", "./absent/model", "/absent/model", "~/model"])
def test_a_name_that_is_neither_folder_nor_hub_id_is_refused(name):
    assert refused(encoder=name).code == "missing_model"


def test_a_folder_is_named_by_its_weights_and_reads_every_language(tmp_path):
    for name, weights in (("one", b"a"), ("two", b"b")):
        (tmp_path / name / "mine").mkdir(parents=True)
        (tmp_path / name / "mine" / "model.safetensors").write_bytes(weights)
    first, second = (load_encoders(Settings(encoder=str(tmp_path / name / "mine"))) for name in ("one", "two"))
    assert first.sentence.model_id.startswith("mine@")
    assert first.sentence.model_id != second.sentence.model_id
    assert first.sentence_reads("xx")


def test_a_folder_that_is_no_model_is_refused_when_it_is_used(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EscomapError) as caught:
        load_encoders(Settings(encoder=str(tmp_path))).sentence.encode(["a"])
    assert caught.value.code == "missing_model"


@pytest.mark.model
@pytest.mark.parametrize(("kind", "width"), [("sentence", 384), ("multilingual", 384)])
def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(kind, width):
    encoder = getattr(load_encoders(PLAIN), kind)
    texts = ["", "plan usability tests", "é🙂" * 500, "x"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, width)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], vectors, atol=1e-5)
    assert encoder.encode([]).shape == (0, width)
    assert encoder.encoded_count == 8


@pytest.mark.model
@pytest.mark.parametrize("kind", ["sentence", "multilingual"])
def test_parts_come_in_order_and_the_whole_is_not_changed_by_them(kind):
    encoder = getattr(load_encoders(PLAIN), kind)
    texts = ["plan tests and write reports", "labour law"]
    wholes, parts = encoder.encode_parts(texts, [[(0, 10), (15, 28)], []])
    assert np.allclose(wholes, encoder.encode(texts), atol=1e-5)
    tests, reports = encoder.encode(["plan tests", "write reports"])
    assert parts.shape[0] == 2
    assert parts[0] @ tests > parts[1] @ tests
    assert parts[1] @ reports > parts[0] @ reports


@pytest.mark.model
def test_a_part_that_the_model_does_not_reach_has_the_vector_of_the_whole():
    encoder = load_encoders(PLAIN).sentence
    text = "word " * 2000 + "law"
    wholes, parts = encoder.encode_parts([text], [[(len(text) - 3, len(text))]])
    assert np.array_equal(wholes[0], parts[0])


@pytest.mark.model
def test_half_precision_hardly_moves_a_vector():
    texts = ["plan usability tests", "explain how rivers shape a landscape", "Python"]
    exact, fast = (load_encoders(Settings(adapter="none", precision=kind)).sentence for kind in ("float32", "bfloat16"))
    assert np.all((exact.encode(texts) * fast.encode(texts)).sum(axis=1) > 0.999)


@pytest.mark.model
def test_the_multilingual_encoder_brings_languages_together():
    encoder = load_encoders(Settings()).multilingual
    texts = ["gestione delle risorse umane", "human resource management", "analisi chimica delle acque"]
    italian, english, other = encoder.encode(texts)
    assert italian @ english > 0.6 > italian @ other


@pytest.mark.model
def test_the_adapters_change_the_vectors_and_the_name():
    plain, adapted = load_encoders(PLAIN), load_encoders(Settings(precision="float32"))
    for kind in ("sentence", "multilingual"):
        one, two = getattr(plain, kind), getattr(adapted, kind)
        assert two.model_id.startswith(f"{one.model_id}+")
        assert not np.allclose(one.encode(["labour law"]), two.encode(["labour law"]), atol=0.01)


def test_the_adapters_that_ship_are_small_and_say_how_they_were_made():
    folder = adapter_folder()
    for encoder, base in ((SENTENCE, MINILM), (MULTILINGUAL, E5)):
        adapter = load_adapter(folder, encoder, base.digest)
        assert adapter.file.stat().st_size < 4 * 1024**2


def test_adapters_for_other_weights_or_changed_ones_are_refused(tmp_path):
    save_adapter(tmp_path, SENTENCE, {"w.A": np.ones((1, 2)), "w.B": np.ones((3, 1))}, {"base_sha256": "base"})
    assert load_adapter(tmp_path, SENTENCE, "base").weight_changes()["w"].tolist() == [[1, 1]] * 3
    with (tmp_path / "sentence.safetensors").open("ab") as stream:
        stream.write(b"x")
    for folder, base in ((tmp_path, "other"), (tmp_path, "base"), (tmp_path / "absent", "base")):
        with pytest.raises(EscomapError) as caught:
            load_adapter(folder, SENTENCE, base)
        assert caught.value.code == "bad_adapter"


@pytest.mark.model
def test_a_copy_of_the_packaged_model_elsewhere_is_accepted(tmp_path, monkeypatch):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "copy")
    packaged = load_encoders(PLAIN).sentence
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(copy))
    own = load_encoders(PLAIN).sentence
    assert own.model_id == packaged.model_id == "all-MiniLM-L6-v2@53aa51172d14"
    assert np.array_equal(own.encode(["labour law"]), packaged.encode(["labour law"]))


@pytest.mark.parametrize("file", [name for name in MINILM.digests if name != "model.safetensors"])
def test_other_files_of_the_packaged_model_are_checked_too_and_the_way_out_is_named(tmp_path, monkeypatch, file):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "copy")
    (copy / file).write_text((copy / file).read_text(encoding="utf-8") + " ", encoding="utf-8")
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(copy))
    with pytest.raises(EscomapError, match="published") as caught:
        load_encoders(PLAIN)
    assert caught.value.code == "wrong_model_digest"
    assert caught.value.hint.startswith("unset ESCOMAP_PACKAGED_MODEL")


def test_a_download_that_fails_without_a_word_is_told_all_the_same(monkeypatch):
    def failing(*_, **__):
        raise TimeoutError

    monkeypatch.setattr("huggingface_hub.snapshot_download", failing)
    assert "TimeoutError" in refused(encoder="owner/name").message


@pytest.mark.parametrize("file", ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "3_Dense/model.safetensors"])
def test_a_folder_is_named_by_all_files_that_decide_its_vectors(tmp_path, file):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    names = []
    for content, hidden in ((b"one", b"a"), (b"two", b"a"), (b"two", b"b")):
        (tmp_path / file).write_bytes(content)
        (tmp_path / ".history").write_bytes(hidden)
        names.append(load_encoders(Settings(encoder=str(tmp_path))).sentence.model_id)
    assert names[0] != names[1] == names[2]


def test_a_folder_for_adapters_is_looked_at_before_they_are_trained(tmp_path):
    assert require_folder(tmp_path / "new") == {}
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder, content in ((tmp_path / "new", "{"), (tmp_path / "new", "[1]"), (tmp_path / "file", "")):
        if content:
            (folder / "adapters.json").write_text(content, encoding="utf-8")
        with pytest.raises(EscomapError) as caught:
            require_folder(folder)
        assert caught.value.code == "bad_adapter"
