import copy
import pickle

from escomap.errors import EscomapError, unknown_name


def test_the_message_says_what_where_and_what_to_try():
    error = EscomapError("missing_file", "It is gone.", where="a.csv:3", hint="look elsewhere")
    assert str(error) == "error[missing_file] It is gone.\n  where: a.csv:3\n  try:   look elsewhere"
    assert str(EscomapError("x", "Short.")) == "error[x] Short."


def test_errors_travel_between_processes_whole():
    error = EscomapError("missing_file", "It is gone.", where="a.csv:3", hint="look elsewhere")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (again.code, again.message, again.where, again.hint) == (
            "missing_file",
            "It is gone.",
            "a.csv:3",
            "look elsewhere",
        )


def test_an_unknown_name_lists_the_closest_first():
    error = unknown_name("export", "tabels", ["edc", "tables", "xlsx"])
    assert (error.code, error.message) == ("unknown_export", "There is no export named 'tabels'.")
    assert error.hint.startswith("use one of: tables, ")
    assert sorted(error.hint.removeprefix("use one of: ").split(", ")) == ["edc", "tables", "xlsx"]


def test_an_unknown_name_where_nothing_is_known_says_so():
    assert unknown_name("profile", "x", []).hint == "no profile is known here"


def test_the_order_of_the_known_names_does_not_matter():
    names = ["aa", "ab", "ac"]
    assert unknown_name("x", "a", names).hint == unknown_name("x", "a", names[::-1]).hint
