"""Git told of the merge driver for records: attributes in the workspace, the command in the clone."""

from pathlib import Path

from reformctl.store.gitcalls import run_git

ATTRIBUTE = "ledgers/**/*.yaml merge=reformctl"
_COMMAND = "reformctl merge %O %A %B %P"


def install_driver(root: Path) -> tuple[str, ...]:
    """Tell this clone of the driver, and its attributes which files it is for; what was done, as paths."""
    configure_driver(root)
    path = root / ".gitattributes"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if ATTRIBUTE in text.splitlines():
        return (".git/config",)
    gap = "" if not text or text.endswith("\n") else "\n"
    path.write_text(f"{text}{gap}{ATTRIBUTE}\n", encoding="utf-8", newline="\n")
    return ".git/config", ".gitattributes"


def configure_driver(root: Path) -> None:
    """Tell this clone of the driver; S123 where git refuses."""
    run_git(root, "config", "merge.reformctl.name", "records of the ledger, field by field")
    run_git(root, "config", "merge.reformctl.driver", _COMMAND)


def merge_as_text(ours: Path, base: Path, theirs: Path) -> bool:
    """Merge line by line as git does, into our file; whether a conflict is left."""
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    files = (str(ours.absolute()), str(base.absolute()), str(theirs.absolute()))
    return run_git(Path.cwd(), "merge-file", "-q", *labels, *files, check=False).returncode != 0
