"""The words of a text without those that state a level, so that a model learns from the wording alone.

Left out are words with a digit in them (codes, years, "Level 7", "2A"), words of one or two letters (which Roman
numerals and the grades A, B, C mostly are), Roman numerals, the words for level and for a year of study, ordinals, and
the names of degrees, awards, cycles, frameworks and of the students of a cycle, in the languages of
``degree_words.csv``.
"""

from __future__ import annotations

import re

from escomap.levels.level_words import LEVEL_WORDS
from escomap.levels.wording import fold, word_set

# Enough of a course; a cap keeps long syllabuses from taking all the time.
MAX_CHARACTERS = 4000
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivx]{3,}")
# Beginnings, folded: bachelor(studiengang), laurea (magistrale), kandidat(examen), forskar(nivå).
_STATING = (
    "bachelor", "bakala", "bacalaur", "baccalaur", "master", "magist", "maisteri", "kandida", "laure",
    "doctor", "doktor", "dottor", "tohtor", "phd", "undergrad", "postgrad", "graduat", "honour", "honor",
    "licenc", "licent", "lizenti", "licens", "diplomstud", "ingeniorex", "hoofdvak", "grundniv", "forskar",
    "forskerutd", "perustut", "jatkoop", "promotion", "apprent", "egyetem", "alapkepz",
    "mesterkepz", "degree", "diplom", "certifica", "qualificat", "zertifikat",
)  # fmt: skip
_STATING_WORDS = word_set(
    "msc bsc mba mphil mres meng beng llm llb mphys mchem msci mph med dba edd hnd hnc hons pgce pgcert pgdip pgde pgt "
    "pgr ugt bts dut hbo wo mbo mbi nvq btec gcse scqf eqf fheq rqf nqf nfq cqfw eqr cec qeq mec dqr nlqf seqf qnq "
    "rncp mkkr prk erk ekr nvq cycle cycles zyklus ciclo ciclos cykel syklus sykli cyklus cyclus ciclu year years jahr "
    "jahre jahres annee annees anno anni ano anos jaar jaren aar arskurs first second third fourth fifth final "
    "freshman freshmen sophomore junior senior erste erstes zweite zweites dritte premiere deuxieme troisieme primo "
    "secondo terzo primer primero segundo tercero avancerad"
)


def unstated_words(text: str) -> list[str]:
    """The folded words of ``text``, in order, without those that state a level.

    >>> unstated_words("Thermodynamics 2A (SCQF Level 8): heat and work for second year undergraduates")
    ['thermodynamics', 'heat', 'and', 'work', 'for']
    """
    return [word for word in _WORD.findall(fold(text[:MAX_CHARACTERS])) if not states_level(word)]


def states_level(word: str) -> bool:
    """Whether a folded word states a level, or may."""
    if len(word) <= 2 or word in LEVEL_WORDS or word in _STATING_WORDS or word.startswith(_STATING):
        return True
    return not word.isalpha() or _ROMAN.fullmatch(word) is not None
