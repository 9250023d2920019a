"""Month arithmetic counts from the anchor, never from a day reached before."""

from datetime import date

import pytest

from reformctl.domain.dates import Span, days_overdue
from reformctl.domain.ids import next_serial, parse_serial
from reformctl.domain.periods import parse_period, period_of, periods_between


def test_one_month_from_31_january_ends_on_the_last_day_of_february():
    assert Span(months=1).after(date(2017, 1, 31)) == date(2017, 2, 28)
    assert Span(months=1).after(date(2016, 1, 31)) == date(2016, 2, 29)


def test_two_months_from_31_january_end_on_31_march_and_not_on_the_28th():
    assert Span(months=2).after(date(2017, 1, 31)) == date(2017, 3, 31)
    chained = Span(months=1).after(Span(months=1).after(date(2017, 1, 31)))
    assert chained == date(2017, 3, 28)


def test_three_weeks_are_twenty_one_days():
    assert Span(weeks=3).after(date(2017, 4, 5)) == date(2017, 4, 26)
    assert Span(weeks=3).before(date(2017, 4, 26)) == date(2017, 4, 5)


def test_the_due_day_itself_is_not_overdue():
    assert days_overdue(date(2017, 4, 5), date(2017, 4, 5)) == 0
    assert days_overdue(date(2017, 4, 5), date(2017, 4, 8)) == 3


@pytest.mark.parametrize("label", ["2017", "2017-H1", "2017-Q2", "2017-04", "2017-W05"])
def test_a_period_prints_the_label_that_it_was_read_from(label):
    assert str(parse_period(label)) == label


@pytest.mark.parametrize("label", ["2017-13", "2017-Q5", "2017-4", "april", "", "2017-W54"])
def test_what_is_no_period_is_refused(label):
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words it
        parse_period(label)


def test_months_follow_one_another_across_the_year():
    months = [str(p) for p in periods_between(date(2016, 12, 31), date(2017, 2, 1), "month")]
    assert months == ["2016-12", "2017-01", "2017-02"]
    assert period_of(date(2017, 1, 5), "month").previous == parse_period("2016-12")


def test_the_next_id_follows_the_highest_of_its_letter_and_year():
    taken = ["T2017-001", "T2017-041", "T2016-300", "P2017-090"]
    assert str(next_serial("T", 2017, taken)) == "T2017-042"
    assert str(next_serial("T", 2018, taken)) == "T2018-001"


def test_an_id_has_one_form_only():
    assert parse_serial("T2017-0043") is None
    assert parse_serial("T2017-043") == ("T", 2017, 43)
    assert parse_serial("T2017-1043") == ("T", 2017, 1043)
