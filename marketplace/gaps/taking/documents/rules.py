"""A market position statement as DOCX, for a council to go on writing. Pure.

Real styles (Title, Heading 1 and 2, List Bullet, Caption), tables whose first row is marked as their head and
repeats on each page, pictures with alternative text, a language, a title among the properties: what screen
readers and the check for accessibility of word processors ask for.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from marketplace.gaps.reading.drawing.schemas import MapView
from marketplace.gaps.taking.drawing.rules import bar_picture, map_picture
from marketplace.gaps.taking.statement.schemas import Block, Part, Statement, Table
from marketplace.kernel.i18n import gettext as _

INK = RGBColor(0x1D, 0x5B, 0x57)
MAP_WIDTH = Cm(14)
BAR_WIDTH = Cm(2.6)
_TO_WRITE = "Intense Quote"
_OWN = "Quote"


def write_docx(statement: Statement, view: MapView | None) -> bytes:
    """The file. What the council has not written is there as a line that says so, to write over."""
    document: Any = Document()
    _prepare(document, statement)
    document.add_paragraph(statement.title, style="Title")
    document.add_paragraph(statement.lead)
    document.add_paragraph().add_run(statement.version).bold = True
    document.add_heading(statement.words.in_short, level=1)
    _list(document, statement.short)
    for part in statement.parts:
        _part(document, part, view, statement.words.chart)
    document.add_paragraph(statement.made)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: Any, statement: Statement) -> None:
    """Page, fonts and properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.author = statement.title, statement.council
    properties.subject, properties.comments = statement.lead, statement.version
    properties.language = statement.language
    styles = document.styles
    for name, size in (("Normal", 11), ("Title", 24), ("Heading 1", 17), ("Heading 2", 13), ("Caption", 11)):
        font = styles[name].font
        font.name, font.size = "Arial", Pt(size)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            styles[name].element.rPr.rFonts.attrib.pop(qn(theme), None)
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        styles[name].font.color.rgb = INK
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), statement.language if "-" in statement.language else f"{statement.language}-GB")
    for each in styles["Normal"].element.rPr.findall(qn("w:lang")):
        styles["Normal"].element.rPr.remove(each)
    styles["Normal"].element.rPr.append(language)


def _part(document: Any, part: Part, view: MapView | None, chart: str) -> None:
    document.add_heading(part.title, level=1)
    if part.to_write:
        document.add_paragraph(
            _("To be written by the council: %(what)s", what=part.to_write), style=_TO_WRITE
        )
    for block in part.blocks:
        _block(document, block, view, chart)


def _block(document: Any, block: Block, view: MapView | None, chart: str) -> None:
    if block.heading:
        document.add_heading(block.heading, level=2)
    if block.table:
        _table(document, block.table, chart)
    if block.map and view:
        shape = document.add_picture(BytesIO(map_picture(view)), width=MAP_WIDTH)
        _describe(shape, block.map.title, block.map.description)
    if block.words:
        document.add_paragraph(block.words, style=_OWN if block.is_own else None)
    _list(document, block.points)


def _list(document: Any, points: tuple[str, ...]) -> None:
    for point in points:
        document.add_paragraph(point, style="List Bullet")


def _table(document: Any, table: Table, chart: str) -> None:
    """The caption above, the head marked and repeated, rows that do not break, the source below."""
    document.add_paragraph(table.caption, style="Caption").paragraph_format.keep_with_next = True
    titles = [column.title for column in table.columns] + ([chart] if table.bars else [])
    made = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    for cell, title in zip(made.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    _mark(made.rows[0], "w:tblHeader")
    for at, row in enumerate(table.rows):
        added = made.add_row()
        _mark(added, "w:cantSplit")
        for cell, column, words in zip(added.cells, table.columns, row, strict=False):
            cell.text = words
            if column.is_number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if table.bars:
            run = added.cells[-1].paragraphs[0].add_run()
            shape = run.add_picture(BytesIO(bar_picture(table.bars[at])), width=BAR_WIDTH)
            _describe(shape, chart, _("Bar: %(share)s%% of the longest", share=table.bars[at]))
    _say_table(made, table.caption)
    run = document.add_paragraph().add_run(table.source)
    run.font.size = Pt(9)


def _mark(row: Any, name: str) -> None:
    """Mark a row as a head that repeats, or as one that does not break."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no words for it
    properties.append(OxmlElement(name))


def _say_table(made: Any, caption: str) -> None:
    """The alternative text of a table, and that its first row is its head."""
    properties = made._tbl.tblPr  # noqa: SLF001 - as above
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    properties.append(said)


def _describe(shape: Any, title: str, description: str) -> None:
    """The alternative text of a picture."""
    properties = shape._inline.docPr  # noqa: SLF001 - as above
    properties.set("title", title)
    properties.set("descr", description)
