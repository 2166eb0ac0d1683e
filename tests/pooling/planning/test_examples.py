"""The reference of the planner says what the planner says."""

from pathlib import Path

import pytest

from tests.pooling.planning.examples import EXAMPLES, example_lines, rate_lines

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "pool-planner.md"


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example_stands_in_the_reference(name):
    assert "\n".join(example_lines(EXAMPLES[name])) in DOCUMENT.read_text(encoding="utf-8")


def test_table_of_rates_stands_in_the_reference():
    assert "\n".join(rate_lines()) in DOCUMENT.read_text(encoding="utf-8")
