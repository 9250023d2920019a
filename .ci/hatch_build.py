"""Puts copies of the top-level rules/ and templates/ into the wheel, for `reformctl init`."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SeedHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds them to standard wheels only; an editable install reads the originals."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each folder as reformctl/seed/<folder>."""
        if version == "standard":
            for name in ("rules", "templates"):
                build_data["force_include"][str(Path(self.root) / name)] = f"reformctl/seed/{name}"
