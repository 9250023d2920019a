"""Every example of the rules reference does what it says, and every way of scoring has one."""

import pytest

from reformctl.derive.casework import run_case
from reformctl.rulebook.consistency import METHODS
from tests.vocabulary import Example, examples

EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_of_the_reference_does_what_it_says(example: Example) -> None:
    case = example.file.cases[0]
    assert run_case(example.rulebook, example.file, case) == ()
    expect = case.expect
    assert any(getattr(expect, name) for name in type(expect).model_fields)


def test_every_way_of_scoring_has_an_example() -> None:
    shown = {m for e in EXAMPLES for i in e.rulebook.pack.indicators for m in METHODS if getattr(i, m)}
    assert shown == set(METHODS)
