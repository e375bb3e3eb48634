"""Share what the page shows: a link, a standalone map, a picture, a brief, a piece for a web page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from geo.errors import AtlasError
from geo.views import brief, disclosure, files, meta, picture, standalone
from geo.views.drawing import View
from geo.views.labels import text
from geo.views.popup import element
from geo.views.scene import Scene, scene

from . import Page, say
from .state import params

_WEB = re.compile(r"(https?://\S+|[\w.\-/]+)")
_FILE = "conflict-atlas.html"
_FORMATS = (("geojson", ".geojson"), ("csv", ".csv"), ("xlsx", ".xlsx"), ("gpkg", ".gpkg"), ("kml", ".kml"))
_HEIGHT = 820  # pixels of the picture on the page


def show(page: Page) -> None:
    """Everything that can be passed on, made for those whom it is meant for: at first the public."""
    lang = page.lang
    left, right = st.columns(2, gap="large")
    with left:
        profile = st.segmented_control(
            text("share.ask", lang),
            disclosure.profiles()[::-1],
            format_func=lambda name: text(f"share.who.{name}", lang),
            required=True,
            default=disclosure.PUBLIC,
            key="share.profile",
        )
        title = st.text_input(
            text("share.title", lang), key="share.title", placeholder=text("app.name", lang)
        )
        title = title.strip() or text("app.name", lang)
        _told(page, profile)
        _files(page, profile, title)
    with right:
        _link(page)
        _embed(lang, title)
    if st.toggle(text("share.make", lang), key="share.preview"):
        # Data is escaped in it, and its policy lets no other script run and no request leave.
        made = picture.picture(_scene(page, profile, title, st.session_state.view))
        st.iframe(made, height=_HEIGHT, alt=title)


@st.cache_resource(max_entries=3, show_spinner=False)
def _disclosed(_page: Page, atlas: int, profile: str, day: str) -> tuple[Page, disclosure.Disclosed]:
    """The page is held, so that no other atlas has its id."""
    atlas_ = replace(_page.atlas, events=_page.events)
    return _page, disclosure.apply(atlas_, profile, meta.now().date())


def _told(page: Page, profile: str) -> None:
    """What these readers will not see."""
    lang = page.lang
    if profile == disclosure.INTERNAL:
        say("p", text("share.internal", lang), class_="ca-foot", role="note")
        return
    shown = _disclosed(page, id(page.atlas), profile, meta.now().date().isoformat())[1]
    lines = [element("li", text("share.item", lang, what=what, n=n)) for what, n in shown.said(lang).items()]
    head = text("share.withheld" if lines else "share.nothing", lang)
    say("div", element("p", head), element("ul", *lines), class_="ca-foot", role="note")


def _scene(page: Page, profile: str, title: str, view: View | None) -> Scene:
    atlas = replace(page.atlas, events=page.events)
    return scene(atlas, title=title, query=page.query, lang=page.lang, profile=profile, view=view)


def _files(page: Page, profile: str, title: str) -> None:
    """Buttons that make a file when they are asked for one."""
    lang, query, view = page.lang, page.query, st.session_state.view  # made later, where no session is
    atlas = replace(page.atlas, events=page.events)
    makers: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "download.html": (
            _FILE,
            lambda: standalone.standalone(atlas, title=title, query=query, lang=lang, profile=profile),
        ),
        "share.picture": ("picture.html", lambda: picture.picture(_scene(page, profile, title, view))),
        "share.brief": ("brief.html", lambda: brief.brief(_scene(page, profile, title, view))),
    }
    for kind, ending in _FORMATS:
        made = partial(files.content, atlas, ending, query=query, profile=profile)
        makers[f"download.{kind}"] = (f"conflict-atlas{ending}", made)
    with st.container(horizontal=True):
        for key, (name, make) in makers.items():
            kind = "text/html" if name.endswith(".html") else "application/octet-stream"
            st.download_button(text(key, lang), make, name, kind, on_click="ignore", key=f"share.{key}")


def _link(page: Page) -> None:
    """The page's address with the whole state; the box has a button that copies it."""
    told = urlencode(params(page.query))
    address = (st.context.url or "").partition("?")[0]
    st.caption(text("share.link", page.lang))
    st.code(f"{address}?{told}" if told else address, language=None, wrap_lines=True)
    say("p", text("share.link.help", page.lang), class_="ca-foot")


def _embed(lang: str, title: str) -> None:
    """A frame for a web page."""
    st.caption(text("share.embed", lang))
    address = st.text_input(text("share.address", lang), value=_FILE, key="share.address").strip()
    try:
        st.code(snippet(address, title), language="html", wrap_lines=True)
    except AtlasError:
        say("p", text("share.address.bad", lang), class_="ca-problem")
    say("p", text("share.embed.help", lang), class_="ca-foot")


def snippet(address: str, title: str) -> str:
    """The HTML that shows a published standalone map in a web page.

    Parameters
    ----------
    address : str
        http(s), or a file's name.
    title : str
        Told to who does not see it.

    Returns
    -------
    str
        An ``<iframe>`` whose page can run its script and save files, and reach nothing of what is around it.

    Raises
    ------
    AtlasError
        When the address is neither.

    Examples
    --------
    >>> print(snippet("map.html", '"><script>'))
    <iframe src="map.html" title="&#34;&gt;&lt;script&gt;" width="100%" height="900" style="border:0"
      loading="lazy" referrerpolicy="no-referrer" sandbox="allow-scripts allow-downloads"></iframe>
    """
    if not _WEB.fullmatch(address):
        raise AtlasError(repr(address), "is no address of a page", "begin it with https://, or name a file")
    return str(
        element(
            "iframe",
            src=address,
            title=title,
            width="100%",
            height="900",
            style="border:0",
            loading="lazy",
            referrerpolicy="no-referrer",
            sandbox="allow-scripts allow-downloads",
        )
    )
