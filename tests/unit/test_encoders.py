import shutil

import numpy as np
import pytest

from escomap.encoders import PACKAGED_SHA256, load_encoder, packaged_model_folder
from escomap.errors import EscomapError
from escomap.settings import Settings


def refused(encoder="packaged"):
    with pytest.raises(EscomapError) as caught:
        load_encoder(Settings(encoder=encoder))
    return caught.value


def test_packaged_weights_with_another_digest_are_refused(tmp_path, monkeypatch):
    (tmp_path / "model.safetensors").write_bytes(b"tampered with")
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(tmp_path))
    error = refused()
    assert error.code == "wrong_model_digest"
    assert str(tmp_path) in error.where


@pytest.mark.parametrize("folder", ["empty", "absent"])
def test_a_model_folder_without_weights_is_refused(tmp_path, monkeypatch, folder):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(tmp_path / folder))
    assert refused().code == "missing_model"


def test_a_pickled_model_is_never_loaded(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    assert refused(str(tmp_path)).code == "missing_model"


@pytest.mark.parametrize("name", ["minilm", "./absent/model", "/absent/model", "~/model"])
def test_a_name_that_is_neither_folder_nor_hub_id_is_refused(name):
    assert refused(name).code == "missing_model"


def test_a_folder_is_named_by_its_weights(tmp_path):
    for name, weights in (("one", b"a"), ("two", b"b")):
        (tmp_path / name / "mine").mkdir(parents=True)
        (tmp_path / name / "mine" / "model.safetensors").write_bytes(weights)
    first, second = (load_encoder(Settings(encoder=str(tmp_path / name / "mine"))) for name in ("one", "two"))
    assert first.model_id.startswith("mine@")
    assert first.model_id != second.model_id


def test_a_folder_that_is_no_model_is_refused_when_it_is_used(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EscomapError) as caught:
        load_encoder(Settings(encoder=str(tmp_path))).encode(["a"])
    assert caught.value.code == "missing_model"


@pytest.mark.model
def test_packaged_vectors_have_length_one_and_do_not_depend_on_their_neighbours():
    encoder = load_encoder(Settings())
    assert PACKAGED_SHA256.startswith(encoder.model_id.partition("@")[2])
    texts = ["", "plan usability tests", "é🙂" * 500, "x"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], vectors, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encoded_count == 8


@pytest.mark.model
def test_a_copy_of_the_packaged_model_elsewhere_is_accepted(tmp_path, monkeypatch):
    shutil.copyfile(packaged_model_folder() / "model.safetensors", tmp_path / "model.safetensors")
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(tmp_path))
    assert load_encoder(Settings()).model_id == "all-MiniLM-L6-v2@53aa51172d14"
