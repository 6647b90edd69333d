"""Relationships of a part: which other parts it uses, by id and type."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from excel_eval.ooxml.xmlpart import RELATIONS, XmlPart, parse

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="' + PACKAGE_RELATIONS.encode() + b'"></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship; `target` is a part's name from the root of the package, or an address outside it."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: worksheet, styles, sharedStrings, drawing …"""
        return self.type.rpartition("/")[2]


def relations_part(part: str) -> str:
    """xl/workbook.xml → xl/_rels/workbook.xml.rels; '' → _rels/.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def resolve(source: str, target: str) -> str:
    """A relationship's target as a name from the root of the package."""
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
    return posixpath.normpath(joined).lstrip("/")


def relative(source: str, part: str) -> str:
    """A part's name as seen from `source`: xl/workbook.xml, xl/styles.xml → styles.xml."""
    return posixpath.relpath("/" + part, "/" + posixpath.dirname(source))


class Relationships:
    """The relationships part of `source`, read and edited."""

    def __init__(self, source: str, document: XmlPart | None) -> None:
        self.source = source
        self.document = document or parse(relations_part(source), _EMPTY)

    def all(self) -> list[Relation]:
        """Every relationship in order."""
        return [self._relation(element) for element in self.document.root if isinstance(element.tag, str)]

    def _relation(self, element: etree._Element) -> Relation:
        target = element.get("Target", "")
        external = element.get("TargetMode", "").lower() == "external"
        if not external:
            target = resolve(self.source, target.partition("#")[0])
        return Relation(element.get("Id", ""), element.get("Type", ""), target, external)

    def by_id(self, identifier: str | None) -> Relation | None:
        """The relationship of an id."""
        return next((relation for relation in self.all() if relation.id == identifier), None)

    def of_kind(self, *kinds: str) -> list[Relation]:
        """The relationships inside the package whose type ends with one of these words."""
        return [relation for relation in self.all() if relation.kind in kinds and not relation.external]

    def add(self, kind: str, part: str, *, identifier: str | None = None) -> str:
        """A new relationship to a part of the package; returns its id. `kind` may be a whole type."""
        type_ = kind if "/" in kind else f"{RELATIONS}/{kind}"
        identifier = identifier or self._free_id()
        namespace = self.document.namespace
        element = etree.SubElement(self.document.root, f"{{{namespace}}}Relationship")
        for name, value in (("Id", identifier), ("Type", type_), ("Target", relative(self.source, part))):
            element.set(name, value)
        return identifier

    def add_external(self, relation: Relation) -> None:
        """A relationship to an address outside the package, as another package has it."""
        element = etree.SubElement(self.document.root, f"{{{self.document.namespace}}}Relationship")
        for name, value in (("Id", relation.id), ("Type", relation.type), ("Target", relation.target)):
            element.set(name, value)
        element.set("TargetMode", "External")

    def remove(self, identifier: str) -> None:
        """Drop the relationship of an id."""
        for element in list(self.document.root):
            if isinstance(element.tag, str) and element.get("Id") == identifier:
                self.document.root.remove(element)

    def _free_id(self) -> str:
        taken = {relation.id for relation in self.all()}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        return f"rId{number}"


def spellings(name: str) -> tuple[str, ...]:
    """The ways a part's name may be spelt in the zip: as it stands, and without percent signs."""
    plain = unquote(name)
    return (name,) if plain == name else (name, plain)
