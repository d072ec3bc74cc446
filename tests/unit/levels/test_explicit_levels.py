"""Levels as catalogues write them, and texts that carry none."""

import pytest

from escomap.levels.explain import answer_level
from unit.levels.level_frames import level_facts


def answer(**course):
    return answer_level(course, level_facts(), "programme")


STATED = [
    ({"level_text": "EQF 6"}, 6),
    ({"level_text": "EQF level 5"}, 5),
    ({"level_text": "Level 7 EQF"}, 7),
    ({"level_text": "EQR 6"}, 6),
    ({"level_text": "EQF/QEQ 6"}, 6),
    ({"level_text": "QEQ livello 7"}, 7),
    ({"level_text": "EQR-Niveau 6"}, 6),
    ({"level_text": "niveau 6 du CEC"}, 6),
    ({"level_text": "MEC 5"}, 5),
    ({"level_text": "ERK 4"}, 4),
    ({"level_text": "poziom 6 PRK"}, 6),
    ({"level_text": "VI poziom PRK"}, 6),
    ({"level_text": "7. úroveň EKR"}, 7),
    ({"level_text": "EKR 7"}, 7),
    ({"level_text": "SCQF Level 10"}, 6),
    ({"level_text": "SCQF level 9", "country": "GB-SCT"}, 6),
    ({"level_text": "NFQ level 8"}, 6),
    ({"level_text": "NFQ Level 8", "country": "Ireland"}, 6),
    ({"level_text": "RQF 3"}, 4),
    ({"level_text": "FHEQ 6"}, 6),
    ({"level_text": "FHEQ Level 5"}, 5),
    ({"level_text": "QNQ 7", "country": "IT"}, 7),
    ({"level_text": "QNQ 5", "country": "ITA"}, 5),
    ({"level_text": "QNQ 5", "country": "PT"}, 5),
    ({"level_text": "DQR-Niveau 6"}, 6),
    ({"level_text": "DQR 6"}, 6),
    ({"level_text": "NLQF 5"}, 5),
    ({"level_text": "SeQF 6"}, 6),
    ({"level_text": "PRK 7"}, 7),
    ({"level_text": "6. szint MKKR"}, 6),
    ({"level_text": "MKKR 6. szint"}, 6),
    ({"level_text": "Niveau 5 (RNCP)"}, 5),
    ({"level_text": "RNCP niveau 6"}, 6),
    ({"level_text": "niveau III (RNCP)"}, 5),
    ({"level_text": "MBO 4"}, 4),
    ({"level_text": "MBO niveau 3", "country": "NL"}, 3),
    ({"level_text": "first cycle"}, 6),
    ({"level_text": "2nd cycle"}, 7),
    ({"level_text": "Bologna first cycle"}, 6),
    ({"level_text": "SCQF Level 10 / EQF Level 6"}, 6),
    ({"level_text": "Level 8 NFQ / Level 6 EQF"}, 6),
    ({"level_text": "NFQ 8 (EQF 6)"}, 6),
    ({"level_text": "DQR/EQR-Niveau 6"}, 6),
    ({"level_text": "EQF6"}, 6),
    ({"level_text": "EQF-6"}, 6),
    ({"level_text": "EQF: 6"}, 6),
    ({"level_text": "EQF level: 6"}, 6),
    ({"level_text": "eqf lvl 7"}, 7),
    ({"level_text": "Level 6 of the European Qualifications Framework"}, 6),
    ({"level_text": "RQF Level 4"}, 5),
    ({"level_text": "RQF Entry 3"}, 1),
    ({"level_text": "Entry Level 3 (RQF)"}, 1),
    ({"level_text": "CQFW level 6"}, 6),
    ({"level_text": "HQF 6"}, 6),
    ({"level_text": "NKR 6.2", "country": "NO"}, 6),
    ({"level_text": "HKO 7.1"}, 7),
    ({"level_text": "Livello QNQ 6", "country": "Italia"}, 6),
    ({"level_text": "MECES nivel 3"}, 7),
    ({"level_text": "MECES 2"}, 6),
    ({"level_text": "VKS niveau 6"}, 6),
    ({"level_text": "SOK 7"}, 6),
    ({"level_text": "raven SOK 8"}, 7),
    ({"level_text": "NLQF 4+"}, 4),
    ({"level_text": "LTKS VI"}, 6),
]
TWO_FIELDS = [
    ({"framework": "EQF", "level_text": 6}, 6),
    ({"framework": "EQF", "level_text": "Level 6"}, 6),
    ({"framework": "EQF", "level_text": "VI"}, 6),
    ({"framework": "DQR", "level_text": "6"}, 6),
    ({"framework": "NFQ", "level_text": "Level 8"}, 6),
    ({"framework": "SCQF", "level_text": "7"}, 5),
    ({"framework": "European Qualifications Framework (EQF)", "level_text": "5"}, 5),
    ({"framework": "NQF", "level_text": "6", "country": "IE"}, 5),
    ({"framework": "NQF", "level_text": "6", "country": "BG"}, 6),
    ({"framework": "RNCP", "level_text": "niveau 5", "country": "FR"}, 5),
    ({"level_text": "6.0", "framework": "DQR"}, 6),
]
CYCLES = [
    ({"cycle": "Bologna first cycle"}, 6),
    ({"cycle": "2"}, 7),
    ({"cycle": 1}, 6),
    ({"cycle": "Bologna second cycle"}, 7),
    ({"cycle": "first cycle"}, 6),
    ({"cycle": "2nd cycle"}, 7),
    ({"cycle": "third"}, 8),
    ({"cycle": "short cycle"}, 5),
    ({"cycle": "Second-cycle (Master)"}, 7),
    ({"cycle": "first-cycle degree programme"}, 6),
]
DEGREES = [
    ({"degree": "Laurea magistrale"}, 7),
    ({"degree": "MSc in Data Science"}, 7),
    ({"degree": "Bachelorstudiengang"}, 6),
    ({"degree": "Licence professionnelle"}, 6),
    ({"degree": "Grado en Ingeniería"}, 6),
    ({"degree": "HBO-bachelor"}, 6),
    ({"degree": "kandidatexamen"}, 6),
    ({"degree": "Tohtori"}, 8),
    ({"degree": "Laurea"}, 6),
    ({"degree": "Laurea triennale"}, 6),
    ({"degree": "Dottorato di ricerca"}, 8),
    ({"degree": "PhD"}, 8),
    ({"degree": "phd"}, 8),
    ({"degree": "msc"}, 7),
    ({"degree": "bsc"}, 6),
    ({"degree": "Master universitario di II livello"}, 8),
    ({"degree": "Master di I livello"}, 7),
    ({"degree": "Bachelor of Science"}, 6),
    ({"degree": "Honours degree"}, 6),
    ({"degree": "BTS"}, 5),
    ({"degree": "DUT"}, 5),
    ({"degree": "HND"}, 5),
    ({"degree": "Doctorat"}, 8),
    ({"degree": "Mestrado"}, 7),
    ({"degree": "Licenciatura", "country": "PT"}, 6),
    ({"degree": "Magister", "country": "PL"}, 7),
    ({"degree": "Licencjat"}, 6),
    ({"degree": "Maisteri"}, 7),
    ({"degree": "Mesterképzés"}, 7),
    ({"degree": "Bakalářské studium"}, 6),
    ({"degree": "Yrkeshögskoleexamen"}, 5),
    ({"degree": "Staatlich geprüfter Techniker"}, 6),
    ({"degree": "Meister", "country": "DE"}, 6),
    ({"degree": "Diplôme d'ingénieur"}, 7),
    ({"degree": "Master"}, 7),
    ({"degree": "Bachelor"}, 6),
    ({"degree": "Master's degree"}, 7),
    ({"degree": "bachelor's"}, 6),
    ({"degree": "Foundation degree"}, 5),
    ({"degree": "BA (Hons) History"}, 6),
    ({"degree": "MA"}, 7),
    ({"degree": "MBA"}, 7),
    ({"degree": "A level"}, 4),
    ({"degree": "Postgraduate Certificate"}, 7),
    ({"degree": "Associate degree"}, 5),
    ({"degree": "CAP"}, 3),
    ({"degree": "Abitur"}, 4),
    ({"degree": "Ammattikorkeakoulututkinto"}, 6),
    ({"degree": "ylempi AMK"}, 7),
    ({"degree": "Lisans"}, 6),
    ({"degree": "Yüksek lisans"}, 7),
    ({"degree": "Μεταπτυχιακό"}, 7),
    ({"degree": "Kandidat", "country": "DK"}, 7),
    ({"degree": "Kandidatuddannelse"}, 7),
]
TITLES = [
    ({"title": "MSc in Data Science"}, 7),
    ({"title": "Bachelor of Arts in History"}, 6),
    ({"title": "Data Science (MSc)"}, 7),
    ({"title": "Data Science MSc"}, 7),
    ({"title": "Bachelorstudiengang Informatik", "country": "DE"}, 6),
    ({"title": "Grado en Ingeniería Informática"}, 6),
    ({"title": "Licence professionnelle Métiers du BTP", "country": "FR"}, 6),
    ({"title": "Master in Data Science"}, 7),
    ({"title": "Master Informatik", "title_lang": "de"}, 7),
    ({"title": "Laurea magistrale in Informatica"}, 7),
    ({"title": "BTS Comptabilité et gestion", "country": "FR"}, 5),
    ({"title": "Máster Universitario en Psicología"}, 7),
    ({"title": "Erasmus Mundus Joint Master in Photonics"}, 7),
    ({"title": "PhD in Physics"}, 8),
    ({"title": "Executive MBA"}, 7),
    ({"title": "AIM Qualifications Level 3 Diploma in Skills for Business: Retail (RQF)", "country": "GB"}, 4),
]
MORE = [
    ({"level_text": "EQF Level 6 (Bachelor)"}, 6),
    ({"level_text": "EQF-Niveau 7"}, 7),
    ({"level_text": "EQF nivå 6"}, 6),
    ({"level_text": "EQF-taso 6"}, 6),
    ({"level_text": "CEC niveau 5"}, 5),
    ({"level_text": "Nivel MEC 6"}, 6),
    ({"level_text": "ERK poziom 6"}, 6),
    ({"level_text": "EKKR 6"}, 6),
    ({"level_text": "EQF 6 / QF-EHEA first cycle"}, 6),
    ({"level_text": "QF-EHEA second cycle"}, 7),
    ({"level_text": "European Qualifications Framework level 4"}, 4),
    ({"level_text": "Level 5 (EQF)"}, 5),
    ({"level_text": "EQF (5)"}, 5),
    ({"level_text": "EQF=5"}, 5),
    ({"level_text": "EQF_5"}, 5),
    ({"level_text": "EQF Lvl. 5"}, 5),
    ({"level_text": "eqf5"}, 5),
    ({"level_text": "Levels: EQF 6, NFQ 8"}, 6),
    ({"level_text": "Level 9 NFQ", "country": "IE"}, 7),
    ({"level_text": "NFQ-8"}, 6),
    ({"level_text": "NFQ Level 10"}, 8),
    ({"level_text": "NFQ Level 6 (EQF 5)"}, 5),
    ({"level_text": "SCQF 11"}, 7),
    ({"level_text": "SCQF L8"}, 5),
    ({"level_text": "SCQF12"}, 8),
    ({"level_text": "RQF Level 7"}, 7),
    ({"level_text": "Level 3 (RQF)"}, 4),
    ({"level_text": "Ofqual Level 2"}, 3),
    ({"level_text": "QCF Level 5"}, 5),
    ({"level_text": "FHEQ level 7 (postgraduate)"}, 7),
    ({"level_text": "HEQ 4"}, 5),
    ({"level_text": "DQR Niveau 7"}, 7),
    ({"level_text": "DQR-Stufe 4"}, 4),
    ({"level_text": "NQR 6", "country": "AT"}, 6),
    ({"level_text": "NQR-Niveau VI", "country": "AT"}, 6),
    ({"level_text": "NQR 6", "country": "Austria"}, 6),
    ({"level_text": "NLQF-niveau 6"}, 6),
    ({"level_text": "NLQF niveau 4+"}, 4),
    ({"level_text": "MQF Level 5", "country": "MT"}, 5),
    ({"level_text": "MQF Level 5", "country": "Malta"}, 5),
    ({"level_text": "EstQF 6"}, 6),
    ({"level_text": "FiNQF 6"}, 6),
    ({"level_text": "LTKS 6"}, 6),
    ({"level_text": "LKI 6"}, 6),
    ({"level_text": "HKO razina 6"}, 6),
    ({"level_text": "CROQF 7"}, 7),
    ({"level_text": "SOK raven 7"}, 6),
    ({"level_text": "NOKS nivo 6.1"}, 6),
    ({"level_text": "CNC nivel 6", "country": "RO"}, 6),
    ({"level_text": "TYÇ 6. seviye"}, 6),
    ({"level_text": "TQF level 6"}, 6),
    ({"level_text": "HQF επίπεδο 6"}, 6),
    ({"level_text": "CYQF 6"}, 6),
    ({"level_text": "ISQF 5"}, 6),
    ({"level_text": "VKS 5"}, 5),
    ({"level_text": "CFC 6"}, 6),
    ({"level_text": "NKR nivå 7", "country": "NO"}, 7),
    ({"level_text": "NKR 7", "country": "SK"}, 7),
    ({"level_text": "SKKR 7"}, 7),
    ({"level_text": "NQR-BB 6"}, 6),
    ({"level_text": "SeQF-nivå 6"}, 6),
    ({"level_text": "seqf level 5"}, 5),
    ({"level_text": "National Framework of Qualifications (NFQ) Level 7"}, 6),
    ({"level_text": "Level 8 on the National Framework of Qualifications", "country": "IE"}, 6),
    ({"level_text": "Scottish Credit and Qualifications Framework level 7"}, 5),
    ({"level_text": "Quadro Nazionale delle Qualificazioni livello 6"}, 6),
    ({"level_text": "livello 6 QNQ", "country": "IT"}, 6),
    ({"level_text": "niveau 6 RNCP"}, 6),
    ({"level_text": "RNCP 7", "country": "FR"}, 7),
    ({"level_text": "Niveau 6 (Bac+3)", "country": "FR"}, 6),
    ({"level_text": "Level 7", "framework": "RQF"}, 7),
    ({"level_text": "Level 4-5", "framework": "FHEQ"}, 5),
    ({"level_text": 6, "framework": "eqf"}, 6),
    ({"level_text": "6", "framework": "EQF level"}, 6),
    ({"framework": "EQF 6"}, 6),
    ({"level_text": "6", "framework": "NLQF (NL)"}, 6),
    ({"level_text": "6", "framework": "European Qualifications Framework"}, 6),
    ({"level_text": "1", "framework": "QF-EHEA"}, 6),
    ({"level_text": "second", "framework": "QF-EHEA"}, 7),
    ({"level_text": "first", "framework": "Bologna"}, 6),
    ({"cycle": "II"}, 7),
    ({"cycle": "Cycle 3"}, 8),
    ({"cycle": "1st"}, 6),
    ({"cycle": "1st cycle (Bachelor)"}, 6),
    ({"cycle": "primo ciclo"}, 6),
    ({"cycle": "II ciclo"}, 7),
    ({"cycle": "deuxième cycle"}, 7),
    ({"cycle": "2e cycle"}, 7),
    ({"cycle": "zweiter Zyklus"}, 7),
    ({"cycle": "tercer ciclo"}, 8),
    ({"cycle": "grundnivå"}, 6),
    ({"cycle": "Avancerad nivå"}, 7),
    ({"cycle": "Bachelor"}, 6),
    ({"cycle": "Master"}, 7),
    ({"cycle": "doctoral"}, 8),
    ({"cycle": "Undergraduate"}, 6),
    ({"cycle": "Postgraduate"}, 7),
    ({"cycle": "FIRST"}, 6),
    ({"cycle": "First Cycle (EQF level 6)"}, 6),
    ({"cycle": "QF-EHEA: 1"}, 6),
    ({"cycle": "EHEA first cycle"}, 6),
    ({"cycle": "Short cycle (ISCED 5)"}, 5),
    ({"degree": "Undergraduate"}, 6),
    ({"degree": "Bachelor's Degree"}, 6),
    ({"degree": "BEng"}, 6),
    ({"degree": "B.Sc."}, 6),
    ({"degree": "M.Sc."}, 7),
    ({"degree": "BSc (Hons) Computing"}, 6),
    ({"degree": "Ph.D."}, 8),
    ({"degree": "Doctor of Philosophy"}, 8),
    ({"degree": "DPhil"}, 8),
    ({"degree": "LLM"}, 7),
    ({"degree": "PGCE"}, 7),
    ({"degree": "HNC"}, 5),
    ({"degree": "T Level"}, 4),
    ({"degree": "laurea"}, 6),
    ({"degree": "Laurea Magistrale a ciclo unico"}, 7),
    ({"degree": "L-8"}, 6),
    ({"degree": "LM-32"}, 7),
    ({"degree": "Diploma ITS", "country": "IT"}, 5),
    ({"degree": "IFTS"}, 4),
    ({"degree": "Máster Universitario"}, 7),
    ({"degree": "Doctorado"}, 8),
    ({"degree": "Técnico Superior"}, 5),
    ({"degree": "CFGS Técnico superior"}, 5),
    ({"degree": "Mestrado integrado"}, 7),
    ({"degree": "CTeSP"}, 5),
    ({"degree": "Doutoramento"}, 8),
    ({"degree": "Masterstudiengang"}, 7),
    ({"degree": "Promotion", "country": "DE"}, 8),
    ({"degree": "Staatsexamen"}, 7),
    ({"degree": "Diplom-Ingenieur (FH)"}, 6),
    ({"degree": "Ausbildung zum Koch"}, 4),
    ({"degree": "Fachwirt"}, 6),
    ({"degree": "Licence"}, 6),
    ({"degree": "BUT Informatique"}, 6),
    ({"degree": "Bac pro"}, 4),
    ({"degree": "CAP Cuisine"}, 3),
    ({"degree": "Master 2"}, 7),
    ({"degree": "HBO"}, 6),
    ({"degree": "WO-master"}, 7),
    ({"degree": "WO bachelor"}, 6),
    ({"degree": "MBO 3"}, 3),
    ({"degree": "mbo niveau 2"}, 2),
    ({"degree": "masterexamen"}, 7),
    ({"degree": "Civilingenjör"}, 7),
    ({"degree": "Professionsbachelor"}, 6),
    ({"degree": "Kandidaatti"}, 6),
    ({"degree": "kandidaatin tutkinto"}, 6),
    ({"degree": "maisterin tutkinto"}, 7),
    ({"degree": "Magister"}, 7),
    ({"degree": "Inżynier"}, 6),
    ({"degree": "Studia II stopnia"}, 7),
    ({"degree": "Bakalář"}, 6),
    ({"degree": "Alapképzés"}, 6),
    ({"degree": "PhD programme"}, 8),
    ({"degree": "Licență"}, 6),
    ({"degree": "Master", "country": "RO"}, 7),
    ({"degree": "Πτυχίο"}, 6),
    ({"degree": "Διδακτορικό"}, 8),
    ({"degree": "Ön lisans"}, 5),
    ({"degree": "magistrski študij"}, 7),
    ({"degree": "Bakalaureus", "country": "EE"}, 6),
    ({"degree": "Bakalauras", "country": "LT"}, 6),
    ({"degree": "Executive Master"}, 7),
    ({"level_text": "Bachelor"}, 6),
    ({"level_text": "Master's"}, 7),
    ({"level_text": "Undergraduate"}, 6),
    ({"level_text": "Level 3", "degree": "BSc"}, 6),
    ({"level_text": "ЕКР 6"}, 6),
    ({"level_text": "NQR-Niveau 6", "country": "DE"}, 6),
]
NO_LEVEL = [
    {"level_text": "MQF Level 5"},
    {"level_text": "NQF-BB 6"},
    {"degree": "M2"},
    {"degree": "Professional Certificate"},
    {"degree": "Certificate of attendance"},
    {"degree": "Diploma"},
    {"degree": "none"},
    {"level_text": "beginner"},
    {"level_text": "Level 3 - intermediate"},
    {"level_text": "Level 5", "country": "GB"},
    {"level_text": "Niveau B2"},
    {"level_text": "Year 3"},
    {"level_text": "100"},
    {"level_text": "5000-level"},
    {"level_text": "Stufe 4", "country": "DE"},
    {"level_text": "Level 3", "framework": "CEFR"},
    {"level_text": "Level 3", "provider": "Open University"},
    {"level_text": "EQF level six"},
    {"level_text": "ISCED 6"},
    {"level_text": "DigComp level 5"},
    {"level_text": "Level 4 DigComp"},
    {"title": "BSC Level 2 Award in Principles of COSHH", "country": "GB"},
    {"level_text": "NQR-Niveau 6"},
    {"level_text": "NSK 6"},
    {"level_text": "Level 3"},
    {"level_text": "Level 3", "country": "IE"},
    {"level_text": "livello 3"},
    {"level_text": "niveau 5", "country": "FR"},
    {"level_text": "6"},
    {"level_text": "B1", "framework": "QCER"},
    {"level_text": "B2", "framework": "GER"},
    {"level_text": "QNQ 6"},
    {"level_text": "NQF 6"},
    {"level_text": "EQF 5-6"},
    {"level_text": "EQF levels 5 to 6"},
    {"level_text": "EQF 9"},
    {"level_text": "EQF"},
    {"level_text": "A2 CEFR"},
    {"title": "Master data management"},
    {"title": "Mastering Python"},
    {"title": "Bachelor thesis"},
    {"title": "Scrum Master certification"},
    {"title": "Masterclass in wine"},
    {"title": "Master Python in a week"},
    {"title": "CNC level 2", "country": "IT"},
    {"title": "Preparing for your PhD"},
    {"title": "How to master the art of bread"},
    {"title": "CAP theorem and distributed systems"},
    {"title": "Its all about time, but why"},
    {"title": "Promotion and marketing"},
    {"title": "Software licence management"},
    {"title": "Technik und Gesellschaft"},
    {"title": "Doctor-patient communication"},
    {"title": "Supervising Master students"},
    {"title": "Higher mathematics", "country": "GB-SCT"},
    {"title": "The second cycle of Wagner"},
    {"title": "Master's thesis seminar"},
    {"title": "Thesis writing for Master students"},
    {"title": "MA 101 Calculus"},
    {"text": "This prepares for Master studies"},
    {"text": "The course is at EQF level 6."},
]


@pytest.mark.parametrize(("course", "level"), [*STATED, *TWO_FIELDS, *CYCLES, *DEGREES, *TITLES, *MORE], ids=str)
def test_level_is_read(course, level):
    assert answer(**course)["eqf_level"] == level


@pytest.mark.parametrize("course", NO_LEVEL, ids=str)
def test_no_level_is_read_into_it(course):
    assert answer(**course)["eqf_level"] is None


@pytest.mark.parametrize(("course", "level"), TITLES, ids=str)
def test_a_title_is_less_sure_than_an_award(course, level):
    assert answer(**course)["confidence"] < 0.95


def test_bare_level_asks_for_its_framework():
    got = answer(level_text="Level 3", country="IE")
    assert got["basis"] == "none"
    assert "names no framework" in got["hints"][0]
    assert "NFQ" in got["hints"][0]


def test_ambiguous_framework_asks_for_the_country():
    assert "country" in answer(level_text="QNQ 6")["hints"][0]


def test_unknown_framework_is_named():
    assert "QCER" in answer(level_text="B1 2", framework="QCER")["hints"][0]


def test_level_outside_the_framework_is_named():
    assert "no level 9" in answer(level_text="DQR 9")["hints"][0]
    assert "1 to 8" in answer(level_text="EQF 9")["hints"][0]


def test_range_leaves_the_level_open():
    got = answer(level_text="EQF 5-6", degree="Bachelor of Science")
    assert (got["eqf_level"], got["eqf_range"], got["conflicts"]) == (None, [5, 6], [])
    assert "EQF 6" in got["hints"][0]


@pytest.mark.parametrize("text", ["EQF 6; EQF 7", "EQF 6, 7", "EQF 6 and EQF 7", "EQF 6/7", "SCQF 10 / SCQF 11"])
def test_several_stated_levels_are_a_range(text):
    got = answer(level_text=text)
    assert (got["eqf_level"], got["eqf_range"], got["conflicts"]) == (None, [6, 7], [])


def test_master_data_science_is_a_degree_and_master_data_is_not():
    assert answer(degree="Master Data Science")["eqf_level"] == 7
    assert answer(degree="Master data management")["eqf_level"] is None


def test_national_range_with_one_eqf_level_is_a_level():
    assert answer(level_text="SCQF 7-8")["eqf_level"] == 5


def test_two_degrees_leave_a_range():
    assert answer(degree="Bachelor / Master")["eqf_range"] == [6, 7]


def test_level_in_a_description_only_leads_to_a_hint():
    got = answer(text="Welcome. This module is at EQF level 5. Enjoy.")
    assert got["eqf_level"] is None
    assert "EQF level 5" in got["hints"][0]


def test_older_nomenclature_only_when_named():
    assert answer(framework="RNCP", level_text="niveau 5", country="FR")["eqf_level"] == 5
    assert answer(level_text="niveau V (RNCP)", country="FR")["eqf_level"] == 3
    assert answer(level_text="niveau V", country="FR")["eqf_level"] is None


def test_credits_and_dates_are_no_levels():
    for text in ("EQF, 6 ECTS", "DQR 2013", "EQF version 0.5", "NFQ 10 credits", "EQF 2026/27"):
        assert answer(level_text=text)["eqf_level"] is None, text


@pytest.mark.parametrize("country", ["Scotland", "UK", "GB", "GBR", "United Kingdom", "GB-SCT"])
def test_country_in_any_spelling(country):
    assert (
        answer(framework="NQF" if country == "Scotland" else "SCQF", level_text="9", country=country)["eqf_level"] == 6
    )
