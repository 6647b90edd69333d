"""Charts from one workbook in another: what they leave unsaid is said, since programs of different years assume different things.

A chart in a workbook of Excel 2007 (which XlsxWriter makes) shows only those labels that it names; in a later one whatever is
not named is shown: names of rows and series beside every figure, rounded corners, titles laid over the plot.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from excel_eval.ooxml.xmlpart import child, local, make, parse

_LABELS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_BEHIND_LABELS = frozenset(("separator", "showLeaderLines", "leaderLines", "extLst"))
_ONE_COLOUR = frozenset(("barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart", "radarChart",
                         "scatterChart", "bubbleChart"))  # fmt: skip
_BEFORE = {
    "chartSpace": ("roundedCorners", ("date1904", "lang")),
    "title": ("overlay", ("tx", "layout")),
    "legend": ("overlay", ("legendPos", "legendEntry", "layout")),
    **dict.fromkeys(_ONE_COLOUR, ("varyColors", ("barDir", "grouping", "scatterStyle", "radarStyle"))),
    **dict.fromkeys(("catAx", "valAx", "dateAx", "serAx"), ("delete", ("axId", "scaling"))),
}
"""By element: the child that must be there, and the children that it stands behind."""


def explicit(part: str, content: bytes) -> bytes:
    """A chart part in which nothing depends on what a program assumes."""
    document = parse(part, content)
    for element in list(_elements(document.root)):
        name = local(element)
        if name in _BEFORE:
            missing, before = _BEFORE[name]
            _say(element, missing, before)
        elif name in ("dLbls", "dLbl") and child(element, "delete") is None:
            _say_labels(element)
        elif name == "ser":
            _say_series(element)
    return document.to_bytes()


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _no(name: str, like: etree._Element) -> etree._Element:
    return make(name, str(etree.QName(like).namespace or ""), like, {"val": "0"})


def _say(parent: etree._Element, missing: str, before: tuple[str, ...]) -> None:
    """Put `missing` in as 0, behind the children that the schema has before it."""
    if child(parent, missing) is None:
        places = [index for index, each in enumerate(parent, 1) if local(each) in before]
        parent.insert(max(places, default=0), _no(missing, parent))


def _say_labels(labels: etree._Element) -> None:
    said = {local(each): each for each in labels}
    behind = [each for each in labels if local(each) in _BEHIND_LABELS]
    for name in _LABELS:
        element = said.get(name)
        if element is None:
            element = _no(name, labels)
        if behind:
            behind[0].addprevious(element)
        else:
            labels.append(element)


def _say_series(series: etree._Element) -> None:
    """Bars keep their colour below zero, lines their corners."""
    kind = local(parent) if (parent := series.getparent()) is not None else ""
    if kind in ("barChart", "bar3DChart"):
        _say(series, "invertIfNegative", ("idx", "order", "tx", "spPr"))
    elif kind == "lineChart":
        _say(series, "smooth", tuple({local(each) for each in series} - {"extLst"}))
