import inspect
import re

import pytest

from app import errors
from app.errors import FieldError, GatescopeError, Overloaded, shorten


def classes() -> list[type[GatescopeError]]:
    found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, GatescopeError)]


def test_all_names_everything_that_is_defined_here() -> None:
    defined = {
        name
        for name, thing in vars(errors).items()
        if getattr(thing, "__module__", None) == errors.__name__ and not name.startswith("_")
    }
    assert set(errors.__all__) == defined
    assert errors.__all__ == sorted(errors.__all__)


def drawn_parents(drawing: str) -> dict[str, str]:
    """Read the tree at the top of the module: a name's parent is the last name further left."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for mark, name in re.findall(r"^ {4}([│├└─ ]*)([A-Z]\w+)", drawing, flags=re.MULTILINE):
        above = above[: len(mark) // 4]
        if above:
            parents[name] = above[-1]
        above.append(name)
    return parents


def test_the_drawn_tree_is_the_tree_of_classes() -> None:
    parents = {kind.__name__: kind.__base__.__name__ for kind in classes() if kind.__base__ is not None}
    assert parents.pop("GatescopeError") == "Exception"
    assert drawn_parents(errors.__doc__ or "") == parents
    assert len(parents) == 22 - 1


def test_the_drawing_says_what_each_docstring_says() -> None:
    drawn = dict(re.findall(r"── (\w+) {2,}(.+)", errors.__doc__ or ""))
    plain = {kind.__name__: (kind.__doc__ or "").split("\n")[0] for kind in classes()}
    for name, words in drawn.items():
        if name != "Overloaded":
            assert plain[name].rstrip(".").lower() == words.lower()


def test_codes_are_the_names_in_lower_case() -> None:
    for kind in classes():
        if kind is not GatescopeError:
            assert kind.code == re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def test_a_pointer_becomes_the_one_wrong_place() -> None:
    error = errors.InvalidValues("too high", hint="Go lower.", pointer="/values/3")
    assert (str(error), error.message, error.hint) == ("too high", "too high", "Go lower.")
    assert error.errors == (FieldError("/values/3", "too high"),)


def test_several_wrong_places_are_kept_as_they_are() -> None:
    places = [FieldError("/a", "is absent"), FieldError("/b", "is too long")]
    assert errors.InvalidInput("2 fields are wrong", errors=places, pointer="/a").errors == tuple(places)


def test_an_error_without_a_place_has_none() -> None:
    assert GatescopeError("it failed").errors == ()
    assert Overloaded("all 2 workers are busy", retry_after=3).retry_after == 3


@pytest.mark.parametrize(
    ("value", "quoted"), [(7, "7"), ("a" * 58, "'" + "a" * 58 + "'"), ("b" * 59, "'" + "b" * 59 + "…")]
)
def test_long_values_are_cut(value: object, quoted: str) -> None:
    assert shorten(value) == quoted
