"""The HTTP client: off at first, polite, and each failure has its own name (asked of a local server)."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from itertools import count
from pathlib import Path

import pytest

from geo.fetch import Client, FetchError, Offline, Quota, Refused, TimedOut, Unreachable

DATA = os.urandom(300_000)


class Clock:
    """Time that passes only by sleeping in it."""

    def __init__(self) -> None:
        self.now, self.slept = 1_000_000.0, []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock, tmp_path: Path) -> Client:
    return Client(online=True, cache=tmp_path / "cache.sqlite", timeout_s=5, clock=clock, sleep=clock.sleep)


def test_nothing_is_asked_unless_online(web, answer, tmp_path: Path) -> None:
    url = web.says("/a", answer(b"hello"))
    off = Client(cache=tmp_path / "cache.sqlite")
    with pytest.raises(Offline, match="requests are off"):
        off.get(url)
    with pytest.raises(Offline):
        off.download(url, tmp_path / "a")
    assert web.asked == []
    Client(online=True, cache=tmp_path / "cache.sqlite").get(url)
    assert off.get(url) == "hello"  # what is known needs no request
    assert len(web.asked) == 1


def test_it_says_who_it_is_and_asks_once_a_second(web, answer, client: Client, clock: Clock) -> None:
    for path in "abc":
        client.get(web.says(f"/{path}", answer(path.encode())))
    assert clock.slept == [1.0, 1.0]
    assert all(headers["User-Agent"].startswith("conflict-atlas/") for _, headers in web.asked)


def test_answers_are_kept_until_they_expire(
    web, answer, client: Client, clock: Clock, tmp_path: Path
) -> None:
    url = web.says("/a?key=secret", answer(b"one"))
    web.says("/a", answer("un é".encode()), answer(b"two"))
    assert [client.get(url), client.get(url)] == ["un é", "un é"]
    clock.now += 31 * 86_400
    assert client.get(url) == "two"
    client.forget(url)
    assert client.get(url) == "two"
    assert len(web.asked) == 3
    assert b"secret" not in (tmp_path / "cache.sqlite").read_bytes()


def test_a_damaged_cache_says_which_file(web, answer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(FetchError, match=r"cache\.sqlite cannot be used as a cache"):
        client.get(web.says("/a", answer(b"one")))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Refused),
        (403, Refused),
        (429, Quota),
        (504, TimedOut),
        (503, Unreachable),
        (404, FetchError),
        (500, FetchError),
    ],
)
def test_each_failure_has_its_name_and_is_not_kept(
    web, answer, client: Client, status: int, error: type
) -> None:
    url = web.says("/a", answer(b"why", status=status, headers={"Retry-After": "7"}), answer(b"fine"))
    with pytest.raises(error, match=str(status)) as raised:
        client.get(f"{url}?key=secret")
    assert type(raised.value) is error
    assert raised.value.status == status
    assert "secret" not in str(raised.value)
    assert getattr(raised.value, "retry_s", 7.0) == 7.0
    assert client.get(f"{url}?key=secret") == "fine"


def test_a_server_that_says_nothing_times_out(web, answer, client: Client) -> None:
    with pytest.raises(TimedOut, match="did not answer in time"):
        client.get(web.says("/a", answer(silent=True)), timeout_s=0.2)


def test_a_server_that_is_not_there_is_unreachable(web, client: Client) -> None:
    url = web.url
    web.server.server_close()
    with pytest.raises(Unreachable, match="cannot be reached"):
        client.get(f"{url}/a")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/a", "nonsense", "http://"])
def test_only_web_addresses_are_opened(client: Client, url: str) -> None:
    with pytest.raises(FetchError, match="is no web address"):
        client.get(url)


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://127.0.0.1/a"])
def test_a_redirect_leads_to_web_addresses_only(web, answer, client: Client, where: str) -> None:
    with pytest.raises(FetchError):
        client.get(web.says("/a", answer(status=302, headers={"Location": where})))


def test_an_answer_without_end_or_text_is_refused(web, answer, client: Client, monkeypatch) -> None:
    monkeypatch.setattr("geo.fetch.LARGEST_ANSWER", 1000)
    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        client.get(web.says("/a", answer(b"x" * 2000)))
    with pytest.raises(FetchError, match="no utf-8 text"):
        client.get(web.says("/b", answer(b"\xff\xfe\xfa")))


# --- files


def test_a_broken_download_goes_on_where_it_stopped(web, answer, client: Client, tmp_path: Path) -> None:
    whole = {"headers": {"ETag": '"v1"'}}
    url = web.says("/ML.zip", answer(DATA, cut=100_000, **whole), answer(DATA, **whole))
    told: list[str] = []
    path = client.download(
        url, tmp_path / "ML.zip", progress=told.append, sha256=hashlib.sha256(DATA).hexdigest()
    )
    assert path.read_bytes() == DATA
    assert web.asked[1][1]["Range"] == "bytes=100000-"
    assert told[-1] == "ML.zip: 0.3 of 0.3 MB"
    assert [p.name for p in tmp_path.iterdir()] == ["ML.zip"]


def test_the_next_run_goes_on_too(web, answer, client: Client, tmp_path: Path) -> None:
    etag = {"ETag": '"v1"'}
    url = web.says("/a", answer(DATA, cut=100_000, headers=etag), *[answer(DATA, status=503)])
    with pytest.raises(FetchError, match="503"):
        client.download(url, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    web.says("/a", answer(DATA, headers=etag))
    assert client.download(url, tmp_path / "a").read_bytes() == DATA
    assert web.asked[-1][1]["Range"] == "bytes=100000-"


@pytest.mark.parametrize("tags", [('"v1"', '"v2"'), (None, None), ('W/"v1"', 'W/"v1"')])
def test_a_file_that_may_have_changed_is_fetched_anew(
    web, answer, client: Client, tmp_path: Path, tags
) -> None:
    first, second = ({"ETag": tag} if tag else {} for tag in tags)
    url = web.says("/a", answer(bytes(300_000), cut=100_000, headers=first), answer(DATA, headers=second))
    assert client.download(url, tmp_path / "a").read_bytes() == DATA


def test_a_download_that_keeps_breaking_is_told(web, answer, client: Client, tmp_path: Path) -> None:
    url = web.says("/a", answer(DATA, cut=1000))
    with pytest.raises(Unreachable, match="broke off at 1,000 of 300,000 bytes"):
        client.download(url, tmp_path / "a")
    assert len(web.asked) == 3
    assert not (tmp_path / "a").exists()


def test_another_hash_leaves_what_was_there(web, answer, client: Client, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FetchError, match="has the sha256"):
        client.download(web.says("/a", answer(DATA)), tmp_path / "a", sha256="0" * 64)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert not (tmp_path / "a.part").exists()


def test_the_cache_holds_what_it_says(web, answer, client: Client, tmp_path: Path) -> None:
    client.get(web.says("/a", answer(b"one")))
    with sqlite3.connect(tmp_path / "cache.sqlite") as table:
        rows = table.execute("SELECT body FROM answers").fetchall()
    table.close()
    assert rows == [("one",)]


# --- this machine, posts and redirects


def test_this_machine_may_be_asked_offline_and_no_other(web, answer, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # a proxy that is not there: a way out of here
    monkeypatch.delenv("no_proxy", raising=False)
    url = web.says("/v1", answer(b"{}"))
    here = Client(local=True, pause_s=0)
    assert here.ask(url, data=b"{}").body == b"{}"
    assert web.posted == [b"{}"]
    for elsewhere in ("https://example.org/v1", "http://127.0.0.1.example.org/", "http://192.168.0.7/"):
        with pytest.raises(Offline, match="requests are off"):
            here.ask(elsewhere, data=b"{}")


@pytest.mark.parametrize("post", [False, True])
def test_a_redirect_leads_nowhere_that_may_not_be_asked(web, answer, post: bool) -> None:
    url = web.says("/v1", answer(status=302, headers={"Location": "https://example.org/v1"}))
    with pytest.raises(Refused, match="may not be asked"):
        Client(local=True, pause_s=0).ask(url, data=b"{}" if post else None)


def test_what_is_posted_follows_no_redirect(web, answer, client: Client) -> None:
    web.says("/b", answer(b"secret"))
    with pytest.raises(Refused, match="may not be asked"):
        client.ask(web.says("/a", answer(status=303, headers={"Location": web.url + "/b"})), data=b"{}")
    assert len(web.asked) == 1


def test_an_answer_tells_what_it_is(web, answer, client: Client) -> None:
    web.says("/b", answer(b"<p>", headers={"Content-Type": "Text/HTML; charset=Latin-1"}))
    told = client.ask(web.says("/a", answer(status=302, headers={"Location": "/b"})))
    assert told == (web.url + "/b", b"<p>", "text/html", "latin-1")


def test_an_answer_that_breaks_off_or_drips_is_told(web, answer, client: Client) -> None:
    with pytest.raises(Unreachable, match="broke off at 10 of 2,000 bytes"):
        client.ask(web.says("/a", answer(b"x" * 2000, cut=10)))
    minutes = count(step=60)
    slow = Client(online=True, pause_s=0, clock=lambda: next(minutes))
    with pytest.raises(TimedOut, match="did not answer in time"):
        slow.ask(web.says("/b", answer(b"x" * 2000)))
