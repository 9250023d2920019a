"""Who made which part of a change, by git or as told, held against the rights in the base's settings."""

from collections.abc import Iterator

from reformctl.cli.opening import books_of
from reformctl.cli.sides import Sides, kind_at
from reformctl.cli.stepping import Changed, changed, contents_of
from reformctl.cli.unsaved import unsaved_changes
from reformctl.derive.consequences import Difference
from reformctl.derive.owning import Overstep, oversteps
from reformctl.store.commits import author_emails, author_here, steps
from reformctl.store.differing import all_changed_paths, prefix_of
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
    told = {(overstep.who, overstep.what, *_spot(overstep)): overstep for one in made for overstep in one}
    standing = {_spot(o) for o in oversteps(sides.before, owners, _NOBODY, whole.records, whole.files)}
    return tuple(overstep for key, overstep in told.items() if key[2:] in standing)


_NOBODY = "\0"
"""Who acts for no unit: all that they change is beyond their rights."""


def _spot(overstep: Overstep) -> tuple[str, str]:
    """What was changed: what was taken back later is changed no more."""
    return overstep.name, overstep.entry.id if overstep.entry else ""


def _files(workspace: Workspace, sides: Sides) -> tuple[str, ...]:
    """All changed files of the repository that are no records; those of the workspace from its own top."""
    prefix = prefix_of(workspace.root)
    paths = (path.removeprefix(prefix) for path in all_changed_paths(workspace.root, sides.base, sides.head))
    return tuple(sorted(path for path in paths if not kind_at(path)))


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
