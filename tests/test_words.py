"""No words of one language stand in the code of the page: what is shown comes from data/labels/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PANELS = [ROOT / "app.py", *sorted((ROOT / "panels").glob("*.py"))]
ASSETS = ROOT / "geo" / "views" / "assets"
WORD = re.compile(r"[^\W\d_]{2}")
# Streamlit's calls that show their first argument, and arguments that are shown whatever the call
SHOWN = set(
    "button caption checkbox code date_input download_button error expander file_uploader form_submit_button"
    " header info link_button markdown metric multiselect number_input pills popover progress radio"
    " segmented_control select_slider selectbox slider spinner status subheader success text text_area"
    " text_input title toast toggle warning write".split()
)
NAMED = {"label", "help", "placeholder", "alt", "body", "caption", "title", "page_title", "aria_label"}
# In scripts: what is set as text or as a name for those who do not see
SET = re.compile(
    r"""(?:\b(?:textContent|innerText|title|alt|placeholder|ariaLabel)|["'](?:aria-label|title|alt|placeholder)["'])"""
    r"""\s*(?:[:=,]|\+=)\s*(["'`])((?:(?!\1).)*)\1"""
)


def _words(node: ast.expr) -> Iterator[str]:
    """The literal words of an expression that is shown, not those in calls and look-ups within it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _words(part)
    elif isinstance(node, ast.BinOp):
        yield from _words(node.left)
        yield from _words(node.right)
    elif isinstance(node, ast.IfExp):
        yield from _words(node.body)
        yield from _words(node.orelse)


def python_words(code: str) -> list[str]:
    """Words that a module of the page shows without asking the labels."""
    found = []
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        told = [word.value for word in call.keywords if word.arg in NAMED]
        if isinstance(call.func, ast.Attribute) and name in SHOWN:
            told += call.args[:1]
        if name in ("say", "element"):
            told += call.args[1:]
        found += [words for each in told for words in _words(each) if WORD.search(words)]
    return found


def script_words(code: str) -> list[str]:
    """Words that a script shows without asking the labels; what stands in ${…} of a template is code."""
    told = (match[2] for match in SET.finditer(code))
    return [words for words in told if WORD.search(re.sub(r"\$\{[^}]*\}", "", words))]


def page_words(html: str) -> list[str]:
    """Words that a template shows without asking the labels."""
    bare = re.sub(r"(?s)\{\{.*?\}\}|\{%.*?%\}|<script.*?</script>|<style.*?</style>", "", html)
    named = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', bare)
    return [words for words in [*named, *re.sub(r"<[^>]*>", "\n", bare).split("\n")] if WORD.search(words)]


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.name)
def test_the_page_shows_words_of_the_labels_alone(path: Path) -> None:
    assert python_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_scripts_show_words_of_the_labels_alone(path: Path) -> None:
    assert script_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.html")), ids=lambda path: path.name)
def test_templates_show_words_of_the_labels_alone(path: Path) -> None:
    assert page_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.name)
def test_choices_bring_their_own_placeholder(path: Path) -> None:
    """Streamlit's own is English."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    choices = [call for call in calls if ast.unparse(call.func).endswith((".selectbox", ".multiselect"))]
    assert [
        call.lineno for call in choices if "placeholder" not in {word.arg for word in call.keywords}
    ] == []


def test_the_readers_find_what_they_must() -> None:
    assert python_words('st.button("Go on"); side.selectbox(f"{n} of {m}", x)') == ["Go on", " of "]
    assert python_words('say("p", "Nothing" if x else text("a.b", lang), class_="ca-foot")') == ["Nothing"]
    assert python_words('st.text_input(text("a.b", lang), placeholder="–", key="text")') == []
    assert script_words('a.textContent = "Next"; make("p", { "aria-label": `${n} rows` })') == [
        "Next",
        "${n} rows",
    ]
    assert (
        script_words("a.textContent = `${words.next} ${n}`; b.title = words.next; c.textContent = '–'") == []
    )
    assert page_words('<p title="{{ text("a") }}">{{ text("b") }} <b aria-label="Rows">·</b></p>') == ["Rows"]
