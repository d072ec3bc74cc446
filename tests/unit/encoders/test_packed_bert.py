import numpy as np
import pytest

from escomap.encoders import MINILM
from escomap.encoders.packed_bert import PackedBert

torch = pytest.importorskip("torch")
TEXTS = ["debug software", "plan and carry out usability tests with users of all ages", "", "x " * 200]


@pytest.fixture(scope="module")
def model():
    sentence_transformers = pytest.importorskip("sentence_transformers")
    return sentence_transformers.SentenceTransformer(str(MINILM.folder()), device="cpu")


@pytest.mark.parametrize(("dtype", "least"), [("float32", 0.99999), ("bfloat16", 0.9999)])
def test_the_vectors_are_those_of_the_library_without_padding(model, dtype, least):
    packed = PackedBert.of(model[0], getattr(torch, dtype))
    pieces = model.tokenizer(TEXTS, truncation=True, max_length=128)["input_ids"]
    with torch.inference_mode():
        found = packed.token_vectors(pieces)
        for text, own, expected in zip(TEXTS, found, pieces, strict=True):
            read = model.tokenizer(text, truncation=True, max_length=128, return_tensors="pt")
            theirs = model[0].auto_model(**read).last_hidden_state[0]
            assert own.shape == theirs.shape == (len(expected), 384)
            cosines = torch.nn.functional.cosine_similarity(own, theirs).numpy()
            assert np.min(cosines) > least


def test_texts_of_one_length_need_no_mask_and_come_out_the_same(model):
    packed = PackedBert.of(model[0], torch.float32)
    pieces = model.tokenizer(["debug software", "plan tests", "weld"])["input_ids"]
    with torch.inference_mode():
        together, alone = packed.token_vectors(pieces[:2]), packed.token_vectors(pieces[:1])
        mixed = packed.token_vectors(pieces)
    assert torch.allclose(together[0], alone[0], atol=1e-5)
    assert torch.allclose(mixed[0], alone[0], atol=1e-5)


def test_another_kind_of_network_is_left_to_the_library():
    assert PackedBert.of(torch.nn.Linear(2, 2), torch.float32) is None
