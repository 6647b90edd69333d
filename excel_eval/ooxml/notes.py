"""Notes on cells, beside those that stand there: what we say is a block of its own, put in and taken out again exactly."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import Position, a1, position
from excel_eval.ooxml.note_boxes import Boxes
from excel_eval.ooxml.note_texts import blank, block, put_block, take_block
from excel_eval.ooxml.parts import Parts
from excel_eval.ooxml.xmlpart import MAIN, XmlPart, child, children, namespace_of, parse

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
).encode()
_THREAD = "tc="
"""How the author of a note begins that stands for a thread of comments; its text is made anew by Excel."""


def set_notes(parts: Parts, sheet_name: str, sheet: XmlPart, notes: Mapping[Position, str], author: str) -> bool:
    """Let exactly these messages of `author` stand in the notes of a sheet; whether the sheet part itself was edited.

    A cell with somebody else's note has the message below that one's text; a thread of comments is left alone. Where
    the drawing of the notes cannot be read, no note is made.
    """
    try:
        return _Notes(parts, sheet_name, sheet).put(notes, author)
    except InputError:
        return False


class _Notes:
    def __init__(self, parts: Parts, sheet_name: str, sheet: XmlPart) -> None:
        self.parts = parts
        self.relations = parts.relationships(sheet_name)
        found = self.relations.of_kind("comments")
        self.comments = parts.document(found[0].target) if found else None
        self.boxes = Boxes(parts, sheet_name, sheet)

    def put(self, notes: Mapping[Position, str], author: str) -> bool:
        removed = self._remove(author)
        if not notes:
            edited = removed and self._drop_if_empty()
            self._forget(author)
            return edited
        self._prepare()
        there = {comment.get("ref", ""): comment for comment in self._comments()}
        fresh = {cell: words for cell, words in sorted(notes.items()) if a1(*cell) not in there}
        for cell, words in notes.items():
            if cell not in fresh:
                self._say_beside(there[a1(*cell)], cell, block(words))
        edited = self.boxes.prepare() if fresh else False
        self._add(fresh, author)
        if not fresh:
            self._forget(author)
        return edited

    def _comments(self) -> list[etree._Element]:
        holder = self._holder("commentList")
        return [] if holder is None else children(holder, "comment")

    def _holder(self, name: str) -> etree._Element | None:
        return None if self.comments is None else child(self.comments.root, name)

    def _authors(self) -> list[etree._Element]:
        holder = self._holder("authors")
        return [] if holder is None else children(holder, "author")

    def _author_of(self, comment: etree._Element) -> str:
        number = comment.get("authorId", "")
        authors = self._authors()
        return (authors[int(number)].text or "") if number.isdigit() and int(number) < len(authors) else ""

    def _author(self, name: str) -> str:
        """The number of an author, who is added if need be."""
        names = [element.text or "" for element in self._authors()]
        if name not in names:
            assert self.comments is not None
            holder = self._holder("authors")
            if holder is None:
                holder = etree.Element(f"{namespace_of(self.comments.root)}authors")
                self.comments.root.insert(0, holder)
            etree.SubElement(holder, f"{namespace_of(holder)}author").text = name
            names.append(name)
        return str(names.index(name))

    def _remove(self, author: str) -> bool:
        """Take out what we said before: blocks in other people's notes, and our own notes with their boxes."""
        gone: set[Position] = set()
        changed = False
        names = [element.text or "" for element in self._authors()]
        ours = str(names.index(author)) if author in names else None
        for comment in self._comments():
            own = comment.get("authorId") == ours
            text = child(comment, "text")
            said = take_block(text) if text is not None else ""
            if not said and not own:
                continue
            changed = True
            cell = _place(comment.get("ref", ""))
            if text is None or blank(text) or (own and not said):  # a program that forgets authors leaves our block
                gone.add(cell)
                comment.getparent().remove(comment)  # type: ignore[union-attr]
            else:
                self.boxes.resize(cell, said, -1)
                if own:
                    comment.set("authorId", self._author(""))
        self.boxes.remove(gone)
        if changed and self.comments is not None:
            self.parts.touch(self.comments)
        return changed

    def _say_beside(self, comment: etree._Element, cell: Position, words: str) -> None:
        """Put a block below what somebody else wrote."""
        text = child(comment, "text")
        if text is None or self.comments is None or self._author_of(comment).startswith(_THREAD):
            return
        put_block(text, words)
        self.boxes.resize(cell, words, 1)
        self.parts.touch(self.comments)

    def _add(self, notes: Mapping[Position, str], author: str) -> None:
        """Make notes of our own, each before the first that lies further down; the others keep their order."""
        holder = self._holder("commentList")
        if not notes or holder is None or self.comments is None:
            return
        number, others = self._author(author), iter(self._comments())
        other = next(others, None)
        for cell, message in notes.items():
            comment = etree.Element(f"{namespace_of(holder)}comment", {"ref": a1(*cell), "authorId": number})
            words = block(message)
            put_block(etree.SubElement(comment, f"{namespace_of(holder)}text"), words)
            while other is not None and _place(other.get("ref", "")) < cell:
                other = next(others, None)
            if other is None:
                holder.append(comment)
            else:
                other.addprevious(comment)
            self.boxes.add(cell, words)
        self.parts.touch(self.comments)

    def _forget(self, author: str) -> None:
        """Take the author's name out of the list; those behind it move up."""
        names = [element.text or "" for element in self._authors()]
        if author not in names or self.comments is None:
            return
        place = names.index(author)
        for comment in self._comments():
            number = comment.get("authorId", "")
            if number.isdigit() and int(number) > place:
                comment.set("authorId", str(int(number) - 1))
        gone = self._authors()[place]
        gone.getparent().remove(gone)  # type: ignore[union-attr]
        self.parts.touch(self.comments)

    def _drop_if_empty(self) -> bool:
        """Remove parts that held nothing but our notes; whether the sheet was edited."""
        if self._comments() or self.comments is None:
            return False
        for relation in self.relations.of_kind("comments"):
            self.relations.remove(relation.id)
        self.parts.remove(self.comments.name)
        self.comments = None
        edited = self.boxes.drop_if_empty()
        self.parts.settle_relationships(self.relations.source)
        return edited

    def _prepare(self) -> None:
        """Make the part of the notes if there is none."""
        if self.comments is None:
            name = self.parts.free_name("xl/comments", ".xml")
            self.comments = parse(name, _EMPTY)
            self.relations.add("comments", name)
            self.parts.types.put(name, _TYPE)
            self.parts.touch(self.comments)
            self.parts.touch(self.relations.document)
        if self._holder("commentList") is None:
            etree.SubElement(self.comments.root, f"{namespace_of(self.comments.root)}commentList")


def _place(reference: str) -> Position:
    try:
        return position(reference)
    except ValueError:
        return 0, 0
