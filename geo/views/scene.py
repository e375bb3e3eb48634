"""What a picture and a brief tell: the events that may be told, how they were picked, whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .. import schema
from . import disclosure, drawing, export, labels, meta, phrases, style
from .asked import in_words
from .labels import text

if TYPE_CHECKING:
    import geopandas as gpd

_NAMED = 6  # sources that are named on paper; the rest are counted


@dataclass(frozen=True)
class Scene:
    """What is told.

    Parameters
    ----------
    events : geopandas.GeoDataFrame
        What the profile lets be seen and the query picks.
    about : geo.views.meta.About
    shown : geo.views.disclosure.Disclosed
    title : str
    lang : {'en', 'fr'}
    view : (lon, lat, zoom) or None
        Of the map; None shows all events.
    """

    events: gpd.GeoDataFrame
    about: meta.About
    shown: disclosure.Disclosed
    title: str
    lang: str = "en"
    view: drawing.View | None = None

    @cached_property
    def families(self) -> list[tuple[style.Family, int]]:
        """The families of groups among the events, in the order of the legend, with their counts."""
        counts = Counter(drawing.families(self.events))
        return [(family, counts[i]) for i, family in enumerate(style.FAMILIES) if counts[i]]

    def days(self) -> str:
        """From the first to the last day of the window, or of the events."""
        told = [self.about.filter.get(name) for name in ("since", "until")]
        ends = [self.events["start"].min(), self.events["end"].max()]
        days = [
            date.fromisoformat(asked) if asked else None if end != end else end.date()
            for asked, end in zip(told, ends, strict=True)
        ]
        first, last = (phrases.day(day, self.lang) if day and 1 < day.year < 9999 else "" for day in days)
        return " – ".join(dict.fromkeys(each for each in (first, last) if each))

    def asked(self) -> str:
        """The filter in words."""
        filters = {k: v for k, v in self.about.filter.items() if k not in ("since", "until")}
        return in_words(filters, self.lang)

    def sources(self) -> str:
        """The sources, the largest first, or the reports that name none; those beyond a few are counted."""
        named = self.events["source"].notna()
        held = [name for value in self.events["source"][named] for name in str(value).split(" · ")]
        held += self.events["reports"][~named].explode().dropna().astype(str).tolist()
        return self._some([name for name, _ in Counter(held).most_common()])

    def terms(self) -> str:
        """Licences and whom to name."""
        return self._some([*self.about.licences, *self.about.attribution.values()])

    def _some(self, names: Iterable[str]) -> str:
        held = list(dict.fromkeys(names))
        more = [text("brief.more", self.lang, n=len(held) - _NAMED)] if len(held) > _NAMED else []
        return " · ".join([*held[:_NAMED], *more])

    def withheld(self) -> str:
        """For whom this was made and what stayed back; empty for our own."""
        if self.shown.profile == disclosure.INTERNAL:
            return ""
        told = text("said.then", self.lang).join(
            text("share.item", self.lang, what=what, n=n) for what, n in self.shown.said(self.lang).items()
        )
        head = text(f"share.profile.{self.shown.profile}", self.lang)
        if not told:
            return f"{head} {text('share.nothing', self.lang)}"
        return f"{head} {text('share.withheld', self.lang)} {told}"

    def made(self) -> str:
        """With what and when."""
        day = (self.about.exported or "")[:10]
        told = phrases.day(date.fromisoformat(day), self.lang) if day else ""
        return text("brief.by", self.lang, name=meta.GENERATOR, day=told)

    def unknown(self) -> list[str]:
        """How many events lack what, in words."""
        events = self.events
        counts: Mapping[str, int] = {
            "count.unlocated": events["longitude"].isna().sum(),
            "brief.vague": events["place_precision"].isin(["admin2", "admin1", "country"]).sum(),
            "count.undated": events["start"].isna().sum(),
            "brief.toll": events["killed_low"].isna().sum(),
            "brief.nobody": events["attribution"].isin(["none"]).sum() + events["attribution"].isna().sum(),
            "brief.contested": (events["attribution"] == "contested").sum(),
            "brief.single": (events["independent_sources"].fillna(1) <= 1).sum(),
        }
        return [text(key, self.lang, n=int(n)) for key, n in counts.items() if n]


def scene(
    atlas: schema.Atlas,
    *,
    title: str,
    query: export.Filter | None = None,
    lang: str = "en",
    profile: str = disclosure.PUBLIC,
    view: drawing.View | None = None,
) -> Scene:
    """What may be told of an atlas to the readers of a profile, today (``meta.now``).

    Parameters
    ----------
    atlas : geo.schema.Atlas
        Its hypothetical and negated events are left out.
    title : str
    query : geo.store.query.Query, optional
        What to pick of what may be told.
    lang : {'en', 'fr'}
    profile : {'internal', 'partner', 'public'}
    view : (lon, lat, zoom) or None

    Returns
    -------
    Scene
    """
    now = meta.now()
    shown = disclosure.apply(atlas, profile, now.date())
    mapped = shown.atlas.events[shown.atlas.events["status"].isin(schema.MAPPED_STATUSES)]
    picked = export.picked(replace(shown.atlas, events=mapped), query)
    about = export.about(picked, query, now, shown)
    held = lang if lang in labels.LANGUAGES else "en"
    return Scene(picked.events, about, shown, title, held, shown.view(view))
