"""Articles as people save them: every kind of file is read, or refused in one clear line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import Interval
from geo.errors import UnreadableInput
from geo.sources import article

BODY = "Des hommes armés ont attaqué Ménaka."


@pytest.fixture
def save(tmp_path: Path):
    def save(content: str | bytes, name: str = "a.txt") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


def test_a_header_block_is_taken_off(save) -> None:
    report = article.read(
        save(f"url: https://x.org/a\ndate: 2012-01-17\ntitle: Raid\nlang: fr-FR\nsource: A\n\n{BODY}\n")
    )
    assert report.text == BODY
    assert (report.url, report.title, report.language, report.source) == (
        "https://x.org/a",
        "Raid",
        "fr",
        "A",
    )
    assert report.published == Interval.day(date(2012, 1, 17))


@pytest.mark.parametrize(
    ("given", "interval"),
    [
        ("2022-08", Interval.month(2022, 8)),
        ("2022", Interval.year(2022)),
        ("2022-08-09T11:00:00Z", Interval.day(date(2022, 8, 9))),
    ],
)
def test_a_date_keeps_its_precision(save, given: str, interval: Interval) -> None:
    assert article.read(save(f"date: {given}\n\n{BODY}")).published == interval


@pytest.mark.parametrize("given", ["yesterday", "2022-13", "2022-02-30", "0000"])
def test_a_date_that_is_none_is_unknown_and_said(save, caplog, given: str) -> None:
    assert article.read(save(f"date: {given}\n\n{BODY}")).published is None
    assert "a.txt" in caplog.text
    assert given in caplog.text


def test_a_bare_text_may_begin_with_its_date(save) -> None:
    report = article.read(save(f"\ndate 2025-07-03 {BODY}"))
    assert (report.text, report.published) == (BODY, Interval.day(date(2025, 7, 3)))


@pytest.mark.parametrize("text", [BODY, "Bamako: three killed\n\nThey died.", "Date palms burnt in Gao."])
def test_a_text_without_a_header_is_left_as_it_is(save, text: str) -> None:
    report = article.read(save(text))
    assert (report.text, report.published, report.title) == (text, None, None)


def test_what_the_store_did_not_give_is_unknown(save) -> None:
    assert article.read(save(f"title: (not given by the store)\nlang:\n\n{BODY}")).title is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(save, encoding: str) -> None:
    assert article.read(save(f"lang: fr\r\n\r\n{BODY}\r\n".encode(encoding))).text == BODY


def test_a_guessed_encoding_is_said(save, caplog) -> None:
    article.read(save(BODY.encode("cp1252")))
    assert "Windows-1252" in caplog.text


def test_html_gives_its_paragraphs_and_its_head(save) -> None:
    page = """<!doctype html><html lang="fr"><head><title>Raid | Journal</title>
    <meta property="og:title" content="Raid"><meta property="article:published_time"
    content="2012-01-17T08:00Z">
    <link rel="canonical" href="https://x.org/raid"><style>p {}</style></head><body><nav><a>Accueil</a></nav>
    <p>Publicité</p><article><h1>Raid</h1><p>Des hommes <b>armés</b> ont&nbsp;attaqu&eacute;
    Ménaka.<p>Deux morts<br>à Gao.</article><script>var p = "<p>no</p>"</script></body></html>"""
    report = article.read(save(page, "a.html"))
    assert report.text == "Raid\n\nDes hommes armés ont attaqué Ménaka.\n\nDeux morts\n\nà Gao."
    assert (report.url, report.language) == ("https://x.org/raid", "fr")
    assert report.published == Interval.day(date(2012, 1, 17))


def test_html_in_the_charset_it_names(save) -> None:
    page = f'<meta charset="iso-8859-1"><p>{BODY}</p>'
    assert article.read(save(page.encode("latin-1"), "a.htm")).text == BODY


def test_markdown_keeps_words_and_drops_signs(save) -> None:
    text = "---\ndate: 2020-01-09\n---\n# Raid\n\n"
    text += "**Chinégodar** was hit, [AFP](https://x.org) *said*.\n\n* one_two"
    report = article.read(save(text, "a.md"))
    assert report.text == "Raid\n\nChinégodar was hit, AFP said.\n\n* one_two"
    assert report.published == Interval.day(date(2020, 1, 9))


BAD = {
    "empty": b"",
    "blank": b" \n\t\n",
    "header only": b"url: https://x.org\n\n",
    "binary": bytes(range(256)) * 20,
    "zeros": b"ab\0c" * 100,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "cyrillic": "Боевики напали на город Менака, погибли двое солдат.".encode("koi8-r"),
    "cut UTF-8": "Des hommes armés ont attaqué Ménaka, près d’Ansongo.".encode() + b"\xc3",
    "huge": b"word " * 10_000_000,
    "damaged UTF-16": "Ménaka".encode("utf-16")[:-1],
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_bad_files_are_refused_in_one_line(save, content: bytes) -> None:
    path = save(content, "bad.txt")
    with pytest.raises(UnreadableInput) as caught:
        article.read(path)
    message = str(caught.value)
    assert "bad.txt" in message
    assert caught.value.cure in message
    assert "\n" not in message


def test_html_without_an_article_or_in_a_wrong_charset_is_refused(save) -> None:
    for page in (b"<title>x</title><nav>Home</nav>", b'<meta charset="no-such"><p>\xe9</p>'):
        with pytest.raises(UnreadableInput, match=r"a\.html"):
            article.read(save(page, "a.html"))


def test_bad_files_do_not_stop_the_others(save, tmp_path: Path) -> None:
    files = [save(BODY, "a.txt"), save(b"", "b.txt"), tmp_path / "absent.txt", save(BODY, "d.md")]
    reports, rejects = article.read_all(files)
    assert [report.id for report in reports] == ["a", "d"]
    assert [Path(reject["file"]).name for reject in rejects] == ["b.txt", "absent.txt"]


def test_files_of_one_name_get_ids_of_their_own(save) -> None:
    files = [save(BODY, "x/1.txt"), save(BODY, "y/1.txt"), save(BODY, "y/2.txt")]
    assert [report.id for report in article.read_all(files)[0]] == ["x-1", "y-1", "2"]


def test_folders_are_searched_and_files_taken_once(save, tmp_path: Path) -> None:
    kept = [save(BODY, name) for name in ("in/a.TXT", "in/b.md", "in/deep/c.html")]
    for name in ("in/map.geojson", "in/.hidden.txt", "in/.git/d.txt"):
        save(BODY, name)
    assert article.discover([tmp_path / "in", tmp_path / "in" / "deep" / ".." / "b.md"]) == kept


def test_a_folder_without_articles_is_told_and_the_rest_found(save, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    file = save(BODY)
    rejects: list[dict[str, object]] = []
    assert article.discover([tmp_path / "nothing", file], rejects) == [file]
    assert "holds no article" in str(rejects[0]["reason"])
    with pytest.raises(UnreadableInput, match="nothing"):
        article.discover([tmp_path / "nothing", file])


@given(content=st.binary(max_size=300), suffix=st.sampled_from([".txt", ".md", ".html"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(content)
    try:
        report = article.read(path)
    except UnreadableInput:
        return
    assert report.text
    assert "\0" not in report.text


def test_seeds(seeds: Path) -> None:
    undated, dated = article.read(seeds / "seed-000.txt"), article.read(seeds / "seed-002.txt")
    assert undated.published is None
    assert dated.published == Interval.day(date(2025, 7, 3))
    assert dated.text.startswith("Three Indian nationals")
