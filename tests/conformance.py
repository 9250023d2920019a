"""Papers held against GB/T 9704-2012, element by element; the docs show this table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from reformctl.render.headings import numbered
from reformctl.render.word.paper import Face, paper
from reformctl.render.word.words import FaceWords
from reformctl.source import SourceFile
from reformctl.store.workspace import read_as
from tests.building import REPO
from tests.measuring import TWIPS_A_MM, Opened, W, rules_of, text_of

ORGAN = "中共淄博市委全面深化改革领导小组办公室"
TEXT = """正文第一段。

## 一级标题

### 二级标题

#### 三级标题

##### 四级标题

正文。

| 名次 | 单位 |
| ---: | --- |
| 1 | 张店区 |

末段。

# 第一个附件

附件正文。

# 第二个附件

附件正文。
"""
DOCUMENT = Face(
    organ=ORGAN,
    mark=f"{ORGAN}文件",
    number="淄改办通报〔2017〕4号",
    title="关于2017年4月份全面深化改革督导情况的通报",
    recipients=("各区县党（工）委", "市直有关部门党组（党委）"),
    copies=("市委、市政府有关领导", "各区县党政主要负责同志"),
    issued=date(2017, 4, 8),
    seal="sealed",
    copy_number="000001",
    classification="机密★1年",
    urgency="特急",
    note="联系人：改革办综合科，电话：0533—0000000",
)
UPWARD = replace(DOCUMENT, signers=("主任",), copy_number=None, classification=None, urgency=None)
UNSEALED = replace(DOCUMENT, organ="市委改革办", seal="unsealed")
LETTER = replace(DOCUMENT, form="letter", mark=ORGAN, number="淄改办催办〔2017〕1号")
MINUTES = replace(
    DOCUMENT, form="minutes", mark="督导情况通报会纪要", seal="none", attendance=(("出席", "张店区、淄川区"),)
)


@dataclass(frozen=True)
class Measure:
    """What the standard wants of an element, and what was found in the file."""

    clause: str
    element: str
    wanted: str
    found: str
    held: bool


@cache
def face_words() -> FaceWords:
    """The measures and words that the tool carries."""
    text = (REPO / "templates" / "face.yaml").read_text("utf-8")
    return read_as(FaceWords, SourceFile("templates/face.yaml", text))


@cache
def opened(face: Face) -> Opened:
    """The sample text as a paper with a face."""
    return Opened(paper(numbered(TEXT, face_words()), face, face_words()))


def measures() -> Iterator[Measure]:
    """Every measure, in the order of the clauses."""
    yield from _page(opened(DOCUMENT))
    yield from _head(opened(DOCUMENT))
    yield from _upward(opened(UPWARD))
    yield from _body(opened(DOCUMENT))
    yield from _signature(opened(DOCUMENT), opened(UNSEALED))
    yield from _attachments(opened(DOCUMENT))
    yield from _record(opened(DOCUMENT))
    yield from _folio(opened(DOCUMENT))
    yield from _table(opened(DOCUMENT))
    yield from _letter(opened(LETTER))
    yield from _minutes(opened(MINUTES))


def _near(found: float, wanted: float, by: float = 0.1) -> bool:
    return abs(found - wanted) <= by


def _page(file: Opened) -> Iterator[Measure]:
    size, margin = next(file.body.iter(f"{W}pgSz")), next(file.body.iter(f"{W}pgMar"))
    width, height = (int(size.get(f"{W}{side}", 0)) / TWIPS_A_MM for side in "wh")
    top, bottom, left, right = (
        int(margin.get(f"{W}{side}", 0)) / TWIPS_A_MM for side in ("top", "bottom", "left", "right")
    )
    sheet = f"{width:.1f} × {height:.1f} mm"
    yield Measure("5.1", "paper", "A4, 210 × 297 mm", sheet, _near(width, 210) and _near(height, 297))
    held = _near(top, 37, 1) and _near(left, 28, 1)
    yield Measure(
        "5.2.1", "margins", "head 37 ± 1, left 28 ± 1 mm", f"head {top:.1f}, left {left:.1f} mm", held
    )
    area = (width - left - right, height - top - bottom)
    yield Measure(
        "5.2.1",
        "type area",
        "156 × 225 mm",
        f"{area[0]:.1f} × {area[1]:.1f} mm",
        _near(area[0], 156) and _near(area[1], 225),
    )
    body = file.of_style("BodyText")[0]
    font, pt = file.font(body), file.size(body)
    yield Measure(
        "5.2.2",
        "type of the text",
        "仿宋, size 3 (16 pt)",
        f"{font}, {pt:g} pt",
        font == "仿宋_GB2312" and pt == 16,
    )
    lines, left_over = divmod(area[1] * 72 / 25.4, file.line(body))
    grid = next(file.body.iter(f"{W}docGrid"))
    pitch = int(grid.get(f"{W}linePitch", 0)) / 20
    yield Measure(
        "5.2.3",
        "lines a page",
        "22",
        f"{lines:g} of {file.line(body):g} pt; grid of {pitch:g} pt",
        lines == 22 and left_over < 2 and pitch == file.line(body),
    )
    tight = int(file.run_property(body, "spacing")["val"]) / 20
    characters = int(area[0] * 72 / 25.4 / (pt + tight))
    yield Measure("5.2.3", "characters a line", "28", f"{characters} of {pt + tight:g} pt", characters == 28)
    colours = {c.get(f"{W}val") for c in file.body.iter(f"{W}color")}
    yield Measure(
        "5.2.4", "colour", "black but for the mark and its rule", "no colour in any run", not colours
    )


def _head(file: Opened) -> Iterator[Measure]:
    number, secret, urgent = file.paragraphs()[:3]
    held = text_of(number) == "000001" and file.size(number) == 16 and file.indents(number) == {}
    yield Measure("7.2.1", "copy number", "6 digits, size 3, line 1, flush left", _said(file, number), held)
    for clause, name, one in (("7.2.2", "classification", secret), ("7.2.3", "urgency", urgent)):
        held = file.font(one) == "黑体" and file.size(one) == 16
        yield Measure(clause, name, "黑体, size 3, under the one before, flush left", _said(file, one), held)
    mark = file.of_style("Mark")[0]
    before = int(file.paragraph_property(mark, "spacing")["before"]) / 20 + 3 * file.line(number)
    top = before * 25.4 / 72
    colour = file.run_property(mark, "color")["val"]
    yield Measure(
        "7.2.4",
        "issuing mark",
        "red, centred, 小标宋, its top 35 mm below the type area's",
        f"{colour}, {file.align(mark)}, {file.font(mark)}, {top:.1f} mm",
        _near(top, 35)
        and colour == "FF0000"
        and file.align(mark) == "center"
        and "小标宋" in file.font(mark),
    )
    given = file.of_style("Number")[0]
    gap = file.empty_before(given)
    held = gap == 2 and file.align(given) == "center" and "〔2017〕4号" in text_of(given)
    yield Measure(
        "7.2.5", "number", "two lines below the mark, centred, 〔〕", f"{gap} lines, {text_of(given)}", held
    )
    rule = rules_of(given) or _style_rules(file, "Number")
    below = rule["bottom"]
    space = int(below["space"]) * 25.4 / 72
    held = below["color"] == "FF0000" and _near(space, 4, 0.2) and not file.indents(given)
    yield Measure(
        "7.2.7",
        "rule",
        "4 mm below the number, as wide as the type area, red",
        f"{space:.1f} mm, {below['color']}",
        held,
    )
    titles = file.of_style("Title")
    gap = file.empty_before(titles[0])
    lines = " / ".join(map(text_of, titles))
    held = gap == 2 and file.size(titles[0]) == 22 and "小标宋" in file.font(titles[0])
    held = held and file.align(titles[0]) == "center"
    yield Measure(
        "7.3.1",
        "title",
        "size 2 小标宋, two lines below the rule, centred",
        f"{_said(file, titles[0])}; {lines}",
        held,
    )
    to = file.of_style("Recipients")[0]
    gap = file.empty_before(to)
    held = gap == 1 and file.indents(to) == {} and text_of(to).endswith("：")
    yield Measure(
        "7.3.2",
        "recipients",
        "one line below the title, flush left, full-width colon",
        f"{gap} line, {text_of(to)}",
        held,
    )


def _upward(file: Opened) -> Iterator[Measure]:
    row = file.of_style("UpwardNumber")[0]
    indent = file.indents(row)
    yield Measure(
        "7.2.5",
        "number of a paper upward",
        "left, one in, level with the signer",
        f"{indent['firstLine']:g} in; {text_of(row)}".replace("\t", " … "),
        indent.get("firstLine") == 1.0,
    )
    runs = [r for r in row.iter(f"{W}r") if text_of(r)]
    fonts = [file.font(row, run) for run in runs]
    stop = int(next(row.iter(f"{W}tab")).get(f"{W}pos", 0)) / 20
    end = stop + len("签发人：主任") * 15.75
    inside = (156 * 72 / 25.4 - end) / 15.75
    held = fonts[-1] == "楷体_GB2312" and fonts[0] == "仿宋_GB2312" and _near(inside, 1, 0.1)
    yield Measure(
        "7.2.6",
        "signer",
        "right, one in; label 仿宋, name 楷体",
        f"{fonts[0]}, {fonts[-1]}, {inside:.1f} in",
        held,
    )


def _body(file: Opened) -> Iterator[Measure]:
    body = file.of_style("BodyText")[0]
    first = file.indents(body).get("firstLine")
    yield Measure("7.3.3", "paragraphs", "two in", f"{first:g} characters", first == 2)
    wanted = ("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312")
    numbers = ("一、", "（一）", "1.", "（1）")
    for level, (font, number) in enumerate(zip(wanted, numbers, strict=True), 1):
        one = file.of_style(f"Heading{level}")[0]
        held = (
            file.font(one) == font and text_of(one).startswith(number) and file.indents(one)["firstLine"] == 2
        )
        yield Measure(
            "7.3.3",
            f"heading of level {level}",
            f"{number}, {font.partition('_')[0]}",
            f"{text_of(one)}, {file.font(one)}",
            held,
        )
    bold = [*file.body.iter(f"{W}b")]
    yield Measure("7.3.3", "bold", "none", f"{len(bold)} runs", not bold)


def _signature(sealed: Opened, unsealed: Opened) -> Iterator[Measure]:
    organ, day = sealed.of_style("Signature")[0], sealed.of_style("Date")[0]
    wide = (len(text_of(organ)), 4 + 2 + 3 / 2 - 0.5)
    right = (sealed.indents(organ).get("right", 0.0), sealed.indents(day)["right"])
    centres = [r + w / 2 for r, w in zip(right, (wide[0], _columns(text_of(day))), strict=True)]
    held = text_of(day) == "2017年4月8日" and right[1] >= 4 and _near(*centres, 0.3)
    yield Measure(
        "7.3.5.1",
        "sealed",
        "date right four in or more, the organ centred over it",
        f"date {right[1]:g} in; centres {centres[0]:.1f} and {centres[1]:.1f} from the right",
        held,
    )
    room = sealed.empty_before(organ)
    yield Measure(
        "7.3.5.1",
        "room for the seal",
        "its top within one line of the text",
        f"{room} lines above a seal of 42 mm",
        room == 2,
    )
    organ, day = unsealed.of_style("Signature")[0], unsealed.of_style("Date")[0]
    left = (unsealed.indents(organ)["left"], unsealed.indents(day)["left"])
    end = 28 - left[0] - max(_columns(text_of(organ)), _columns(text_of(day)) + 2)
    held = left[1] - left[0] == 2 and _near(end, 2, 0.2)
    yield Measure(
        "7.3.5.2",
        "unsealed",
        "right two in, the date beginning two to its right",
        f"organ {left[0]:g}, date {left[1]:g} from the left; {end:.1f} in",
        held,
    )
    alone = next(p for p in sealed.paragraphs() if text_of(p) == "末段。")
    kept = sealed.paragraph_property(alone, "keepNext").get("val")
    yield Measure(
        "7.3.5",
        "signature",
        "never on a page without text",
        "the last paragraph is kept with it",
        kept == "1",
    )
    note = sealed.of_style("Note")[0]
    held = text_of(note).startswith("（") and text_of(note).endswith("）") and sealed.empty_before(note) == 0
    held = held and sealed.indents(note)["firstLine"] == 2
    yield Measure("7.3.6", "note", "the line after the date, two in, in round brackets", text_of(note), held)


def _attachments(file: Opened) -> Iterator[Measure]:
    notes = file.of_style("AttachmentsNote")
    gap, ends = file.empty_before(notes[0]), [text_of(n)[-1] for n in notes]
    indents = [file.indents(n) for n in notes]
    first = indents[0]["left"] - indents[0]["hanging"]
    held = (
        gap == 1 and first == 2 and len({i["left"] for i in indents}) == 1 and not set(ends) & set("。；，、")
    )
    yield Measure(
        "7.3.4",
        "attachments note",
        "one line below the text, two in, numbered, returns aligned, no end mark",
        f"{gap} line; {' / '.join(map(text_of, notes))}".replace("\t", " "),
        held,
    )
    label = file.of_style("Attachment")[0]
    title = file.of_style("AttachmentTitle")[0]
    held = text_of(label) == "附件1" and file.font(label) == "黑体" and file.indents(label) == {}
    held = held and file.paragraph_property(label, "pageBreakBefore").get("val") == "1"
    yield Measure(
        "7.3.7",
        "attachment",
        "on a new page; label 黑体, flush left in line 1",
        f"{text_of(label)}, {file.font(label)}",
        held,
    )
    held = file.empty_before(title) == 1 and file.align(title) == "center"
    yield Measure(
        "7.3.7",
        "title of an attachment",
        "centred in line 3",
        f"line {file.empty_before(title) + 2}, {file.align(title)}",
        held,
    )
    order = [file.style_of(p) for p in file.paragraphs()]
    held = (
        order.index("AttachmentsNote")
        < order.index("Signature")
        < order.index("Attachment")
        < order.index("Record")
    )
    yield Measure(
        "7.3, 7.4", "order", "text, attachments note, signature, attachments, record block", "as wanted", held
    )


def _record(file: Opened) -> Iterator[Measure]:
    copies, issuer = file.of_style("Record")
    sizes = [rules_of(copies)["top"]["sz"], rules_of(issuer)["top"]["sz"], rules_of(issuer)["bottom"]["sz"]]
    thick = [int(s) / 8 * 25.4 / 72 for s in sizes]
    held = all(_near(a, b, 0.03) for a, b in zip(thick, (0.35, 0.25, 0.35), strict=True))
    yield Measure(
        "7.4.1",
        "rules of the record block",
        "first and last 0.35, inner 0.25 mm",
        ", ".join(f"{t:.2f}" for t in thick) + " mm",
        held,
    )
    frame = next(issuer.iter(f"{W}framePr"))
    held = frame.get(f"{W}yAlign") == "bottom" and frame.get(f"{W}vAnchor") == "margin"
    width = int(frame.get(f"{W}w", 0)) / TWIPS_A_MM
    yield Measure(
        "7.4.1",
        "place of the record block",
        "as wide as the type area, on its bottom edge",
        f"{width:.1f} mm, at the foot",
        held and _near(width, 156),
    )
    indent = file.indents(copies)
    first = indent["left"] - indent["hanging"]
    held = (
        file.size(copies) == 14
        and _near(first, 1, 0.02)
        and indent["right"] == 1
        and text_of(copies).endswith("。")
    )
    yield Measure(
        "7.4.2",
        "copies",
        "size 4, one in on both sides, returns aligned, full stop",
        f"{file.size(copies):g} pt, {first:g} and {indent['right']:g} in",
        held,
    )
    tab = int(next(issuer.iter(f"{W}tab")).get(f"{W}pos", 0)) / 315
    held = (
        file.size(issuer) == 14
        and text_of(issuer).endswith("2017年4月8日印发")
        and _near(28.07 - tab, 1, 0.1)
    )
    yield Measure(
        "7.4.3",
        "issuer and day",
        "size 4, one in, the day right with 印发",
        f"{file.size(issuer):g} pt, {text_of(issuer)}".replace("\t", " … "),
        held,
    )


def _folio(file: Opened) -> Iterator[Measure]:
    found = {}
    for name in file.parts_of("footer"):
        for one in file.paragraphs(name):
            if "PAGE" in file.parts[name]:
                found[file.align(one)] = (one, file.indents(one), file.font(one), file.size(one))
    held = {side: found[side][1].get(side) for side in found} == {"right": 1.0, "left": 1.0}
    yield Measure(
        "7.5",
        "page numbers",
        "right on odd pages, left on even ones, one in",
        ", ".join(f"{s} {i[1][s]:g} in" for s, i in sorted(found.items())),
        held,
    )
    one = found["right"]
    yield Measure(
        "7.5",
        "type of page numbers",
        "size 4 宋体, a dash on each side",
        f"{one[2]}, {one[3]:g} pt, {text_of(one[0])}",
        one[2] == "宋体" and one[3] == 14 and text_of(one[0]).count("—") == 2,
    )
    margin = next(file.body.iter(f"{W}pgMar"))
    below = (int(margin.get(f"{W}bottom", 0)) - int(margin.get(f"{W}footer", 0))) / TWIPS_A_MM - 16 * (
        1 - 0.47
    ) * 25.4 / 72
    yield Measure(
        "7.5", "place of page numbers", "7 mm below the type area", f"{below:.1f} mm", _near(below, 7)
    )


def _table(file: Opened) -> Iterator[Measure]:
    table = next(file.body.iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")
    width = sum(int(c.get(f"{W}w", 0)) for c in table.iter(f"{W}gridCol")) / TWIPS_A_MM
    held = rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    held = held and all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    yield Measure(
        "—",
        "tables",
        "inside the type area, heads repeated, rows whole",
        f"{width:.1f} mm wide, head repeated, no row breaks",
        held and width <= 156.1,
    )


def _letter(file: Opened) -> Iterator[Measure]:
    margin = next(file.body.iter(f"{W}pgMar"))
    top = int(margin.get(f"{W}header", 0)) / TWIPS_A_MM
    header = next(n for n in file.parts_of("header") if "LetterMark" in file.parts[n])
    mark, second = file.paragraphs(header)
    rule, under = rules_of(mark)["bottom"], rules_of(second)["bottom"]
    gap = int(rule["space"]) * 25.4 / 72
    found = file.paragraph_property(mark, "ind")
    width = 156 - (int(found["left"]) + int(found["right"])) / TWIPS_A_MM
    yield Measure("10.1", "mark of a letter", "30 mm from the page's top", f"{top:.1f} mm", _near(top, 30))
    held = int(rule["sz"]) > int(under["sz"]) and _near(gap, 4, 0.2) and _near(width, 170)
    yield Measure(
        "10.1",
        "first double rule",
        "4 mm below the mark, 170 mm, thick over thin, red",
        f"{gap:.1f} mm, {width:.1f} mm, {int(rule['sz']) / 8:g} over {int(under['sz']) / 8:g} pt",
        held and rule["color"] == "FF0000",
    )
    footer = next(n for n in file.parts_of("footer") if "framePr" in file.parts[n])
    thin, thick = [p for p in file.paragraphs(footer) if rules_of(p)]
    place = next(thick.iter(f"{W}framePr"))
    ends = 297 - (int(place.get(f"{W}y", 0)) / TWIPS_A_MM + int(rules_of(thick)["top"]["sz"]) / 8 * 25.4 / 72)
    held = _near(ends, 20) and int(rules_of(thin)["top"]["sz"]) < int(rules_of(thick)["top"]["sz"])
    yield Measure(
        "10.1", "second double rule", "20 mm from the page's foot, thin over thick", f"{ends:.1f} mm", held
    )
    number = file.of_style("LetterNumber")[0]
    stop = int(file.styles["LetterNumber"].find(f".//{W}tab").get(f"{W}pos", 0)) / TWIPS_A_MM  # type: ignore[union-attr]
    yield Measure(
        "10.1",
        "number of a letter",
        "right under the first rule, at the type area's edge",
        f"at {stop:.1f} mm: {text_of(number)}".replace("\t", " … "),
        _near(stop, 156) and text_of(number).endswith("号"),
    )
    held = "PAGE" not in file.parts[footer] and next(file.body.iter(f"{W}titlePg"), None) is not None
    yield Measure("10.1", "page number of a letter", "none on page one", "none on page one", held)
    records = file.of_style("Record")
    held = len(records) == 1 and not rules_of(records[0]) and "印发" not in text_of(records[0])
    yield Measure(
        "10.1", "record block of a letter", "without rules, issuer and day", text_of(records[0]), held
    )


def _minutes(file: Opened) -> Iterator[Measure]:
    mark = file.of_style("Mark")[0]
    held = text_of(mark).endswith("纪要") and file.run_property(mark, "color")["val"] == "FF0000"
    yield Measure(
        "10.3", "mark of minutes", "red, ending in 纪要, 35 mm below the type area's top", text_of(mark), held
    )
    there = file.of_style("Attendance")[0]
    runs = [r for r in there.iter(f"{W}r") if text_of(r)]
    fonts, indent = [file.font(there, r) for r in runs], file.indents(there)
    held = fonts == ["黑体", "仿宋_GB2312"] and indent["left"] - indent["hanging"] == 2
    yield Measure(
        "10.3",
        "attendance",
        "label 黑体, names 仿宋, two in, returns under the names",
        f"{fonts[0]}, {fonts[1]}; {text_of(there)}",
        held,
    )


def _said(file: Opened, paragraph: object) -> str:
    return f"{file.font(paragraph)}, {file.size(paragraph):g} pt"  # type: ignore[arg-type]


def _style_rules(file: Opened, style: str) -> dict[str, dict[str, str]]:
    found = file.styles[style].find(f"{W}pPr/{W}pBdr")
    return {
        r.tag.removeprefix(W): {k.removeprefix(W): v for k, v in r.attrib.items()}
        for r in (found if found is not None else ())
    }


def _columns(text: str) -> float:
    return sum(0.5 if c.isascii() else 1 for c in text)
