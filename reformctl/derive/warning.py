"""Warning colours: the lamp that an obligation shows on a day."""

from reformctl.derive import timing
from reformctl.derive.obligations import Obligation
from reformctl.rulebook.rulebook import in_force
from reformctl.rulebook.rules import Lamp
from reformctl.snapshot import Snapshot


def lamp_of(snapshot: Snapshot, o: Obligation) -> Lamp | None:
    """The last lamp of the pack, in its order, that an unmet obligation has reached."""
    if not o.unmet or o.due is None or o.state == "claimed":
        return None
    found = None
    for lamp in in_force(snapshot.pack.lamps, snapshot.as_of):
        if o.rule.id not in lamp.obligations:
            continue
        start = timing.before(snapshot, o.due, lamp.before).day if lamp.before else o.due
        start = timing.after(snapshot, start, lamp.after).day if lamp.after else start
        found = lamp if start <= snapshot.as_of else found
    return found
