"""Parts below a sheet: its drawings, their charts and pictures, copied under free names or taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.relationships import Relation, relations_part
from excel_eval.ooxml.tables import unique_table

_NUMBERED = re.compile(r"\d{0,9}(\.[A-Za-z0-9]{1,10})$")
_OWNED = frozenset({
    "drawing", "chart", "chartEx", "image", "comments", "threadedComment", "vmlDrawing", "table", "printerSettings",
    "chartUserShapes", "chartStyle", "chartColorStyle", "ctrlProp", "diagramData", "diagramLayout", "diagramColors",
    "diagramQuickStyle",
})  # fmt: skip
"""What belongs to the part that names it; a pivot cache or a theme belongs to the workbook."""


def drop_below(parts: Parts, part: str) -> None:
    """Remove the parts that only this part uses: its drawings, their charts."""
    for relation in parts.relationships(part).all():
        if relation.external or relation.kind not in _OWNED or relation.target not in parts:
            continue
        if relation.kind == "image" and _used_elsewhere(parts, part, relation.target):
            continue
        drop_below(parts, relation.target)
        parts.remove(relation.target)


def _used_elsewhere(parts: Parts, part: str, target: str) -> bool:
    """Whether a picture stands in another part too: programs store equal pictures once."""
    mine, name = relations_part(part), target.rpartition("/")[2].encode()
    return any(each.endswith(".rels") and each != mine and name in parts.read(each) for each in parts.names())


class PartCopy:
    """Copies parts of one package into another; `edit` may change a part's content on the way."""

    def __init__(self, parts: Parts, source: Parts, edit: Callable[[str, bytes], bytes]) -> None:
        self._parts, self._source, self._edit = parts, source, edit

    def relations(self, target: str, wanted: Sequence[Relation]) -> None:
        """Let `target` have exactly these relationships, the parts that they lead to copied."""
        name = relations_part(target)
        if not wanted and name not in self._parts:
            return
        mine = self._parts.relationships(target)
        for known in mine.all():
            mine.remove(known.id)
        for relation in wanted:
            if relation.external:
                mine.add_external(relation)
            else:
                mine.add(relation.type, self._part(relation.target), identifier=relation.id)
        self._parts.touch(mine.document)

    def _part(self, part: str) -> str:
        target = self.free(part)
        content_type = self._source.types.of(part)
        content = self._edit(part, self._source.read(part))
        if content_type.endswith("table+xml"):
            content = unique_table(self._parts, content)
        self._parts.write(target, content)
        self.relations(target, self._source.relationships(part).all())
        if content_type.endswith("+xml"):
            self._parts.types.put(target, content_type)
        else:
            self._parts.types.put_default(target, content_type)
        return target

    def free(self, part: str) -> str:
        """A name like the part's own that the package neither has yet nor, having lost that part, still speaks of."""
        lost = {name.lower() for name in self._parts.types.declared()}
        match = _NUMBERED.search(part)
        stem, suffix = (part[: match.start()], match[1]) if match else (part, "")
        number = 1
        while f"{stem}{number}{suffix}" in self._parts or f"{stem}{number}{suffix}".lower() in lost:
            number += 1
        return f"{stem}{number}{suffix}"
