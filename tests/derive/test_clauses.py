"""The clauses of the Zibo rules, held by cases worked by hand."""

from datetime import date
from pathlib import Path

import pytest

from reformctl.derive.escalation import due_notices
from reformctl.derive.obligations import Obligation, obligations_of
from tests.building import a_document, a_notice, a_task, a_unit, happened, lay, snapshot_of

D = date


def only(root: Path, rule: str, as_of: date, *, closed: bool = False) -> Obligation:
    """The single obligation of a rule."""
    found = obligations_of(snapshot_of(root, as_of), rule, closed)
    assert len(found) == 1
    return found[0]


@pytest.fixture
def assigned(tmp_path: Path) -> Path:
    """A provincial document assigned on 31 January."""
    return lay(tmp_path, a_document(), a_notice("assign", "JB", "z5-assign", D(2017, 1, 31)))


def test_a_month_from_31_january_ends_on_the_last_of_february(assigned: Path) -> None:
    owed = only(assigned, "z5-2-document", D(2017, 2, 10))
    assert owed.due == D(2017, 2, 28)
    assert owed.debtors == ("finance",)
    assert owed.rule.clause == "Z5(\u4e8c)"


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (D(2017, 2, 20), "pending"),
        (D(2017, 2, 21), "near"),
        (D(2017, 2, 28), "near"),
        (D(2017, 3, 1), "overdue"),
    ],
)
def test_the_due_day_itself_is_not_yet_late(assigned: Path, as_of: date, state: str) -> None:
    assert only(assigned, "z5-2-document", as_of).state == state


def test_on_its_last_evening_what_is_unmet_counts_as_overdue(assigned: Path) -> None:
    assert only(assigned, "z5-2-document", D(2017, 2, 28), closed=True).state == "overdue"


@pytest.mark.parametrize(("as_of", "steps"), [(D(2017, 2, 21), []), (D(2017, 2, 22), ["z5-urge"])])
def test_three_weeks_without_a_draft_bring_an_urging_note(
    assigned: Path, as_of: date, steps: list[str]
) -> None:
    assert [n.step.id for n in due_notices(snapshot_of(assigned, as_of))] == steps


def test_a_draft_in_time_brings_no_urging_note(tmp_path: Path) -> None:
    document = a_document(events=[happened("drafted", D(2017, 2, 20))])
    root = lay(tmp_path, document, a_notice("assign", "JB", "z5-assign", D(2017, 1, 31)))
    assert due_notices(snapshot_of(root, D(2017, 2, 25))) == ()


def test_an_order_follows_only_after_an_urging_note(assigned: Path) -> None:
    assert [n.step.id for n in due_notices(snapshot_of(assigned, D(2017, 3, 5)))] == ["z5-urge"]
    urged = a_notice("urge", "CB", "z5-urge", D(2017, 2, 22))
    lay(assigned, a_document(), urged)
    assert [n.step.id for n in due_notices(snapshot_of(assigned, D(2017, 3, 1)))] == ["z5-order"]
    assert due_notices(snapshot_of(assigned, D(2017, 2, 28))) == ()


def test_a_supporting_document_issued_stops_the_ladder(tmp_path: Path) -> None:
    document = a_document(events=[happened("issued", D(2017, 3, 3), title="City opinion")])
    urged = a_notice("urge", "CB", "z5-urge", D(2017, 2, 22))
    root = lay(tmp_path, document, a_notice("assign", "JB", "z5-assign", D(2017, 1, 31)), urged)
    assert due_notices(snapshot_of(root, D(2017, 3, 10))) == ()
    assert only(root, "z5-2-document", D(2017, 3, 10)).state == "met-late"


def task_with(tmp_path: Path, *events: dict[str, object], **more: object) -> Path:
    """A workspace with one task."""
    return lay(tmp_path, a_task(events=list(events), **more))


def test_claimed_is_not_met_until_verified(tmp_path: Path) -> None:
    root = task_with(tmp_path, happened("done", D(2017, 3, 30)), happened("closed", D(2017, 4, 5), by="x"))
    assert only(root, "l1-task", D(2017, 4, 4)).state == "claimed"
    assert only(root, "l1-task", D(2017, 4, 5)).state == "met"


def test_a_claim_sent_back_leaves_the_task_overdue(tmp_path: Path) -> None:
    root = task_with(
        tmp_path, happened("done", D(2017, 3, 30)), happened("returned", D(2017, 4, 3), why="no evidence")
    )
    assert only(root, "l1-task", D(2017, 4, 4)).state == "overdue"


def test_an_extension_keeps_the_original_day_beside_the_new_one(tmp_path: Path) -> None:
    extension = happened(
        "extended", D(2017, 3, 20), asked=D(2017, 3, 18), to=D(2017, 4, 30), by="Head", why="awaited"
    )
    root = task_with(tmp_path, extension)
    owed = only(root, "l1-task", D(2017, 4, 2))
    assert (owed.original_due, owed.due, owed.state) == (D(2017, 3, 31), D(2017, 4, 30), "extended")
    done = happened("done", D(2017, 4, 20))
    root = task_with(tmp_path, extension, done, happened("closed", D(2017, 4, 21), by="x"))
    assert only(root, "l1-task", D(2017, 4, 22)).state == "met-extended"


def test_an_extension_asked_for_too_late_moves_nothing(tmp_path: Path) -> None:
    late = happened("extended", D(2017, 4, 3), asked=D(2017, 4, 2), to=D(2017, 4, 30), by="Head", why="w")
    owed = only(task_with(tmp_path, late), "l1-task", D(2017, 4, 4))
    assert (owed.due, owed.state) == (D(2017, 3, 31), "overdue")


def test_kept_withdrawn_waived_paused_and_unknown_stay_apart(tmp_path: Path) -> None:
    as_of = D(2017, 3, 10)
    kept = task_with(tmp_path / "k", happened("kept", D(2017, 3, 1), remark="long"))
    withdrawn = task_with(tmp_path / "w", happened("withdrawn", D(2017, 3, 1), why="merged"))
    paused = task_with(tmp_path / "p", happened("paused", D(2017, 3, 1), why="awaited"))
    grant = {
        "id": "E2017-001",
        "title": "Grant",
        "exempts": "T2017-001",
        "granted": D(2017, 3, 1),
        "approved_by": "Head",
        "ground": "Honest trial",
    }
    waived = lay(tmp_path / "e", a_task(), grant)
    states = [only(root, "l1-task", as_of).state for root in (kept, withdrawn, paused, waived)]
    assert states == ["kept", "ended", "paused", "waived"]


def test_a_month_in_which_a_task_was_opened_part_way_asks_for_no_progress(tmp_path: Path) -> None:
    root = task_with(tmp_path, opened=D(2017, 2, 3))
    months = [str(o.period) for o in obligations_of(snapshot_of(root, D(2017, 4, 30)), "z6-1-progress")]
    assert months == ["2017-03", "2017-04"]


def test_progress_on_the_25th_is_in_time_and_later_in_the_month_is_late(tmp_path: Path) -> None:
    months = [
        happened("progress", D(2017, 2, 25), text="a"),
        happened("progress", D(2017, 3, 26), text="b"),
    ]
    root = lay(tmp_path, {k: v for k, v in a_task(events=months).items() if k != "due"})
    found = obligations_of(snapshot_of(root, D(2017, 5, 2)), "z6-1-progress")
    assert [o.state for o in found] == ["met", "met-late", "missed", "pending"]


def test_a_set_of_units_owes_each_or_jointly(tmp_path: Path) -> None:
    both = a_unit("both", "set", 9, members=["finance", "culture"])
    culture = a_unit("culture", "department", 8)
    as_of = D(2017, 4, 2)
    for owing, wanted in (("each", [("finance",), ("culture",)]), ("jointly", [("finance", "culture")])):
        root = lay(tmp_path / owing, both, culture, a_task(lead="both", owing=owing))
        found = obligations_of(snapshot_of(root, as_of), "l1-task")
        assert [o.debtors for o in found] == wanted
