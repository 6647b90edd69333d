"""Reading a workbook: its form, and for every project sheet the values that its labels lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from excel_eval.book import Book, Origin, ProjectSheet, Value
from excel_eval.compute import Program, compiled
from excel_eval.findings import Finding
from excel_eval.form.find import Found
from excel_eval.form.schema import COMPUTED, Form
from excel_eval.form.searches import Searches
from excel_eval.formula import names
from excel_eval.grid import Grid
from excel_eval.ooxml.kinds import VALUES_ONLY, sniff
from excel_eval.paths import project_of, table_row
from excel_eval.reading_rules import finding
from excel_eval.reckoning import reckoned
from excel_eval.workbook.file_names import file_stamp
from excel_eval.workbook.kinds_read import Unit
from excel_eval.workbook.recognise import candidate, is_template, recognised, require_known, stamped_with
from excel_eval.workbook.uncached import Calculator
from excel_eval.workbook.units import scale_of, unit_of
from excel_eval.workbook.values import Alike, SheetReader, inline_paths

if TYPE_CHECKING:
    from excel_eval.ooxml import Package


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook's sheets as they stand, before anything is read from them."""

    grids: Mapping[str, Grid]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    made_here: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    date1904: bool = False
    kind: str = "xlsx"
    encrypted: bool = False
    saved: date | None = None
    package: Package | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading one sheet needs of its workbook."""

    form: Form
    searches: Searches
    program: Program
    calculator: Calculator
    date1904: bool
    decisive: frozenset[str]
    alike: Alike = field(default_factory=dict)


def read(path: Path, form: Form | None = None, *, password: str | None = None) -> Book:
    """A workbook as read. Without `form`, its stamp decides, else the shipped form that has most of its labels.

    InputError for a file that cannot be read.
    """
    stamp = file_stamp(path)
    sheets = open_sheets(path, password=password)
    return replace(book_of(sheets, form, path), stamp=stamp)


def grids_of(path: Path, *, password: str | None = None) -> dict[str, Grid]:
    """Every worksheet of a workbook by its name, in order; InputError for a file that cannot be read."""
    return dict(open_sheets(path, password=password).grids)


def open_sheets(path: Path, *, password: str | None = None) -> Sheets:
    """The sheets of a workbook of any kind, told by its content; InputError for a file that cannot be read."""
    kind = sniff(path)
    if kind in VALUES_ONLY:
        from excel_eval.workbook.foreign import foreign_grids

        return Sheets(foreign_grids(path, kind), kind=kind)
    from excel_eval.ooxml import open_package

    return _sheets(open_package(path, password=password), kind)


def sheets_of(content: bytes) -> Sheets:
    """The sheets of a workbook that is in memory."""
    from excel_eval.ooxml import package_of

    return _sheets(package_of(content), "xlsx")


def _sheets(package: Package, kind: str) -> Sheets:
    grids = {sheet.name: package.grid(sheet.name) for sheet in package.sheets if sheet.kind == "worksheet"}
    made = tuple(name for name in package.made_here if name in grids)
    for name in made:
        grids[name] = replace(grids[name], extra={**grids[name].extra, "made_here": "1"})
    return Sheets(
        grids,
        package.defined_names,
        package.custom_properties(),
        made,
        tuple(sheet.name for sheet in package.sheets if sheet.kind == "missing"),
        package.date1904,
        package.kind,
        kind == "encrypted",
        package.saved_on(),
        package,
    )


def book_of(sheets: Sheets, form: Form | None = None, source: Path | None = None) -> Book:
    """A book from its sheets."""
    grids = [grid for name, grid in sheets.grids.items() if name not in sheets.made_here]
    findings = [finding("C19", name, None, found=name) for name in sheets.missing]
    if form is None:
        form, told = recognised(sheets.properties, grids)
        findings += told
    reading = _reading(form, sheets.grids, date1904=sheets.date1904)
    projects = []
    for grid in filter(candidate, grids):
        found = reading.searches.find(grid)
        if found.recognised:
            project, noted = _project_sheet(reading, grid, found)
            if not grid.hidden or (_filled(project, form) and not is_template(grid.name)):
                projects.append(project)
                findings += noted
    if not projects:
        require_known(sheets.properties, form, source)
    return Book(
        form,
        tuple(projects),
        tuple(findings),
        source,
        sheets.grids,
        sheets.names,
        sheets.date1904,
        sheets.kind,
        encrypted=sheets.encrypted,
        saved=sheets.saved,
        stamped=stamped_with(sheets.properties) == form.key,
        origin=Origin(sheets.package),
    )


def reread(book: Book, grids: Mapping[str, Grid]) -> Book:
    """The book once some of its sheets look as these do; only they are read again."""
    if not grids:
        return book
    together = {**book.grids, **grids}
    reading = _reading(book.form, together, date1904=book.date1904)
    projects: list[ProjectSheet] = []
    findings = [finding for finding in book.findings if finding.sheet not in grids]
    for project in book.sheets:
        if project.sheet in grids:
            grid = grids[project.sheet]
            project, noted = _project_sheet(reading, grid, reading.searches.find(grid))
            findings += noted
        projects.append(project)
    return replace(book, sheets=tuple(projects), findings=tuple(findings), grids=together)


def _reading(form: Form, grids: Mapping[str, Grid], *, date1904: bool) -> _Reading:
    program = compiled(form)
    return _Reading(form, Searches.of(form), program, Calculator(grids), date1904, _decisive(program))


def _decisive(program: Program) -> frozenset[str]:
    """The keys of all fields that formulas of the form use, and that of the unit of money."""
    nodes = [node for step in program.steps for node in (step.node, step.input_when) if node is not None]
    return frozenset(name.rpartition(".")[2] for node in nodes for name in names(node)) | {"amount_unit"}


def _project_sheet(reading: _Reading, grid: Grid, found: Found) -> tuple[ProjectSheet, list[Finding]]:
    form, layout = reading.form, found.layout
    name, said = unit_of(form, grid, layout)
    unit = Unit(name, scale_of(form, name), reading.date1904)
    reader = SheetReader(grid, unit, reading.calculator, inline_paths(found), reading.decisive, reading.alike)
    values: dict[str, Value] = {}
    findings = list(_noted(grid, found))
    for value, noted in reader.values(layout.slots):
        values[value.path] = value
        findings += noted
    sheet = reckoned(ProjectSheet(grid.name, project_of({}), values, layout, unit.scale, said), reading.program)
    if unit.scale != 1:
        findings.append(finding("C07", grid.name, said, found=name, expected=form.unit))
    findings += _required(sheet, form)
    return sheet, _together(findings)


def _noted(grid: Grid, found: Found) -> Iterator[Finding]:
    """What was noted while finding; notes on a blank value say nothing."""
    for note in found.notes:
        slot = found.layout.by_path.get(note.path or "")
        figures = {"label": slot.label if slot else ""} | dict(note.figures)
        if texts := figures.pop("texts", ()):
            figures["found"] = "”“".join(str(grid.cell(*at).value).strip() for at in texts)
        related = tuple(figures[key] for key in ("other",) if key in figures)
        yield finding(note.id, grid.name, note.cell, path=note.path, related=related, **figures)


def _filled(sheet: ProjectSheet, form: Form) -> bool:
    """Whether a person entered anything beyond what a new sheet comes with."""
    given = (form.name_path, "year", "unit", "department")
    presets = {
        f"{section.path}[{index}].{key}": text
        for section in form.sections
        for index, row in enumerate(section.preset)
        for key, text in row
    }
    return any(
        not value.blank
        and value.slot.role != COMPUTED
        and value.path not in given
        and value.said not in (value.slot.field.default, presets.get(value.path))
        for value in sheet.values.values()
    )


def _required(sheet: ProjectSheet, form: Form) -> Iterator[Finding]:
    """Blank cells that must be filled in, on a sheet where anything is."""
    blank = [v for v in sheet.values.values() if v.slot.field.required and v.blank and table_row(v.path) is None]
    if blank and _filled(sheet, form):
        for value in blank:
            yield finding("C16", sheet.sheet, value.cell, path=value.path, label=value.slot.label)


def _together(findings: list[Finding]) -> list[Finding]:
    """Findings without repetition; formulas never calculated are one finding a sheet."""
    uncached = [f for f in findings if f.rule == "C05"]
    rest = list(dict.fromkeys(f for f in findings if f.rule != "C05"))
    if not uncached:
        return rest
    first = uncached[0]
    cells = tuple(f.cell for f in uncached[1:] if f.cell)
    return [*rest, finding("C05", first.sheet, first.cell, path=first.path, label=first.label, related=cells)]
