"""How results are contested and put right: who decides, how long a unit has, where corrections count."""

from reformctl.records.fields import Text
from reformctl.rulebook.naming import RankingId
from reformctl.rulebook.rules import Rule
from reformctl.rulebook.timing import Length


class Review(Rule):
    """The review of scores of some rankings: corrections of a period are posted under this rule.

    A unit lodges its appeal within `lodged_within` of the day on which the period was closed, or before
    that. `decided_by` are the posts that may decide. Where corrections come in the order of caps, bounds
    and vetoes is said by `sequence` of each ranking.
    """

    rankings: tuple[RankingId, ...]
    decided_by: tuple[Text, ...]
    lodged_within: Length
