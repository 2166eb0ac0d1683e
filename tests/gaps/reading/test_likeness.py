"""Councils are compared with those that are most like them."""

from marketplace.gaps.reading.likeness.rules import most_alike


def test_the_nearest_come_first_and_none_is_like_itself():
    figures = {"a": (1.0, 10.0), "b": (1.1, 11.0), "c": (5.0, 90.0), "d": (1.5, 15.0)}
    assert most_alike(figures, "a") == ["b", "d", "c"]
    assert most_alike(figures, "a", 1) == ["b"]


def test_a_figure_of_large_numbers_weighs_no_more():
    figures = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 900_000.0), "d": (1.0, 1_000_000.0)}
    assert most_alike(figures, "d")[0] in {"b", "c"}
    assert set(most_alike(figures, "a", 2)) == {"b", "c"}


def test_a_figure_that_is_the_same_everywhere_says_nothing():
    assert most_alike({"a": (1.0, 7.0), "b": (3.0, 7.0), "c": (2.0, 7.0)}, "a") == ["c", "b"]


def test_a_council_without_figures_is_like_none():
    assert most_alike({"a": (1.0,)}, "x") == []
