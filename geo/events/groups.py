"""Rows that belong together, found from pairs: the reports of one event, and the events of one incident."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def average_link(earlier: np.ndarray, later: np.ndarray, maker: np.ndarray) -> np.ndarray:
    """Put rows into groups, one after another: a row joins the largest group that it mostly agrees with.

    To agree with one row of a group is not enough, so that chains do not run away.

    Parameters
    ----------
    earlier, later : numpy.ndarray of int
        Rows that agree, pair by pair, ``earlier < later``, in the order of the later one.
    maker : numpy.ndarray of int
        One number a row; no group holds the same one twice.

    Returns
    -------
    numpy.ndarray of int
        The first row of each row's group.

    Examples
    --------
    >>> import numpy as np
    >>> average_link(np.array([0, 1, 2]), np.array([1, 2, 3]), np.arange(4)).tolist()  # a chain
    [0, 0, 2, 2]
    """
    import numpy as np

    first = np.flatnonzero(np.diff(later, prepend=-1))
    runs = zip(later[first].tolist(), np.split(earlier, first[1:]), strict=True) if len(later) else ()
    held: dict[int, set[int]] = {}  # the makers in each group: as many as it has rows
    joined: dict[int, int] = {}
    for row, mates in runs:
        agreed = Counter(joined.get(mate, mate) for mate in mates.tolist())
        mine = int(maker[row])
        fits = []
        for home, agree in agreed.items():
            makers = held.setdefault(home, {int(maker[home])})
            if 2 * agree > len(makers) and mine not in makers:
                fits.append(home)
        if fits:
            joined[row] = home = max(fits, key=lambda each: (len(held[each]), -each))
            held[home].add(mine)
    homes = np.arange(len(maker))
    homes[list(joined)] = list(joined.values())
    return homes


def connected(one: np.ndarray, other: np.ndarray, size: int) -> np.ndarray:
    """Number things so that those linked by pairs, at any remove, have the same number.

    Parameters
    ----------
    one, other : numpy.ndarray of int
        Pairs of things.
    size : int
        How many things there are.

    Returns
    -------
    numpy.ndarray of int
        For each thing the lowest one that it is linked with.

    Examples
    --------
    >>> import numpy as np
    >>> connected(np.array([3, 1]), np.array([1, 0]), 5).tolist()
    [0, 0, 2, 0, 4]
    """
    import numpy as np

    parent: dict[int, int] = {}

    def root(each: int) -> int:
        path = []
        while (above := parent.get(each, each)) != each:
            path.append(each)
            each = above
        parent.update(dict.fromkeys(path, each))
        return each

    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    roots = np.arange(size)
    linked = sorted(parent)
    roots[linked] = [root(each) for each in linked]
    return roots
