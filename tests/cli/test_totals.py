"""Quarter, half-year and year totals of the sample, each explained posting by posting."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.cli.conftest import Run

CENT = Decimal("0.01")


def account(run: Run, unit: str, period: str) -> dict[str, Any]:
    """What stands behind a unit's score of a period; its postings sum to the score and cite a clause."""
    ran = run("explain", unit, "--period", period, "--as-of", "2018-06-30", "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json
    assert sum(Decimal(p["points"]) for p in found["postings"]) == Decimal(found["score"])
    assert all(posting["clause"] for posting in found["postings"])
    return found


def under(found: dict[str, Any], indicator: str) -> list[dict[str, Any]]:
    """The postings under an indicator."""
    return [posting for posting in found["postings"] if posting["indicator"] == indicator]


@pytest.mark.parametrize(
    ("unit", "period", "indicator", "months"),
    [
        ("zhangdian", "2017-Q2", "y06-quarter", (4, 5, 6)),
        ("group-society", "2017-Q3", "y07-group-quarter", (7, 8, 9)),
        ("zhangdian", "2017-H1", "y03-half", (1, 2, 3, 4, 5, 6)),
        ("group-society", "2017-H2", "y05-group-half", (7, 8, 9, 10, 11, 12)),
        ("group-society", "2017", "y04-group-months", tuple(range(1, 13))),
    ],
)
def test_a_total_is_the_mean_of_its_months_with_a_posting_for_each(
    run: Run, unit: str, period: str, indicator: str, months: tuple[int, ...]
) -> None:
    own = under(account(run, unit, period), indicator)
    labels = [f"2017-{month:02d}" for month in months]
    assert [posting["why"].partition(":")[0] for posting in own] == labels
    scores = [Decimal(account(run, unit, label)["score"]) for label in labels]
    mean = (sum(scores) / len(scores)).quantize(CENT, ROUND_HALF_UP)
    assert sum(Decimal(posting["points"]) for posting in own) == mean


def test_the_second_quarter_of_zhangdian_worked_by_hand(run: Run) -> None:
    """93.40, 94.20 and 89.20 make 276.80, and a third of it 92.27."""
    found = account(run, "zhangdian", "2017-Q2")
    assert found["score"] == "92.27"
    assert [p["why"].rpartition(" ")[2] for p in found["postings"]] == ["93.40", "94.20", "89.20"]


def test_those_who_inspect_are_rated_by_eleven_districts_on_four_aspects(run: Run) -> None:
    found = account(run, "inspection-group-2", "2017-Q2")
    names = ("r01-method", "r02-fairness", "r03-presence", "r04-integrity")
    assert [len(under(found, name)) for name in names] == [11, 11, 11, 11]
    assert {posting["record"][0] for posting in found["postings"]} == {"R"}


def test_marks_on_site_name_their_sheet(run: Run) -> None:
    (site,) = under(account(run, "zhangdian", "2017-04"), "k15-site")
    assert (site["record"], site["clause"], site["path"]) == (
        "K2017-007",
        "Z6(三)",
        "ledgers/marks/2017/K2017-007.yaml",
    )


def test_bonuses_are_added_to_the_year_and_capped(run: Run) -> None:
    """Zichuan: two experiences chosen at 1.5 and a national pilot at 2 make 5; a year counts 4 of them."""
    found = account(run, "zichuan", "2017")
    chosen, (honour,) = under(found, "b01-promoted"), under(found, "b02-honours")
    assert [(p["record"], p["points"]) for p in chosen] == [("X2017-013", "1.50"), ("X2017-037", "1.50")]
    assert (honour["record"], honour["points"]) == ("H2017-002", "2.00")
    (cap,) = under(found, "bonus")
    assert (cap["rule"], cap["points"]) == ("bonus", "-1.00")
    text = run("explain", "zichuan", "--period", "2017", "--as-of", "2018-06-30").out
    assert [line.split()[-1] for line in text.splitlines() if line.startswith("年度加分")] == ["4.00"]
