"""Languages of short texts: the declared one unless a long text is clearly in another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from escomap.model import LanguageGuess

if TYPE_CHECKING:
    from lingua import LanguageDetector

# European languages in which catalogues are written. Nynorsk is left out on purpose: it takes Swedish and Bokmål
# texts away and ESCO has one Norwegian anyway. Maltese is not known to lingua.
DETECTED = (
    "bg",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "is",
    "it",
    "lt",
    "lv",
    "mk",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "tr",
    "uk",
)
# Texts with a declared language are compared with these only: fewer candidates, a third of the time.
USUAL = ("da", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv")
# Measured on 20,500 Swedish and 4,300 English outcomes: with less, "implement" and "analysera" pass for French.
MIN_CHARACTERS = 50
MIN_DOUBT_SCORE = 0.99
MIN_GUESS_SCORE = 0.35
MAX_CHARACTERS = 240
# A short text is taken for the default language when that scores this share of the best one: trigrams take "write
# scientific papers" for French. With the exact models of the usual languages (293 MB, loaded when first needed), 400
# ESCO labels each: en .99, de .95, fr .95, es .93, sv .92, fi .98; by trigrams over all languages en .73, de .88.
DEFAULT_ADVANTAGE = 0.3

_CANONICAL = {"nb": "no", "nn": "no"}


def identify_languages(texts: Sequence[str], hints: Sequence[str], default: str) -> list[LanguageGuess]:
    """The language of each text.

    ``hints`` are declared languages, empty where none is. A hint stands unless the text has at least 50 characters and
    is in another language with a score of at least 0.99. A text without hint that says too little takes ``default``.
    Only the text and its own hint count, so a catalogue's other rows never change an answer.
    """
    answers: dict[tuple[str, str], LanguageGuess] = {}
    for hint in dict.fromkeys(hints):
        own = list(dict.fromkeys(text for text, other in zip(texts, hints, strict=True) if other == hint))
        guesses = _checked(own, hint) if hint else _detected(own, default)
        answers.update({(text, hint): guess for text, guess in zip(own, guesses, strict=True)})
    return [answers[text, hint] for text, hint in zip(texts, hints, strict=True)]


def _checked(texts: list[str], hint: str) -> list[LanguageGuess]:
    declared = LanguageGuess(_canonical(hint), 1.0, "declared")
    guesses = dict.fromkeys(texts, declared)
    long_texts = [text for text in texts if len(text) >= MIN_CHARACTERS]
    if long_texts:
        codes = tuple(sorted({*USUAL, *({hint} & {*DETECTED})}))
        for text, scores in _scores(long_texts, codes):
            lang, score = max(scores.items(), key=lambda item: item[1])
            if lang != declared.lang and score >= MIN_DOUBT_SCORE and hint in {*DETECTED, *_CANONICAL, "no"}:
                guesses[text] = LanguageGuess(lang, round(score, 3), "detected")
    return [guesses[text] for text in texts]


def _detected(texts: list[str], default: str) -> list[LanguageGuess]:
    default = _canonical(default)
    short = [text for text in texts if len(text) < MIN_CHARACTERS]
    long = [text for text in texts if len(text) >= MIN_CHARACTERS]
    guesses: dict[str, LanguageGuess] = {}
    for text, scores in _scores(long, DETECTED) if long else []:
        guesses[text] = _best(scores, default)
    for text, scores in _scores(short, USUAL, exact=True) if short else []:
        close = scores.get(default, 0.0) >= DEFAULT_ADVANTAGE * max(scores.values(), default=0.0) > 0
        guesses[text] = (
            LanguageGuess(default, round(scores[default], 3), "detected") if close else _best(scores, default)
        )
    return [guesses[text] for text in texts]


def _best(scores: dict[str, float], default: str) -> LanguageGuess:
    lang, score = max(scores.items(), key=lambda item: item[1], default=("", 0.0))
    if score >= MIN_GUESS_SCORE:
        return LanguageGuess(lang, round(score, 3), "detected")
    return LanguageGuess(default, 0.0, "default")


def _scores(texts: list[str], codes: tuple[str, ...], *, exact: bool = False) -> list[tuple[str, dict[str, float]]]:
    detector = _detector(codes, exact)
    results = detector.compute_language_confidence_values_in_parallel([text[:MAX_CHARACTERS] for text in texts])
    return [
        (text, {_canonical(value.language.iso_code_639_1.name.lower()): value.value for value in values})
        for text, values in zip(texts, results, strict=True)
    ]


def _canonical(code: str) -> str:
    return _CANONICAL.get(code, code)


@cache
def _detector(codes: tuple[str, ...], exact: bool) -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    # Low accuracy mode keeps trigrams only: 75 MB instead of 770 MB, six times as fast, and 98 % right on outcomes.
    wanted = [getattr(IsoCode639_1, code.upper()) for code in codes]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*wanted)
    return (builder if exact else builder.with_low_accuracy_mode()).build()
