"""Whether a degree word in a title names the degree, or only speaks of it."""

from __future__ import annotations

import re

from escomap.levels.wording import fold, word_set

# Words that may stand before the degree at the head of a title.
_LEADS = re.compile(
    r"(?:(?:online|part[- ]time|full[- ]time|executive|european|international|joint|double|dual|erasmus|mundus|"
    r"professional|specialised|advanced|research|integrated|corso|studiengang|programme|program|titulo|diploma|"
    r"university|universitare|studii|official|oficial|il|la|the|a|an|di|de|en|in|programul|studia)\b[\s-]*)*"
)
_OPENERS = re.compile(r"(?:[(\[,:|/;–—]|\s-)\s*$")
# Named before another word these may be a verb or an attribute ("Master Python in a week", "Bachelor party").
_BARE = word_set("master masters master's master’s bachelor bachelors bachelor's bachelor’s doctor doctorate meister")
_AFTER_BARE = re.compile(
    r"\s*(?:$|[)\],:|/;–—(]|-\s|(?:of(?!\s+the\b)|in|en|de|di|du|d['’]|der|im|i|w|für|fur|degree|programme|program|studies|"
    r"studium|universitari[oa]|oficial|level|[12])\b)"
)
# A thesis seminar, help with an application or supervision of students is about a degree, not the degree. MA 101 is a
# course code, and BSC Level 2 Award is an award of the British Safety Council (in the Ofqual register).
_ABOUT = re.compile(
    r"\s*\d{2,}|\s*(?:entry\s+level|level\s+\d)|[\s'’s-]*\b(?:thes[ei]s|dissertation|supervis|project|projekt|preparation|application|admission|"
    r"applicants|students|arbeit|uppsats|oppgave|werkstuk|proef|tesi|tfg|tfm|seminar|kolloqui|colloqui|tracing|examin|"
    r"party|class|tutkielma|pr[áa]c[ea]\b|honoris\s+causa)"
)
_THESIS_ENDING = re.compile(r"(?:arbeit|uppsats|oppgave)$")


def names_degree(title: str, start: int, end: int, title_lang: str) -> bool:
    """Whether the degree word at ``[start, end)`` names the degree the title is about.

    It does at the head of the title, after a separator or in brackets, or as letters such as MSc at the end after a
    name, which "Preparing for your PhD" does not have there.
    """
    before, word, after = fold(title[:start]), title[start:end], title[end:]
    folded_after = after.casefold()
    if _ABOUT.match(folded_after) or _THESIS_ENDING.search(word.casefold()):
        return False
    previous = title[:start].split()[-1:] or [""]
    is_last = not re.search(r"\w", after) and sum(c.isupper() for c in word) >= 2 and previous[0][:1].isupper()
    if not (is_last or _LEADS.fullmatch(before.strip() + " " if before.strip() else "") or _OPENERS.search(before)):
        return False
    is_verb_like = word.strip().casefold() in _BARE and title_lang in ("", "en")
    return not is_verb_like or bool(_AFTER_BARE.match(folded_after))
