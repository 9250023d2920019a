"""A ranking beside a proposed one: what another pack, or a record less, would make of the small table.

| unit | same | broad | narrow | sum |
| --- | --- | --- | --- | --- |
| alpha | 5 | 9 | 1 | 15 |
| beta | 5 | 8 | 1.9 | 14.9 |
| gamma | 5 | 7 | 2.5 | 14.5 |
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from reformctl.cli.close import closing_text
from reformctl.cli.packs import open_pack
from reformctl.derive.closing import closing_record
from reformctl.derive.comparing import Comparison, compare, proposal
from reformctl.derive.ranking import rank
from reformctl.derive.tables import Table
from reformctl.derive.weighing import Weighing
from reformctl.records.kinds import KINDS
from reformctl.render.telling import told
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.store.worktree import WorkTree
from tests.building import D, lay, snapshot_of
from tests.derive.test_robustness import MARKS, PERIOD, books, pack, table

BONUS: dict[str, Any] = {
    "id": "K2017-002",
    "period": "2017-03",
    "cohort": "groups",
    "given": D(2017, 3, 30),
    "by": "Others",
    "marks": {"extra": {"alpha": "1", "beta": "2", "gamma": "1"}},
}


def wide(names: tuple[str, ...] = (*MARKS, "extra")) -> str:
    """A pack with a fourth indicator that nobody need give."""
    head, _, tail = pack(*names).rpartition("missing: error")
    return f"{head}missing: nought{tail}"


def rulebook(path: Path, text: str) -> Rulebook:
    """A pack from a file of its own."""
    path.write_text(text, "utf-8")
    return open_pack(WorkTree(path.parent), path)


def close(root: Path, snapshot: Snapshot) -> None:
    """Write the closing of March by what a snapshot knows."""
    record = closing_record(snapshot, PERIOD, "Office", "0" * 40, "0", told)
    path = root / KINDS["closing"].home(record.id)
    path.parent.mkdir(parents=True)
    path.write_text(closing_text(record), "utf-8")


def set_beside(snapshot: Snapshot, proposed: Snapshot) -> Comparison:
    """The table of March beside the one proposed."""
    return compare([table(snapshot)], [table(proposed)])[0]


def shown(comparison: Comparison) -> list[tuple[Any, ...]]:
    """A comparison in plain values."""
    return [
        (
            pair.unit.id,
            pair.held.rank if pair.held else None,
            pair.proposed.rank if pair.proposed else None,
            str(pair.change),
            [(cause.heading.id, str(cause.points)) for cause in pair.causes],
        )
        for pair in comparison.pairs
    ]


def test_an_indicator_less_is_what_made_the_difference(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    other = rulebook(tmp_path / "other.yaml", pack("same", "narrow"))
    comparison = set_beside(snapshot, proposal(snapshot, other, ()))
    assert shown(comparison) == [
        ("alpha", 1, 3, "-9.000", [("broad", "-9.000")]),
        ("beta", 2, 2, "-8.000", [("broad", "-8.000")]),
        ("gamma", 3, 1, "-7.000", [("broad", "-7.000")]),
    ]
    assert [(h.id, [int(p) for p in points]) for h, points in comparison.causes] == [("broad", [-9, -8, -7])]


def test_the_same_pack_makes_no_difference(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    same = rulebook(tmp_path / "same.yaml", pack(*MARKS))
    comparison = set_beside(snapshot, proposal(snapshot, same, ()))
    assert not any(pair.differs for pair in comparison.pairs)
    assert comparison.causes == ()


def test_places_may_change_where_no_score_does(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    low = rulebook(tmp_path / "low.yaml", pack(*MARKS).replace("direction: high", "direction: low"))
    comparison = set_beside(snapshot, proposal(snapshot, low, ()))
    assert [(p.moved, p.change, p.differs) for p in comparison.pairs] == [
        (-2, 0, True),
        (0, 0, False),
        (2, 0, True),
    ]


def test_without_a_record_is_a_ledger_where_its_file_was_deleted(tmp_path: Path) -> None:
    lay(tmp_path, BONUS)
    snapshot = books(tmp_path, wide())
    proposed = table(proposal(snapshot, None, {"K2017-002"}))
    assert [row.unit.id for row in table(snapshot).rows] == ["beta", "alpha", "gamma"]
    (tmp_path / KINDS["marks"].home("K2017-002")).unlink()
    deleted = table(snapshot_of(tmp_path, D(2017, 3, 31)))
    assert [(r.rank, r.unit.id, r.score.postings) for r in proposed.rows] == [
        (r.rank, r.unit.id, r.score.postings) for r in deleted.rows
    ]
    assert [row.unit.id for row in deleted.rows] == ["alpha", "beta", "gamma"]


def test_a_unit_left_out_is_ranked_on_one_side_alone(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    comparison = set_beside(snapshot, proposal(snapshot, None, {"alpha"}))
    assert [row[:3] for row in shown(comparison)] == [("alpha", 1, None), ("beta", 2, 1), ("gamma", 3, 2)]
    gone = comparison.pairs[0]
    assert (gone.moved, gone.change, gone.causes, gone.differs) == (None, None, (), True)


def test_a_ranking_that_one_side_lacks_stands_alone(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    text = pack(*MARKS).replace("- id: groups\n    title: Ranking", "- id: others\n    title: Ranking")
    text = text.replace("weights: {groups: 10}", "weights: {others: 10}")
    other = table(proposal(snapshot, rulebook(tmp_path / "others.yaml", text), ()))
    found = compare([table(snapshot)], [other])
    assert [(one.ranking.id, [(bool(p.held), bool(p.proposed)) for p in one.pairs]) for one in found] == [
        ("groups", [(True, False)] * 3),
        ("others", [(False, True)] * 3),
    ]


def test_a_closed_month_is_as_published_and_the_proposal_as_the_facts_are_now(tmp_path: Path) -> None:
    before = books(tmp_path)
    close(tmp_path, before)
    after = books(tmp_path, narrow={"alpha": "1", "beta": "2.9", "gamma": "2.5"})
    comparison = set_beside(after, proposal(after, None, ()))
    assert shown(comparison) == [
        ("alpha", 1, 2, "0.000", []),
        ("beta", 2, 1, "1.000", [("narrow", "1.000")]),
        ("gamma", 3, 3, "0.000", []),
    ]
    assert [row.points for row in table(after).rows] == [row.points for row in table(before).rows]


def test_a_closed_month_is_weighed_as_published_its_caps_with_it(tmp_path: Path) -> None:
    capped = pack(*MARKS).replace("title: All, clause: A}", "title: All, clause: A, most: {groups: 14}}")
    capped = capped.replace("high\n", "high\n    sequence: [headings]\n")
    close(tmp_path, books(tmp_path, capped))
    snapshot = books(tmp_path, capped, narrow={"alpha": "0", "beta": "0", "gamma": "0"})
    assert [(row.rank, int(row.points)) for row in table(snapshot).rows] == [(1, 14)] * 3
    weighing = Weighing(snapshot, table(snapshot))
    for factor in ("1", "1.05", "1.10"):
        places = weighing.places(dict.fromkeys(MARKS, Decimal(factor)))
        assert places == {"alpha": 1, "beta": 1, "gamma": 1}
    assert weighing.places(dict.fromkeys(MARKS, Decimal("0.9"))) == {"alpha": 1, "beta": 2, "gamma": 3}


def test_the_causes_of_a_difference_sum_to_it(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    text = pack("broad", "narrow", "extra").replace("missing: error", "missing: nought")
    other = rulebook(tmp_path / "other.yaml", text)
    for pair in set_beside(snapshot, proposal(snapshot, other, ())).pairs:
        assert pair.change == sum((cause.points for cause in pair.causes), Decimal(0))
        assert [cause.heading.id for cause in pair.causes] == ["same"]


def ranked(snapshot: Snapshot) -> Table | None:
    """The ranking of March, where it can be had."""
    return rank(snapshot, snapshot.pack.rankings[0], PERIOD)


def test_the_books_in_force_are_left_as_they_were(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    held = table(snapshot)
    assert ranked(proposal(snapshot, None, {"K2017-001"})) is None
    assert table(snapshot) is held
