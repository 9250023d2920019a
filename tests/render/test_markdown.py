"""Markdown as blocks: what a paper knows is taken, what it does not know stays as text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformctl.render.markdown import Grid, Heading, Item, Paragraph, blocks, clean
from reformctl.render.table import markdown_text

ODD = (Path(__file__).parent / "data" / "odd.md").read_text("utf-8")


def words_of(markdown: str) -> str:
    """All text of the blocks, one after another."""
    found: list[str] = []
    for block in blocks(markdown):
        match block:
            case Grid(head, rows, _):
                found += [cell for row in (head, *rows) for cell in row]
            case Item(number, text):
                found += [number or "", text]
            case Heading(_, text) | Paragraph(text):
                found.append(text)
    return "\n".join(found)


def test_levels_are_counted_from_two_hashes():
    found = blocks("# a\n\n## b\n\n### c\n\n#### d\n")
    assert found == (Heading(0, "a"), Heading(1, "b"), Heading(2, "c"), Heading(3, "d"))


def test_no_character_of_the_words_is_dropped():
    found = words_of(ODD)
    missing = [c for c in ODD if c > "\x7f" and found.count(c) < ODD.count(c)]
    assert not missing
    for kept in ("*|", "<b>", "<i>", "</i>", "u.png", "http://x", "<div>", "py", "2017. 4.\n8", "> "):
        assert kept in found
    assert "**" not in found


def test_lines_join_without_a_space_but_between_western_characters():
    first = blocks(ODD)[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith(ODD.replace("\n", "", 1)[:5] + " b*|")


def test_cells_beyond_the_columns_stay_in_the_last_one():
    grid = next(block for block in blocks(ODD) if isinstance(block, Grid))
    assert grid.aligns == ("center", "right")
    assert all(len(row) == 2 for row in grid.rows)
    assert "|" in grid.rows[0][1]
    assert grid.rows[1][1] == ""


def test_lists_keep_their_numbers():
    assert blocks("- a\n- b\n\n3. c\n") == (Item(None, "a"), Item(None, "b"), Item("3.", "c"))
    assert blocks("2017.\n") == (Item("2017.", ""),)


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x9B, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xD800])
def test_control_characters_are_removed(code: int):
    assert clean(f"a{chr(code)}b") == "ab"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_escaped_text_comes_back_as_it_was(text: str):
    assert words_of(f"x{markdown_text(text)}x") == f"x{text}x"
