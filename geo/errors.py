"""The one error family: each message says what was given, the rule, and the cure."""

from __future__ import annotations


class AtlasError(Exception):
    """Something the caller can mend.

    Parameters
    ----------
    given : str
        What was given (a value, a file's name).
    rule : str
        The rule that it breaks.
    cure : str
        What to do about it.

    Examples
    --------
    >>> str(AtlasError("'x.geojson'", "is not JSON", "export it again"))
    "'x.geojson' is not JSON: export it again"
    """

    def __init__(self, given: str, rule: str, cure: str) -> None:
        self.given, self.rule, self.cure = given, rule, cure
        super().__init__(" ".join(f"{given} {rule}: {cure}".split()))


class UnreadableInput(AtlasError):
    """A file or text that cannot be read as what it is said to be."""


class InvalidEvents(AtlasError):
    """A table that breaks the events table's rules (geo.schema)."""


class InvalidQuery(AtlasError):
    """A filter that cannot be understood."""


class InvalidPlace(AtlasError):
    """A place name or a coordinate that cannot be looked up."""


class InvalidSetting(AtlasError):
    """A setting of the environment that cannot be followed."""


class MissingExtra(AtlasError):
    """An optional library is needed and absent; the cure names the extra to install."""


class BrokenData(AtlasError):
    """A file that ships with the project is missing or damaged."""


class FetchError(AtlasError):
    """Something could not be fetched; ``status`` is the HTTP status, None where there was no answer."""

    def __init__(
        self, given: str, rule: str, cure: str, *, status: int | None = None, body: str = ""
    ) -> None:
        super().__init__(given, rule, cure)
        self.status, self.body = status, body


class Offline(FetchError):
    """Nothing was asked: requests are off."""


class TimedOut(FetchError):
    """The server did not answer in time."""


class Quota(FetchError):
    """The server says that it was asked too often; ``retry_s`` is when it may be asked again, if it told."""

    retry_s: float | None = None


class Refused(FetchError):
    """The server does not let us in."""


class Unreachable(FetchError):
    """There is no connection, it broke, or the server cannot serve."""
