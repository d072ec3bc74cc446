import json
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer

from escomap.encoders import MINILM, _from_folder
from escomap.encoders.bert import BertEncoder
from escomap.encoders.bert_source import BertFolder, is_mean_pooled_bert
from escomap.encoders.packed_bert import product_type
from escomap.encoders.sentence import SentenceEncoder
from escomap.errors import EscomapError
from escomap.settings import Settings

pytestmark = pytest.mark.model
TEXTS = ["debug software", "plan and carry out usability tests with users of all ages", "", "x " * 400, "Ünï 🙂"]


@pytest.mark.parametrize(("precision", "least"), [("float32", 0.99999), ("bfloat16", 0.9999)])
def test_the_vectors_are_those_of_the_library(precision, least):
    own = BertEncoder(BertFolder(MINILM.folder()), model_id="own", precision=precision).encode(TEXTS)
    theirs = SentenceEncoder(MINILM.folder(), model_id="theirs", precision="float32").encode(TEXTS)
    assert own.shape == theirs.shape == (len(TEXTS), 384)
    assert np.min((own * theirs).sum(axis=1)) > least


def test_texts_of_one_length_need_no_mask_and_come_out_the_same():
    encoder = BertEncoder(BertFolder(MINILM.folder()), model_id="own", precision="float32")
    pieces = [[101, 2139, 8569, 2290, 4007, 102], [101, 2933, 5852, 2224, 2224, 102], [101, 2933, 102]]
    with torch.inference_mode():
        together, alone = (encoder._bert.token_vectors(pieces[:count]) for count in (2, 1))
        mixed = encoder._bert.token_vectors(pieces)
    assert torch.allclose(together[0], alone[0], atol=1e-5)
    assert torch.allclose(mixed[0], alone[0], atol=1e-5)
    assert [len(tokens) for tokens in mixed] == [6, 6, 3]


@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_folder_is_told_as_such(tmp_path, damaged):
    copy = tmp_path / "model"
    shutil.copytree(MINILM.folder(), copy)
    (copy / damaged).write_bytes(b"{}")
    with pytest.raises(EscomapError, match="could not be loaded") as raised:
        BertEncoder(BertFolder(copy), model_id="own").encode(["debug software"])
    assert (raised.value.code, raised.value.where) == ("missing_model", str(copy))


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False}),
        ("config.json", {"model_type": "mpnet"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"is_decoder": True}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("modules.json", [{"type": "sentence_transformers.models.Dense"}]),
        ("modules.json", None),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
        ("sentence_bert_config.json", {"max_seq_length": None}),  # And no configuration of the tokenizer beside it.
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("sentence_bert_config.json", {"transformer_task": "fill-mask"}),
    ],
)
def test_another_kind_of_model_is_left_to_the_library(tmp_path, file, change):
    source = MINILM.folder()
    assert is_mean_pooled_bert(source)
    for name in (
        "config.json",
        "modules.json",
        "1_Pooling/config.json",
        "sentence_bert_config.json",
        "config_sentence_transformers.json",
    ):
        found = json.loads((source / name).read_text(encoding="utf-8"))
        if name == file:
            found = {**found, **change} if isinstance(change, dict) else change
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(found), encoding="utf-8")
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).symlink_to(source / name)
    assert not is_mean_pooled_bert(tmp_path)
    assert isinstance(_from_folder(tmp_path, "other", Settings()), SentenceEncoder)


def copied(tmp_path, change):
    """The packaged folder with its tensors changed."""
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    save_file(change(load_file(copy / "model.safetensors")), copy / "model.safetensors")
    return copy


def test_weights_in_half_precision_are_read_as_the_library_reads_them(tmp_path):
    halved = copied(tmp_path, lambda tensors: {n: t.half() if t.is_floating_point() else t for n, t in tensors.items()})
    assert is_mean_pooled_bert(halved)
    folders = (BertFolder(halved), BertFolder(MINILM.folder()))
    own, whole = (BertEncoder(one, model_id="own", precision="float32").encode(TEXTS) for one in folders)
    assert np.min((own * whole).sum(axis=1)) > 0.999


def test_weights_named_as_part_of_a_larger_model_are_left_to_the_library(tmp_path):
    assert not is_mean_pooled_bert(copied(tmp_path, lambda tensors: {f"bert.{n}": t for n, t in tensors.items()}))


def test_pooling_is_known_in_the_words_of_newer_releases_too(tmp_path):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    for mode, is_known in (("mean", True), ("cls", False)):
        (copy / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": mode}), encoding="utf-8")
        assert is_mean_pooled_bert(copy) == is_known


def test_what_the_library_saves_today_is_recognised_and_read_alike(tmp_path):
    SentenceTransformer(str(MINILM.folder()), device="cpu").save(str(tmp_path))
    assert is_mean_pooled_bert(tmp_path)
    folders = (BertFolder(tmp_path), BertFolder(MINILM.folder()))
    assert folders[0].shape == folders[1].shape
    own, first = (BertEncoder(one, model_id="own", precision="float32").encode(TEXTS) for one in folders)
    assert np.array_equal(own, first)


@pytest.mark.parametrize(
    ("stated", "taken", "read"), [(64, 128, 64), (1000, 128, 512), (None, 128, 128), (None, 10**30, 512)]
)
def test_as_much_of_a_text_is_read_as_the_configuration_says_and_the_model_has_places(tmp_path, stated, taken, read):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    (copy / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": stated}), encoding="utf-8")
    tokenizer = json.loads((copy / "tokenizer_config.json").read_text(encoding="utf-8"))
    (copy / "tokenizer_config.json").write_text(json.dumps({**tokenizer, "model_max_length": taken}), encoding="utf-8")
    assert is_mean_pooled_bert(copy)
    assert BertFolder(copy).shape.longest == read
    if stated is None:
        assert SentenceTransformer(str(copy), device="cpu").max_seq_length == read
    assert BertEncoder(BertFolder(copy), model_id="own").encode(["x " * 2000]).shape == (1, 384)


def test_damaged_weights_are_told_by_the_library_s_way_too(tmp_path):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    (copy / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EscomapError, match="could not be loaded"):
        SentenceEncoder(copy, model_id="theirs").encode(["debug software"])


@pytest.mark.parametrize("file", ["config.json", "sentence_bert_config.json", "tokenizer.json"])
@pytest.mark.parametrize("content", ["[]", "["])
def test_a_folder_with_a_damaged_file_is_told_as_such(tmp_path, file, content):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    (copy / file).write_text(content, encoding="utf-8")
    with pytest.raises(EscomapError, match="could not be loaded"):
        BertEncoder(BertFolder(copy), model_id="own").encode(["debug software"])


@pytest.mark.parametrize("file", ["config.json", "sentence_bert_config.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_told_as_such(tmp_path, file):
    copy = shutil.copytree(MINILM.folder(), tmp_path / "model")
    (copy / file).unlink()
    with pytest.raises(EscomapError, match="could not be loaded"):
        BertEncoder(BertFolder(copy), model_id="own").encode(["debug software"])


@pytest.mark.parametrize(
    ("machine", "has", "expected"), [("x86_64", True, True), ("AMD64", False, False), ("arm64", False, True)]
)
def test_half_precision_is_chosen_where_the_processor_has_instructions_for_it(monkeypatch, machine, has, expected):
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: True)
    assert (product_type("auto") == torch.bfloat16) == expected
