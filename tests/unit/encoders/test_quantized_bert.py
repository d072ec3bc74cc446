"""A file of quantized weights, written here by its description, and the packaged one."""

import struct

import numpy as np
import pytest
import torch

from escomap.encoders import multilingual_encoder, multilingual_source
from escomap.encoders.bert import BertEncoder
from escomap.encoders.quantized_bert import QuantizedBert
from escomap.settings import Settings

WIDTH, PLACES = 32, 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581law", "\u2581tax", "es", "\u2581"]
MATRICES = {"q": 1, "k": 1, "v": 1, "ao": 1, "fi": 4, "fo": 4}


def quantized(matrix):
    """Blocks of 32 weights: a scale in half precision and 16 bytes of two halves."""
    stored = b""
    for block in matrix.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        halves = np.clip(np.round(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        stored += scale.tobytes() + (halves[:16] | halves[16:] << 4).tobytes()
    return stored


def tensors():
    chance = np.random.default_rng(0)

    def drawn(*shape):
        return chance.normal(size=shape).astype(np.float32)

    yield "emb.word", drawn(len(PIECES), WIDTH), True
    yield "emb.pos", drawn(PLACES, WIDTH), False
    yield "emb.type", drawn(2, WIDTH), False
    for name, wide in MATRICES.items():
        shape = (WIDTH, wide * WIDTH) if name == "fo" else (wide * WIDTH, WIDTH)
        yield f"l0.{name}.w", drawn(*shape), True
        yield f"l0.{name}.b", drawn(shape[0]), False
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        yield f"{name}.w", drawn(WIDTH), False
        yield f"{name}.b", drawn(WIDTH), False


@pytest.fixture
def file(tmp_path):
    letters = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, letters)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, 1, 2, 4 * WIDTH, len(PIECES), PLACES, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, ends[-1]) + ends.tobytes()
    head += np.array([0, 0, 0, 0, -1, -2, -3, -9], dtype="<f4").tobytes() + b"".join(letters)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xA0, 1, 0x20)
    stored = [
        (name, values.size, quantized(values) if small else values.tobytes()) for name, values, small in tensors()
    ]
    directory = sum(2 + len(name) + 21 for name, *_ in stored)
    begin, body = len(head) + 4 + directory, b""
    head += struct.pack("<i", len(stored))
    for name, count, content in stored:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", 1, count, begin + len(body), len(content))
        body += content
    path = tmp_path / "tiny.bin"
    path.write_bytes(head + body)
    return path


def test_weights_come_back_by_the_names_of_bert_as_exact_as_four_bits_allow(file):
    weights = QuantizedBert(file).weights()
    given = {name: values for name, values, _ in tensors()}
    assert torch.equal(weights["embeddings.position_embeddings.weight"], torch.from_numpy(given["emb.pos"]))
    assert torch.equal(weights["encoder.layer.0.intermediate.dense.bias"], torch.from_numpy(given["l0.fi.b"]))
    for name, stored in (
        ("attention.self.key", "l0.k.w"),
        ("intermediate.dense", "l0.fi.w"),
        ("output.dense", "l0.fo.w"),
    ):
        found = weights[f"encoder.layer.0.{name}.weight"].numpy()
        assert found.shape == given[stored].shape
        assert np.abs(found - given[stored]).max() < 0.3
    rows = weights["embeddings.word_embeddings.weight"]
    assert len(rows) == len(PIECES)
    assert np.abs(rows[torch.tensor([5, 0])].numpy() - given["emb.word"][[5, 0]]).max() < 0.3


def test_a_text_is_cut_into_the_likeliest_pieces_between_its_borders(file):
    read = QuantizedBert(file).tokenizer().encode("law\u00a0 taxes")
    assert read.tokens == ["<s>", "\u2581law", "\u2581tax", "es", "</s>"]
    assert [end for _, end in read.offsets[1:-1]] == [3, 8, 10]


def test_a_file_reads_texts_and_their_parts(file):
    encoder = BertEncoder(QuantizedBert(file), model_id="tiny", precision="float32")
    wholes, parts = encoder.encode_parts(["law taxes"], [[(0, 3), (4, 9)]])
    assert wholes.shape == (1, WIDTH)
    assert np.allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-5)
    assert not np.allclose(parts[0], parts[1], atol=0.01)


@pytest.mark.model
def test_the_packaged_file_brings_languages_together_as_it_was_published():
    encoder = multilingual_encoder(Settings(adapter="none"))
    # With the prefix its authors ask for.
    one, same, other = encoder.encode(
        [f"query: {text}" for text in ("manage staff", "Personal führen", "Wasseranalyse")]
    )
    assert one @ same > 0.85 > one @ other


@pytest.mark.model
def test_letters_that_look_alike_are_read_alike():
    tokenizer = multilingual_source().tokenizer()
    assert tokenizer.encode("ﬁnance ½").ids == tokenizer.encode("finance 1⁄2").ids
