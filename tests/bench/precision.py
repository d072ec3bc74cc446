"""The sentence encoder in single and in half precision: CPU seconds, their ratio, and how far the vectors move."""

import time
from pathlib import Path

import numpy as np

from escomap.encoders import packaged_encoder
from escomap.readers.judged import read_judged
from escomap.settings import Settings


def add_arguments(parser):
    parser.add_argument("texts", type=Path, help="File of judged texts.")


def measure(given):
    texts = [one.text for one in read_judged(given.texts)]
    spent, vectors = {}, {}
    for precision in ("float32", "bfloat16"):
        encoder = packaged_encoder(Settings(precision=precision))
        encoder.encode(texts[:64])
        start = time.process_time()
        vectors[precision] = encoder.encode(texts)
        spent[precision] = time.process_time() - start
    cosines = (vectors["float32"] * vectors["bfloat16"]).sum(axis=1)
    print(f"float32 {spent['float32']:.2f} CPU s, bfloat16 {spent['bfloat16']:.2f}, {len(texts)} texts")
    ratio = spent["float32"] / spent["bfloat16"]
    print(f"ratio {ratio:.2f}, cosine mean {np.mean(cosines):.5f}, least {cosines.min():.5f}")
