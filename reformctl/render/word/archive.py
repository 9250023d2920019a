"""The same bytes each time: parts in the order of their names, all with one stamp."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

_STAMP = (1980, 1, 1, 0, 0, 0)


def packed(document: Any, author: str, issued: date, title: str = "") -> bytes:
    """A document's bytes, with nothing in them of the machine or the hour."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = datetime.combine(issued, time())
    properties.revision = 1
    properties.title = " ".join(title.split())
    properties.comments = properties.keywords = ""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
