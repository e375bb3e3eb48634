"""The public verbs that make something to print or to show; ``geo`` hands them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .schema import Atlas
    from .store.query import Query


def brief(
    atlas: Atlas,
    *,
    title: str = "Conflict Atlas",
    query: Query | None = None,
    lang: str = "en",
    profile: str = "public",
) -> str:
    """Make a brief of one printed page: map, timeline, newest events, sources, what is not known.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    title : str
    query : geo.store.query.Query or None
        What to pick of what its readers may see; None picks all.
    lang : {'en', 'fr'}
    profile : {'internal', 'partner', 'public'}
        Who may see it; what others must not see is withheld (data/disclosure).

    Returns
    -------
    str
        HTML that asks the network for nothing.

    Examples
    --------
    >>> from geo import schema
    >>> "No event fits." in brief(schema.Atlas(schema.empty(), schema.empty()))
    True
    """
    from .views import brief, scene

    told = scene.scene(atlas, title=title, query=query, lang=lang, profile=profile)
    return brief.brief(told)


def picture(
    atlas: Atlas,
    *,
    title: str = "Conflict Atlas",
    query: Query | None = None,
    lang: str = "en",
    profile: str = "public",
) -> str:
    """Make a picture of the map with title, legend and sources; parameters as for ``brief``.

    Returns
    -------
    str
        HTML that asks the network for nothing; its buttons save the picture as PNG, or print it.

    Examples
    --------
    >>> from geo import schema
    >>> "<svg" in picture(schema.Atlas(schema.empty(), schema.empty()))
    True
    """
    from .views import picture, scene

    told = scene.scene(atlas, title=title, query=query, lang=lang, profile=profile)
    return picture.picture(told)
