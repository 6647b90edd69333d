"""[Content_Types].xml: what each part of a package is."""

from __future__ import annotations

from lxml import etree

from excel_eval.ooxml.xmlpart import XmlPart


class ContentTypes:
    """The declared types, by part or by extension. One object for each set of parts, by `Parts.types`."""

    def __init__(self, document: XmlPart) -> None:
        self.document = document
        self.edited = False
        self._overrides = {e.get("PartName", "").lstrip("/").lower(): e for e in self._elements("Override")}
        self._defaults = {e.get("Extension", "").lower(): e for e in self._elements("Default")}
        self._gone: set[str] = set()

    def _elements(self, name: str) -> list[etree._Element]:
        return self.document.root.findall(f"{{{self.document.namespace}}}{name}")

    def of(self, part: str) -> str:
        """The content type of a part, '' when none is declared."""
        key = part.lower()
        element = None if key in self._gone else self._overrides.get(key)
        if element is None:
            element = self._defaults.get(key.rpartition(".")[2])
        return "" if element is None else element.get("ContentType", "")

    def put(self, part: str, content_type: str) -> None:
        """Declare a part's type, unless that is what it has already; the place of an earlier declaration is kept."""
        key = part.lower()
        self._gone.discard(key)
        if self.of(part) == content_type:
            return
        if key not in self._overrides:
            element = etree.SubElement(self.document.root, f"{{{self.document.namespace}}}Override")
            element.set("PartName", "/" + part)
            self._overrides[key] = element
        self._overrides[key].set("ContentType", content_type)
        self.edited = True

    def put_default(self, part: str, content_type: str) -> None:
        """Declare a part's type by its extension, or by its name where the extension stands for something else."""
        extension = part.rpartition(".")[2]
        if extension.lower() not in self._defaults:
            element = etree.Element(f"{{{self.document.namespace}}}Default")
            element.set("Extension", extension)
            element.set("ContentType", content_type)
            self.document.root.insert(len(self._defaults), element)
            self._defaults[extension.lower()] = element
            self.edited = True
        self.put(part, content_type)

    def remove(self, part: str) -> None:
        """Drop the declaration of a part that is gone, should it not come back before the package is written."""
        if part.lower() in self._overrides:
            self._gone.add(part.lower())

    def settle(self) -> bool:
        """Take out the declarations of parts that are gone; whether anything was edited since the last time."""
        for key in self._gone:
            element = self._overrides.pop(key)
            self.document.root.remove(element)
        edited = self.edited or bool(self._gone)
        self._gone, self.edited = set(), False
        return edited

    def declared(self) -> list[str]:
        """The parts that have a declaration of their own."""
        return [e.get("PartName", "").lstrip("/") for key, e in self._overrides.items() if key not in self._gone]
