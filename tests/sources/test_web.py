"""Articles and feeds at web addresses, asked of a server on this machine."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geo.cli import main
from geo.fetch import Client
from geo.sources import article, feed, gather, kept
from geo.sources.web import Web

PARAGRAPHS = (
    "Gunmen attacked the village of Konna in central Mali on July 1 and killed twelve people, it is said.",
    "No group has claimed the attack, which is the third in the region of Mopti within a month.",
)
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Raid on Konna | Example News</title>
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2025-07-03T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Raid on Konna</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article>
<script>alert("no words of the article")</script><footer>© 2031 Example News</footer></body></html>"""
HTML = {"Content-Type": "text/html; charset=utf-8"}
TODAY = date(2025, 7, 9)


@pytest.fixture
def site(web, answer):
    """A site with one article and a robots.txt that closes /private."""
    web.says("/robots.txt", answer(b"User-agent: *\nDisallow: /private\n"))
    web.says("/raid-on-konna", answer(PAGE.encode(), headers=HTML))
    return web


@pytest.fixture
def reader() -> Web:
    return Web(Client(online=True, pause_s=0, timeout_s=5), TODAY)


def rss(*items: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Example News</title>"
        f"<language>en</language>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    ).encode()


def item(link: str, words: str = "Twelve &lt;b&gt;killed&lt;/b&gt; in Konna.") -> str:
    day = "Thu, 03 Jul 2025 10:00:00 GMT"
    return f"<title>Raid</title><link>{link}</link><pubDate>{day}</pubDate><description>{words}</description>"


def test_a_page_becomes_a_report(site, reader: Web) -> None:
    ((report,), rejects) = reader.read(site.url + "/raid-on-konna")
    assert rejects == []
    assert all(words in report.text for words in PARAGRAPHS)
    assert not any(word in report.text for word in ("Sport", "alert", "2031"))
    assert (report.title, report.source, report.language) == ("Raid on Konna", "Example News", "en")
    assert (report.url, str(report.published.start)) == (site.url + "/raid-on-konna", "2025-07-03")
    assert report.accessed == TODAY
    assert report.id.startswith("127-0-0-1-raid-on-konna-")


def test_a_page_without_a_date_has_none(site, answer, reader: Web) -> None:
    undated = PAGE.replace("2025-07-03T10:00:00Z", "soon")
    ((report,), _) = reader.read(site.says("/b", answer(undated.encode(), headers=HTML)))
    assert report.published is None


def test_plain_text_and_other_charsets_are_read(site, answer, reader: Web) -> None:
    plain = site.says("/a", answer("Ménaka".encode("latin-1"), headers={"Content-Type": "text/plain"}))
    assert reader.read(plain)[0][0].text == "Ménaka"
    french = PAGE.replace("Konna", "Ménaka").replace("<head>", "<head><meta charset='iso-8859-1'>")
    ((report,), _) = reader.read(site.says("/b", answer(french.encode("latin-1", "replace"))))
    assert "village of Ménaka" in report.text


def test_robots_are_obeyed(site, reader: Web) -> None:
    reports, (reject,) = reader.read(site.url + "/private/raid")
    assert reports == []
    assert "closed to programs" in reject["reason"]
    assert [path for path, _ in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize(("status", "read"), [(404, 1), (403, 1), (500, 0), (429, 0)])
def test_a_site_without_robots_is_open_one_that_cannot_say_is_not(
    site, answer, reader: Web, status: int, read: int
) -> None:
    site.says("/robots.txt", answer(status=status))
    reports, rejects = reader.read(site.url + "/raid-on-konna")
    assert (len(reports), len(rejects)) == (read, 1 - read)


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (b"", HTML, "no text"),
        (b"<html><body></body></html>", HTML, "no text"),
        (b"<div>" * 50_000, HTML, "no text"),
        (b"%PDF-1.7 \x00\x01", {"Content-Type": "application/pdf"}, "is a PDF"),
        (b"\x89PNG\x00\x00\x00", {"Content-Type": "image/png"}, "binary"),
        (b"\xff\xfe\xfa", {"Content-Type": "text/html; charset=utf-8"}, "not in the charset 'utf-8'"),
        (b"<p>x", {"Content-Type": "text/html; charset=klingon"}, "not in the charset 'klingon'"),
    ],
)
def test_junk_is_told(site, answer, reader: Web, body: bytes, headers, why: str) -> None:
    reports, (reject,) = reader.read(site.says("/a", answer(body, headers=headers)))
    assert reports == []
    assert why in reject["reason"]


def test_failures_are_told_and_stop_nothing(site, answer, reader: Web) -> None:
    for status, why in ((404, "404"), (429, "too often"), (503, "cannot serve")):
        reports, (reject,) = reader.read(site.says("/a?key=secret", answer(status=status)))
        assert reports == []
        assert "secret" not in json.dumps(reject)
        site.says("/a", answer(status=status))
        assert why in reader.read(site.url + "/a")[1][0]["reason"]


# --- feeds


def test_a_feed_gives_the_articles_it_links_to(site, answer, reader: Web) -> None:
    body = rss(item(site.url + "/raid-on-konna"), item(site.url + "/gone"), item("javascript:alert(1)"))
    reports, rejects = reader.read(site.says("/feed", answer(body)))
    assert [PARAGRAPHS[0] in report.text for report in reports] == [True, False, False]
    assert reports[1].text == "Twelve killed in Konna."  # what the feed says where the page is gone
    assert (reports[1].source, str(reports[1].published.start)) == ("Example News", "2025-07-03")
    assert len(rejects) == 2
    assert "404" in rejects[0]["reason"]
    assert "is no web address" in rejects[1]["reason"]


def test_an_atom_feed_is_read(site, answer, reader: Web) -> None:
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><title>Raid</title>"
        f"<link href='{site.url}/raid-on-konna'/><updated>2025-07-03T10:00:00Z</updated></entry></feed>"
    ).encode()
    ((report,), rejects) = reader.read(site.says("/feed", answer(body)))
    assert PARAGRAPHS[0] in report.text
    assert rejects == []


def test_a_feed_file_speaks_for_itself_offline(web, tmp_path: Path) -> None:
    file = tmp_path / "news.rss"
    file.write_bytes(rss(item(web.url + "/raid"), item("", "Calm in Gao.")))
    reports, rejects = gather.articles([], [file])
    assert [r.text for r in reports] == ["Twelve killed in Konna.", "Calm in Gao."]
    assert rejects == []
    assert web.asked == []


def test_a_feed_of_the_web_leads_to_no_address_of_this_network(site, reader: Web) -> None:
    body = rss(item(site.url + "/raid-on-konna"))
    (report,), (reject,) = reader.of_feed(body, "a feed", inward=False)
    assert report.text == "Twelve killed in Konna."
    assert "is no address of the web" in reject["reason"]
    assert site.asked == []


BOMB = (
    b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)


@pytest.mark.parametrize("body", [b"<rss", b"<rss version='2.0'><channel/></rss>", b"<rss>\x00\xff", BOMB])
def test_a_broken_feed_is_told(reader: Web, body: bytes) -> None:
    reports, rejects = reader.of_feed(body, "a feed")
    assert reports == []
    assert len(rejects) == 1


def test_a_feed_that_names_a_file_or_an_address_opens_neither(site, reader: Web) -> None:
    for body in (b"/etc/passwd", site.url.encode() + b"/raid-on-konna"):
        assert reader.of_feed(body, "a feed")[0] == []
    assert site.asked == []
    assert feed.is_feed(b"<html>") is False


# --- the command line


def test_read_takes_addresses_only_online(site, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out.geojson"
    url = site.url + "/raid-on-konna"
    assert main(["read", url, "-q", "-o", str(out)]) == 2
    assert "no request left this machine" in capsys.readouterr().err
    assert site.asked == []
    assert not out.exists()


def test_what_is_fetched_may_be_kept_and_read_again(site, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    out = tmp_path / "out.geojson"
    assert main(["read", site.url + "/raid-on-konna", "--online", "--keep", "-q", "-o", str(out)]) == 0
    (event,) = json.loads(out.read_text("utf-8"))["features"]
    assert event["properties"]["place_name"] == "Konna"
    assert event["properties"]["source_id"] == site.url + "/raid-on-konna"
    (file,) = kept.folder().iterdir()
    assert PARAGRAPHS[1] in article.read(file).text


def test_ids_stay_unique(tmp_path: Path) -> None:
    for name, words in (("a", "Raid in Gao."), ("b", "Raid in Konna.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "x", "text": words}), "utf-8")
    reports, _ = gather.articles([], sorted(tmp_path.iterdir()))
    assert [r.id for r in reports] == ["x", "x-2"]
    again, _ = gather.articles([], [*sorted(tmp_path.iterdir()), tmp_path / "a.jsonl"])
    assert again == reports


def test_a_folder_gives_its_json_lines_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Raid in Gao.", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Raid in Konna."}\n{}', "utf-8")
    reports, (reject,) = gather.articles([], article.discover([tmp_path]))
    assert [r.id for r in reports] == ["b-1", "a"]
    assert (reject["line"], "holds no text" in reject["reason"]) == (2, True)


def test_what_cannot_be_kept_is_told_and_read_all_the_same(site, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "home").write_text("a file, where a folder should be")
    monkeypatch.setenv("CONFLICT_ATLAS_HOME", str(tmp_path / "home"))
    reports, (reject,) = gather.articles([site.url + "/raid-on-konna"], [], online=True, keep=True)
    assert len(reports) == 1
    assert "cannot be written" in reject["reason"]
