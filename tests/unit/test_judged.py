import pytest

from escomap.errors import EscomapError
from escomap.evaluation import JudgedText
from escomap.readers.judged import read_judged


def written(tmp_path, text, name="gold.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_rows_of_one_text_become_one_judged_text(tmp_path):
    file = written(tmp_path, "text,uri,grade,lang,course_title,set\nplan,u:1,2,it,Titolo,s\nplan,u:2,1,it,Titolo,s\n")
    assert read_judged(file) == [JudgedText("plan", {"u:1": 2, "u:2": 1}, "it", "Titolo", "s")]


def test_other_layouts_are_read_too(tmp_path):
    file = written(tmp_path, "sentence\tescoUris\nplan\tu:1|u:2\nempty\t\n", "gold.tsv")
    assert read_judged(file, lang="de") == [
        JudgedText("plan", {"u:1": 2, "u:2": 2}, "de"),
        JudgedText("empty", {}, "de"),
    ]


def test_the_higher_of_two_grades_stays(tmp_path):
    assert read_judged(written(tmp_path, "text,uri,grade\na,u,2\na,u,1\n"))[0].grades == {"u": 2}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("text,concept\na,b\n", "missing_column"),
        ("sentence\n", "missing_column"),
        ("", "missing_column"),
        ("text,uri,grade\na,u,good\n", "bad_judgement"),
        ("text,uri,grade\na\n", "bad_judgement"),
        (b"text,uri\n\xe9t\xe9,u\n", "bad_judgement"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, text, code):
    with pytest.raises(EscomapError) as caught:
        read_judged(written(tmp_path, text))
    assert caught.value.code == code
    assert "gold.csv" in caught.value.where


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(EscomapError) as caught:
        read_judged(tmp_path / "absent.csv")
    assert caught.value.code == "missing_file"
