"""Vendored files are what they are said to be, and nothing of ours is loaded from a network."""

from __future__ import annotations

import hashlib
import re

import pytest

from geo.errors import BrokenData
from geo.views import assets

VENDOR = assets.ASSETS / "vendor"
# what makes a browser ask for something: attributes, style sheets, scripts
LOADS = re.compile(
    r"""<(?:script|link|img|iframe|source|object|embed)\b[^>]*\b(?:src|href|data)\s*=\s*["']?(?!data:)[^"'\s>]+"""
    r"""|(?<!\w)url\(\s*["']?(?!data:)[^)]+\)|@import|\bfetch\(|XMLHttpRequest|\bimportScripts\(|\bimport\s*\(|sourceMappingURL""",
    re.IGNORECASE,
)


def _listed() -> dict[str, str]:
    rows = re.findall(
        r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE
    )
    return dict(rows)


def test_each_vendored_file_is_listed_with_its_hash():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"README.md"}
    assert files == set(_listed())
    for name, sha256 in _listed().items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sha256, name


@pytest.mark.parametrize("path", sorted(assets.ASSETS.glob("*.[jch]*")), ids=lambda path: path.name)
def test_our_assets_load_nothing(path):
    assert not LOADS.findall(path.read_text(encoding="utf-8"))


def test_inlined_styles_and_scripts_load_nothing():
    assert not LOADS.findall(assets.styles(*assets.MAP_STYLES))
    scripts = assets.scripts(*assets.MAP_SCRIPTS)
    assert "</script" not in scripts
    assert "<!--" not in scripts
    assert "sourceMappingURL" not in scripts


def test_the_pattern_finds_what_it_must_forbid():
    for bad in (
        '<script src="https://a.example/x.js">',
        "<link rel=stylesheet href=//a.example/x.css>",
        '<img alt="" src=http://a.example/x>',
        "a { background: url(images/x.png) }",
        "@import 'x.css'",
    ):
        assert LOADS.search(bad)
    assert not LOADS.search('<img src="data:image/png;base64,AA"><a href="https://a.example">a source</a>')


def test_every_module_stays_readable():
    for path in assets.ASSETS.glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.name


def test_a_missing_asset_is_told():
    with pytest.raises(BrokenData, match=r"nothing\.js.*restore"):
        assets.read("nothing.js")


@pytest.mark.parametrize("sign", ["</script>", "<!--", "\u2028", "&"])
def test_json_in_a_script_cannot_end_it(sign):
    assert sign not in assets.script_json({"text": sign})
