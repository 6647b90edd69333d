"""The parts of a package: read when asked for, parsed once, written back only where they were edited."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from excel_eval.errors import InputError
from excel_eval.ooxml.content_types import ContentTypes
from excel_eval.ooxml.lint_sheet import Examined
from excel_eval.ooxml.relationships import Relationships, relations_part, spellings
from excel_eval.ooxml.xmlpart import XmlPart, parse
from excel_eval.ooxml.zipcopy import Archive, Packed, Written, new_member, write_archive

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


class Parts:
    """Named parts over an archive. Names are looked up as Excel does: '/' and '\\' alike, capitals ignored."""

    def __init__(self, source: Path | bytes) -> None:
        self.archive = Archive(source)
        self._members = {_canonical(m.filename): m for m in self.archive.members if not m.is_dir()}
        self._folded = {name.lower(): name for name in self._members}
        self._edited: dict[str, Packed] = {}
        self._removed: set[str] = set()
        self._documents: dict[str, XmlPart] = {}
        self._touched: set[str] = set()
        self._relationships: dict[str, Relationships] = {}
        self._types: ContentTypes | None = None
        self.examined: dict[str, Examined] = {}
        """What our lint found in the sheet parts that were written."""

    def close(self) -> None:
        """Let go of the file."""
        self.archive.close()

    def find(self, name: str) -> str | None:
        """The name under which a part is stored, None if there is none."""
        for spelling in spellings(name):
            found = self._folded.get(_canonical(spelling).lower())
            if found is not None and found not in self._removed:
                return found
        return None

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def free_name(self, stem: str, suffix: str) -> str:
        """The first name `stem1suffix`, `stem2suffix` … that no part has."""
        number = 1
        while f"{stem}{number}{suffix}" in self:
            number += 1
        return f"{stem}{number}{suffix}"

    def names(self) -> list[str]:
        """Every part, in the order of the archive."""
        names = [*self._members, *(name for name in self._edited if name not in self._members)]
        return [name for name in names if name not in self._removed]

    @property
    def changed(self) -> frozenset[str]:
        """The parts that were edited, added or removed."""
        self.flush()
        return frozenset(self._edited) | (self._removed & set(self._members))

    def read(self, name: str) -> bytes:
        """A part's present content."""
        stored = self._require(name)
        if stored in self._touched:
            self._flush_one(stored)
        if stored in self._edited:
            return self._edited[stored].content()
        return self.archive.read(self._members[stored])

    def size(self, name: str) -> int:
        """How many bytes a part has, without inflating it; 0 for none."""
        stored = self.find(name)
        if stored is None:
            return 0
        return self._edited[stored].size if stored in self._edited else self._members[stored].file_size

    def fresh(self, name: str) -> XmlPart:
        """A part parsed for one use, not kept."""
        return parse(self._require(name), self.read(name))

    @property
    def original_names(self) -> list[str]:
        """The parts that the file on disk has."""
        return list(self._members)

    def original(self, name: str) -> bytes | None:
        """A part's content as the file on disk has it; None for a part that is new."""
        member = self._members.get(name)
        return None if member is None else self.archive.read(member)

    def write(self, name: str, content: bytes) -> None:
        """Replace or add a part."""
        stored = self.find(name) or self._folded.get(name.lower()) or _canonical(name)
        self._folded.setdefault(stored.lower(), stored)
        self._removed.discard(stored)
        self._forget(stored)
        self._edited[stored] = Packed.of(content)

    def remove(self, name: str) -> None:
        """Drop a part together with its relationships and content type."""
        stored = self.find(name)
        if stored is None:
            return
        self._drop(stored)
        self._relationships = {k: v for k, v in self._relationships.items() if relations_part(k) != stored}
        relations = self.find(relations_part(stored))
        if relations is not None:
            self._drop(relations)
            self._relationships.pop(stored, None)

    def _drop(self, stored: str) -> None:
        self.types.remove(stored)  # some programs declare the type of relationships one by one
        self._forget(stored)
        self._edited.pop(stored, None)
        self._removed.add(stored)

    def _forget(self, stored: str) -> None:
        self._documents.pop(stored, None)
        self._touched.discard(stored)
        self.examined.pop(stored, None)

    def _require(self, name: str) -> str:
        stored = self.find(name)
        if stored is None:
            raise InputError("ooxml.missing_part", part=name)
        return stored

    def document(self, name: str) -> XmlPart:
        """A small part, parsed and kept."""
        stored = self._require(name)
        if stored not in self._documents:
            self._documents[stored] = parse(stored, self.read(stored))
        return self._documents[stored]

    def touch(self, document: XmlPart) -> None:
        """Note that a parsed part was edited: it is written back on saving."""
        stored = self.find(document.name) or _canonical(document.name)
        self._folded.setdefault(stored.lower(), stored)
        self._removed.discard(stored)
        self._documents[stored] = document
        self._touched.add(stored)

    def relationships(self, source: str) -> Relationships:
        """The relationships of a part ('' for the package itself)."""
        if source not in self._relationships:
            name = self.find(relations_part(source))
            self._relationships[source] = Relationships(source, self.document(name) if name else None)
        return self._relationships[source]

    def release(self, source: str) -> None:
        """Let go of the parsed relationships of a part and of the parsed parts that they lead to; edits are kept."""
        relations = self._relationships.pop(source, None)
        names = [each.target for each in relations.all() if not each.external] if relations else []
        for name in (relations_part(source), *names):
            stored = self.find(name)
            if stored in self._touched:
                self._flush_one(stored)
            self._documents.pop(stored or "", None)

    @property
    def types(self) -> ContentTypes:
        """What each part is."""
        if self._types is None:
            self._types = ContentTypes(self.document(CONTENT_TYPES))
        return self._types

    def settle_relationships(self, source: str) -> None:
        """Write the relationships of a part anew, or drop their part where none is left."""
        relations = self.relationships(source)
        stored = self.find(relations_part(source))
        if relations.all():
            self.touch(relations.document)
        elif stored is not None:
            self._drop(stored)
            del self._relationships[source]

    def flush(self) -> None:
        """Write the edited documents back into their parts."""
        for stored in [name for name in self._documents if name in self._touched]:
            self._flush_one(stored)
        for name in self._edited.keys() - self._members.keys():
            if name.endswith(".rels"):
                self.types.put_default(name, RELATIONSHIPS_TYPE)
        if self._types is not None and self._types.settle():
            self.touch(self._types.document)
            self._flush_one(self._require(CONTENT_TYPES))

    def _flush_one(self, stored: str) -> None:
        """Write an edited document into its part; a list of relationships that is empty now goes."""
        document = self._documents[stored]
        if stored.endswith(".rels") and not len(document.root):
            self._drop(stored)
            return
        self._edited[stored] = Packed.of(document.to_bytes())
        self._touched.discard(stored)

    def save(self, target: BinaryIO) -> None:
        """Write the package: edited parts where they stood, new ones at the end, all others copied as they are."""
        self.flush()
        write_archive(target, self.archive, self._written())

    def _written(self) -> list[Written]:
        last = {_canonical(member.filename): member for member in self.archive.members}
        kept = [
            Written(member, self._edited.get(name))
            for member in self.archive.members
            if (name := _canonical(member.filename)) not in self._removed and last[name] is member
        ]
        new = [Written(new_member(n), packed) for n, packed in self._edited.items() if n not in self._members]
        return kept + new


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
