import pytest

from somaloop.evidence import GRADE_WORDS, rank, worse_or_equal
from somaloop.language.errors import UnknownNameError
from somaloop.language.quantities import GRADES


def test_words_follow_the_order_of_the_grades():
    assert tuple(GRADE_WORDS) == GRADES == ("A", "B", "C", "D", "X")
    assert all(GRADE_WORDS.values())


@pytest.mark.parametrize(
    ("grade", "than", "expected"),
    [("C", "C", True), ("D", "C", True), ("X", "A", True), ("B", "C", False), ("A", "X", False)],
)
def test_worse_or_equal(grade, than, expected):
    assert worse_or_equal(grade, than) is expected


def test_order_is_total():
    assert [rank(grade) for grade in GRADES] == [0, 1, 2, 3, 4]
    for first in GRADES:
        for second in GRADES:
            assert worse_or_equal(first, second) or worse_or_equal(second, first)


def test_unknown_grade():
    with pytest.raises(UnknownNameError, match="unknown grade 'E'"):
        worse_or_equal("E", "A")  # type: ignore[arg-type]
