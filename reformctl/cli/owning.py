"""Who made which part of a change, by git or as told, held against the rights in the base's settings."""

from collections.abc import Iterator

from reformctl.cli.opening import books_of
from reformctl.cli.sides import Sides, kind_at
from reformctl.cli.stepping import Changed, changed, contents_of
from reformctl.cli.unsaved import unsaved_changes
from reformctl.derive.consequences import Difference
from reformctl.derive.owning import Overstep, oversteps
from reformctl.store.commits import author_emails, author_here, steps
from reformctl.store.differing import all_changed_paths
from reformctl.store.workspace import Workspace, read_settings

Share = tuple[str, Changed]
"""Who, and what they changed."""


def found_oversteps(
    workspace: Workspace, sides: Sides, found: Difference, by: str | None
) -> tuple[Overstep, ...]:
    """What goes beyond the rights of who made it: of the one named, else of each commit's author."""
    owners = read_settings(books_of(workspace, sides.base)).owners
    if not owners.rights:
        return ()
    whole = Changed(found.records, _files(workspace, sides))
    shares = [(by, whole)] if by else _by_author(workspace, sides)
    made = (oversteps(sides.before, owners, who, part.records, part.files) for who, part in shares)
    return tuple({_key(overstep): overstep for one in made for overstep in one}.values())


def _key(overstep: Overstep) -> tuple[str, ...]:
    return overstep.who, overstep.what, overstep.name, overstep.entry.id if overstep.entry else ""


def _files(workspace: Workspace, sides: Sides) -> tuple[str, ...]:
    """All changed files of the repository that are no records."""
    paths = all_changed_paths(workspace.root, sides.base, sides.head)
    records = {path for path in sides.paths if kind_at(path)}
    return tuple(sorted(p for p in paths if not any(p == r or p.endswith(f"/{r}") for r in records)))


def _by_author(workspace: Workspace, sides: Sides) -> Iterator[Share]:
    """The commits after the base, each with its author; what is not committed is this repository's user's."""
    root, end = workspace.root, sides.head or "HEAD"
    emails = author_emails(root, end, since=sides.base)
    made = steps(root, end, (".",), since=sides.base)
    contents = contents_of(root, made)
    for step in made:
        yield emails[step.commit.name], changed(step, contents)
    if sides.head is None:
        yield author_here(root), unsaved_changes(workspace, (".",))
