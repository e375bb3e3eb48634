"""The rules: no model, no download, the same events on every run."""

from __future__ import annotations

from ...model import PlaceNames, Report
from .. import reader
from .base import Outcome


class Rules:
    """The project's own reader (``geo.text.read``)."""

    made_by = reader.VERSION

    def read(self, report: Report, names: PlaceNames) -> Outcome:
        """Read one report by the rules.

        Parameters
        ----------
        report : Report
        names : PlaceNames

        Returns
        -------
        Outcome

        Examples
        --------
        >>> Rules().read(Report("a", "Calm returned."), PlaceNames({}, {})).reading.drafts
        ()
        """
        return Outcome(reader.read(report, names), self.made_by)
