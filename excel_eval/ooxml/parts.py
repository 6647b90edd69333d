"""The parts of a package: read when asked for, parsed once, written back only where they were edited."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.ooxml.relationships import Relationships, relations_part, spellings
from excel_eval.ooxml.xmlpart import XmlPart, parse
from excel_eval.ooxml.zipcopy import Archive, Packed, Written, new_member, write_archive

CONTENT_TYPES = "[Content_Types].xml"


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
        relations = self.find(relations_part(stored))
        if relations is not None:
            self._drop(relations)
            self._relationships.pop(stored, None)
        ContentTypes(self).remove(stored)

    def _drop(self, stored: str) -> None:
        self._forget(stored)
        self._edited.pop(stored, None)
        self._removed.add(stored)

    def _forget(self, stored: str) -> None:
        self._documents.pop(stored, None)
        self._touched.discard(stored)

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

    def flush(self) -> None:
        """Write the edited documents back into their parts."""
        for stored in sorted(self._touched, key=list(self._documents).index):
            self._flush_one(stored)

    def _flush_one(self, stored: str) -> None:
        self._edited[stored] = Packed.of(self._documents[stored].to_bytes())
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


class ContentTypes:
    """[Content_Types].xml: what each part is."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._document = parts.document(CONTENT_TYPES)

    def of(self, part: str) -> str:
        """The content type of a part, '' when none is declared."""
        override = self._override(part)
        if override is not None:
            return override.get("ContentType", "")
        default = self._default(part)
        return "" if default is None else default.get("ContentType", "")

    def _elements(self, name: str) -> list[etree._Element]:
        return self._document.root.findall(f"{{{self._document.namespace}}}{name}")

    def _override(self, part: str) -> etree._Element | None:
        wanted = "/" + part.lower()
        return next((e for e in self._elements("Override") if e.get("PartName", "").lower() == wanted), None)

    def _default(self, part: str) -> etree._Element | None:
        extension = part.rpartition(".")[2].lower()
        return next((e for e in self._elements("Default") if e.get("Extension", "").lower() == extension), None)

    def put(self, part: str, content_type: str) -> None:
        """Declare a part's type, unless that is what it has already."""
        if self.of(part) == content_type:
            return
        override = self._override(part)
        if override is None:
            override = etree.SubElement(self._document.root, f"{{{self._document.namespace}}}Override")
            override.set("PartName", "/" + part)
        override.set("ContentType", content_type)
        self._parts.touch(self._document)

    def put_default(self, extension: str, content_type: str) -> None:
        """Declare the type of all parts with an extension, unless it has one."""
        if self._default(f".{extension}") is None:
            element = etree.Element(f"{{{self._document.namespace}}}Default")
            element.set("Extension", extension)
            element.set("ContentType", content_type)
            self._document.root.insert(len(self._elements("Default")), element)
            self._parts.touch(self._document)

    def remove(self, part: str) -> None:
        """Drop the declaration of a part that is gone."""
        override = self._override(part)
        if override is not None:
            self._document.root.remove(override)
            self._parts.touch(self._document)

    def put_last(self, parts: Iterable[str]) -> None:
        """Move the declarations of these parts to the end, in this order."""
        for part in parts:
            override = self._override(part)
            if override is not None:
                self._document.root.append(override)
        self._parts.touch(self._document)

    def declared(self) -> list[str]:
        """The parts that have a declaration of their own."""
        return [element.get("PartName", "").lstrip("/") for element in self._elements("Override")]
