import json
import shutil

import numpy as np
import pytest
import torch

from escomap.encoders import MINILM, _from_folder
from escomap.encoders.bert import BertEncoder
from escomap.encoders.bert_source import BertFolder, is_mean_pooled_bert
from escomap.encoders.sentence import SentenceEncoder
from escomap.errors import EscomapError
from escomap.settings import Settings

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
    ],
)
def test_another_kind_of_model_is_left_to_the_library(tmp_path, file, change):
    source = MINILM.folder()
    assert is_mean_pooled_bert(source)
    for name in ("config.json", "modules.json", "1_Pooling/config.json", "sentence_bert_config.json"):
        found = json.loads((source / name).read_text(encoding="utf-8"))
        if name == file:
            found = {**found, **change} if isinstance(change, dict) else change
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(found), encoding="utf-8")
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).symlink_to(source / name)
    assert not is_mean_pooled_bert(tmp_path)
    assert isinstance(_from_folder(tmp_path, "other", Settings()), SentenceEncoder)
