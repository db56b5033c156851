"""A text as the bytes of a .docx: A4, quiet tables whose heads repeat and whose rows stay whole. Needs python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as Grid

from somaloop.report.document import Block, Code, Heading, Items, Paragraph, Table

_WIDE, _MARGIN = Cm(21.0), Cm(2.2)
_INK = RGBColor(0x1D, 0x23, 0x29)
_LONGEST = 32  # letters of a cell that count for the width of its column; longer ones wrap


def filled(blocks: Sequence[Block]) -> bytes:
    """The whole file."""
    paper = Document()
    _styled(paper)
    paper.core_properties.author = "somaloop"
    paper.core_properties.title = next((item.text for item in blocks if isinstance(item, Heading)), "")
    for block in blocks:
        _add(paper, block)
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def _styled(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = _WIDE, Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 13), ("Caption", 9.5), ("List Bullet", 10.5)):
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), _INK  # type: ignore[attr-defined]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # themes win over names
            fonts.attrib.pop(qn(f"w:{which}"), None)
        fonts.set(qn("w:hAnsi"), "Calibri")


def _add(paper: Paper, block: Block) -> None:
    match block:
        case Heading():
            paper.add_heading(block.text, level=block.level - 1)
        case Paragraph():
            run = paper.add_paragraph().add_run(block.text)
            run.bold = block.kind == "warning"
            run.font.size = Pt(9) if block.kind == "quiet" else None
        case Items():
            for item in block.items:
                paper.add_paragraph(item, style="List Bullet")
        case Table():
            _table(paper, block)
        case Code():
            run = paper.add_paragraph().add_run(block.text.rstrip())
            run.font.name, run.font.size = "Consolas", Pt(8)


def _table(paper: Paper, block: Table) -> None:
    caption = paper.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = paper.add_table(rows=0, cols=len(block.head), style="Light Shading")
    grid.autofit = False
    widths = _widths(block)
    for number, row in enumerate((block.head, *block.rows)):
        cells = grid.add_row().cells
        for place, words in enumerate(row):
            cells[place].width = widths[place]
            paragraph = cells[place].paragraphs[0]
            run = paragraph.add_run(words)
            run.font.size = Pt(9)
            run.bold = number == 0 or place == 0
            if place >= block.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for look in grid._tbl.tblPr.findall(qn("w:tblLook")):
        look.set(qn("w:noHBand"), "1")  # rules above and below, no bands
        look.set(qn("w:val"), "0620")
    _whole_rows(grid)
    paper.add_paragraph()


def _widths(block: Table) -> list[Emu]:
    """Widths of columns by what stands in them."""
    weights = []
    for column in zip(block.head, *block.rows, strict=True):
        word = max(len(part) for cell in column for part in cell.split() or [""])
        weights.append(
            max(
                word + 2.0, min(_LONGEST, max(map(len, column[1:]), default=0)) * (1.0 if len(block.head) < 4 else 0.62)
            )
        )
    if len(weights) == 2:
        weights = [min(weights[0], 22.0), 70.0]
    room = _WIDE - 2 * _MARGIN
    return [Emu(int(room * weight / sum(weights))) for weight in weights]


def _whole_rows(grid: Grid) -> None:
    """The head stands on every page, and no row is cut in two."""
    for number, row in enumerate(grid.rows):
        settings = row._tr.get_or_add_trPr()
        for name in ("w:cantSplit", *(["w:tblHeader"] if number == 0 else [])):
            settings.append(OxmlElement(name))
