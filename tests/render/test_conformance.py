"""Every measure of GB/T 9704-2012 that a Word file can be held to."""

import pytest

from tests.conformance import Measure, measures

FOUND = list(measures())


@pytest.mark.parametrize("measure", FOUND, ids=lambda m: f"{m.clause} {m.element}")
def test_the_standard_is_kept(measure: Measure):
    assert measure.held, f"{measure.element}: wanted {measure.wanted}, found {measure.found}"


def test_every_clause_on_the_layout_is_measured():
    clauses = {part for measure in FOUND for part in measure.clause.split(", ")}
    wanted = {f"7.2.{n}" for n in range(1, 8)} | {f"7.3.{n}" for n in (1, 2, 3, 4, 6, 7)}
    wanted |= {"5.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "7.3.5.1", "7.3.5.2", "7.4.1", "7.4.2", "7.4.3"}
    assert wanted | {"7.5", "10.1", "10.3"} <= clauses
