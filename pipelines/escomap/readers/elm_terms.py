"""Concepts of the European Learning Model as words that catalogues use, from their addresses."""

from __future__ import annotations

# Lists published with the model: modes of learning, types of learning opportunities, schedules, credit systems.
_WORDS = {
    "729f3bed4b": "work-based",
    "7813801c77": "project-based",
    "9191af2ed9": "presential",
    "920fbb3cbe": "online",
    "e92d221e4d": "blended",
    "ed4c557045": "research-lab based",
    "05053c1cbe": "course",
    "0f7dac46ca": "programme module",
    "11252a5207": "mentoring",
    "17744a2647": "MOOC",
    "63f9f6180c": "apprenticeship",
    "65a4cf5de2": "study visit",
    "74a4a268e8": "short learning programme",
    "77b99de990": "internship",
    "79343569f3": "educational programme",
    "7e1ac538db": "class",
    "8b965da2d4": "service learning",
    "b2434ca358": "thesis",
    "67395e6b5a": "part time light",
    "72a0ab92fa": "full time",
    "f230bae523": "part time intensive",
    "6fcec5c5af": "ECTS",
    "60b314e826": "ECVET",
}
# Lists whose codes say it themselves.
_CODES = ("/isced-f/", "/authority/language/", "/authority/country/")


def word_of(address: str) -> str:
    """What a concept says: ``EQF 6``, ``online``, ``ENG``, ``0613``; the address itself where it is none of these.

    >>> word_of("http://data.europa.eu/snb/eqf/6"), word_of("http://data.europa.eu/snb/education-credit/6fcec5c5af")
    ('EQF 6', 'ECTS')
    """
    code = address.rstrip("/").rpartition("/")[2]
    if "/snb/eqf/" in address:
        return f"EQF {code}"
    if any(part in address for part in _CODES):
        return code
    return _WORDS.get(code, address)
