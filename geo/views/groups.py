"""The group filter's tree: groups that have events below the groups that they were ever part of."""

from __future__ import annotations

from collections.abc import Iterable

from .. import vocab
from . import phrases


def tree(present: Iterable[str]) -> dict[str, int]:
    """The groups to choose from, in the tree's order.

    Parameters
    ----------
    present : iterable of str
        Ids of the groups that have events; unknown ones are left out.

    Returns
    -------
    dict of str to int
        Group ids and their depth; a group that has been part of several stands below the first.

    Examples
    --------
    >>> tree(["FLM"])
    {'JNIM': 0, 'FLM': 1}
    """
    wanted, found = set(present), dict[str, int]()

    def walk(branches: tuple[vocab.Branch, ...], depth: int) -> None:
        for group, children in branches:
            if group not in found and vocab.members_of(group) & wanted:
                found[group] = depth
                walk(children, depth + 1)

    walk(vocab.tree(), 0)
    return found


def name(group: str, depth: int = 0, lang: str = "en") -> str:
    """A group's short name, where it has one in capitals, and its full name, set in by its depth.

    Examples
    --------
    >>> name("FLM", 1), name("FLM"), name("Wagner", lang="fr")
    ('↳ FLM – Macina Liberation Front', 'FLM – Macina Liberation Front', 'Groupe Wagner')
    """
    full = phrases.group(group, lang)
    lead = "\u2003" * (depth - 1) + "↳ " if depth else ""
    short = group[:2].isupper() and not phrases.same_name(group, full)
    return lead + (f"{group} – {full}" if short else full)
