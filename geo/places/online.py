"""A second opinion on names: any geopy service, by configuration, asked politely and only on request."""

from __future__ import annotations

import json
import tomllib
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from geopy import exc
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.geocoders import get_geocoder_for_service

from .. import fetch
from ..errors import InvalidPlace, InvalidQuery
from ..home import home
from ..model import LonLat
from .borders import country_at
from .gazetteer import Gazetteer, checked_name
from .plane import checked_point, km_between


class OpinionStatus(StrEnum):
    """What asking a service gave; each is a different result, never None."""

    FOUND = "found"
    ABSENT = "absent"
    QUOTA = "quota"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    OFFLINE = "offline"
    FAILED = "failed"


# The first that fits; geopy's own, for services that tell in the body of an answer, and our client's.
_STATUS: tuple[tuple[type[Exception], OpinionStatus], ...] = (
    (fetch.Offline, OpinionStatus.OFFLINE),
    (fetch.TimedOut, OpinionStatus.TIMEOUT),
    (fetch.Unreachable, OpinionStatus.UNREACHABLE),
    (exc.GeocoderQuotaExceeded, OpinionStatus.QUOTA),
    (exc.GeocoderTimedOut, OpinionStatus.TIMEOUT),
    (exc.GeocoderAuthenticationFailure, OpinionStatus.REFUSED),
    (exc.GeocoderInsufficientPrivileges, OpinionStatus.REFUSED),
    (exc.GeocoderUnavailable, OpinionStatus.UNREACHABLE),
)
# What geopy's parsers raise at an answer of another shape than the service's.
_ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class Found(NamedTuple):
    """One place of a service: its address as it says it, its point, the country that holds the point."""

    address: str
    point: LonLat
    country: str | None


@dataclass(frozen=True)
class Opinion:
    """What a service says about one name; a reason where it found nothing."""

    name: str
    status: OpinionStatus
    places: tuple[Found, ...] = ()
    reason: str = ""

    def km_from(self, point: LonLat) -> float | None:
        """Distance in km of the nearest of its places from a point; None where it has none."""
        return min((km_between(place.point, point) for place in self.places), default=None)


@dataclass(frozen=True)
class Settings:
    """How a service is asked.

    Parameters
    ----------
    service : str
        geopy's name of it: nominatim, photon, geonames, pelias, opencage …
    online : bool
        False: no request leaves the machine; answers of before are still given.
    pause_s, timeout_s : float
        Least seconds between two requests; most seconds to wait for an answer.
    keep_days : float
        Days that an answer is kept (online.sqlite in the user's data folder).
    agent : str
        The User-Agent; public services ask for a contact in it.
    options : mapping
        What geopy's class takes: domain, scheme, username, api_key …

    Examples
    --------
    >>> Settings().service, Settings().online
    ('nominatim', False)
    """

    service: str = "nominatim"
    online: bool = False
    pause_s: float = 1.0
    timeout_s: float = 20.0
    keep_days: float = 30.0
    agent: str = fetch.AGENT
    options: Mapping[str, Any] = field(default_factory=dict)


def settings(path: Path | None = None) -> Settings:
    """Read the settings of a file.

    Parameters
    ----------
    path : pathlib.Path or None
        TOML with the fields of ``Settings``; None is online.toml in the user's data folder, if it is there.

    Returns
    -------
    Settings

    Raises
    ------
    InvalidQuery
        The file is absent, damaged, or has a field or value that is none of ``Settings``.
    """
    file = path or home() / "online.toml"
    if path is None and not file.exists():
        return Settings()
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidQuery(str(file), f"cannot be read ({error})", "write it as TOML") from error
    kinds = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
    for name, value in told.items():
        if name not in kinds:
            raise InvalidQuery(f"{file}: {name!r}", "is no setting", f"take one of {', '.join(kinds)}")
        right = isinstance(value, kinds[name]) or (kinds[name] is float and type(value) is int)
        if not right or (kinds[name] is float and value < 0):
            raise InvalidQuery(
                f"{file}: {name} = {value!r}", "is no value for it", f"give a {kinds[name].__name__}"
            )
    return Settings(**told)


class SecondOpinion:
    """Asks one service.

    Parameters
    ----------
    settings : Settings
    client : geo.fetch.Client or None
        None makes one by the settings; for tests.

    Raises
    ------
    InvalidQuery
        geopy has no such service, or it lacks an option (a key, a user name).

    Examples
    --------
    >>> [str(opinion.status) for opinion in SecondOpinion(Settings()).ask(["Zzyzx"])]
    ['offline']
    """

    def __init__(self, settings: Settings, client: fetch.Client | None = None) -> None:
        self.settings = settings
        self.client = client or fetch.Client(
            online=settings.online,
            agent=settings.agent,
            pause_s=settings.pause_s,
            timeout_s=settings.timeout_s,
            cache=home() / "online.sqlite",
            keep_days=settings.keep_days,
        )
        given = {"user_agent": settings.agent, "timeout": settings.timeout_s, **settings.options}
        try:
            service = get_geocoder_for_service(settings.service)
            self._geocoder = service(**given, adapter_factory=self._adapter_for)
        except exc.GeocoderNotFound as error:
            raise InvalidQuery(
                f"service {settings.service!r}",
                "is none of geopy's",
                "take nominatim, photon, geonames, pelias …",
            ) from error
        except (TypeError, exc.ConfigurationError) as error:
            raise InvalidQuery(f"service {settings.service!r}", f"({error})", "mend its options") from error

    def ask(self, names: Iterable[str], country: str | None = None) -> list[Opinion]:
        """Ask about names; a failure costs no other name its answer.

        Parameters
        ----------
        names : iterable of str
        country : str or None
            ISO 3166-1 alpha-2; its name is sent with each.

        Returns
        -------
        list of Opinion
            One a name, in order; a name that comes twice is asked once.
        """
        place = Gazetteer.default().country(country) if country else None
        known: dict[str, Opinion] = {}
        order = list(names)
        for name in order:
            if name not in known:
                known[name] = self._ask(name, f"{name}, {place.name}" if place else name)
        return [known[name] for name in order]

    def _ask(self, name: str, query: str) -> Opinion:
        try:
            checked_name(name)
        except InvalidPlace as error:
            return Opinion(name, OpinionStatus.REFUSED, reason=str(error))
        try:
            with warnings.catch_warnings(action="ignore", category=UserWarning):  # an error follows
                told = self._geocoder.geocode(query, exactly_one=False) or []
            places = tuple(_found(location) for location in told)
        except (fetch.FetchError, exc.GeopyError, InvalidPlace, *_ODD) as error:
            if self._adapter is not None:
                self._adapter.forget()  # an error told in the body of an answer is no answer to keep
            status = next(
                (status for kind, status in _STATUS if isinstance(error, kind)), OpinionStatus.FAILED
            )
            why = (
                str(error) if not isinstance(error, _ODD) else f"its answer cannot be understood ({error!r})"
            )
            return Opinion(name, status, reason=f"{self.settings.service}: {why}")
        if not places:
            return Opinion(name, OpinionStatus.ABSENT, reason=f"{self.settings.service} knows no such place")
        return Opinion(name, OpinionStatus.FOUND, places)

    _adapter: _Adapter | None = None

    def _adapter_for(self, *, proxies: Any, ssl_context: Any) -> _Adapter:
        self._adapter = _Adapter(self.client, proxies=proxies, ssl_context=ssl_context)
        return self._adapter


class _Adapter(BaseSyncAdapter):
    """geopy's requests through our client."""

    def __init__(self, client: fetch.Client, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._client, self._last = client, ""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except ValueError as error:
            raise exc.GeocoderParseError("its answer is no JSON") from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        self._last = url
        try:
            return self._client.get(url, headers, timeout_s=timeout)
        except fetch.FetchError as error:
            # What services mean by 4xx differs, and geopy knows; the rest is no matter of the service.
            if error.status is None or error.status >= 500:
                raise
            wait = getattr(error, "retry_s", None)
            told = {} if wait is None else {"retry-after": str(int(wait))}
            raise AdapterHTTPError(
                str(error), status_code=error.status, headers=told, text=error.body
            ) from error

    def forget(self) -> None:
        """Take the last answer out of the cache."""
        self._client.forget(self._last)


def ask(
    names: Iterable[str], country: str | None = None, *, online: bool = False, path: Path | None = None
) -> list[Opinion]:
    """Ask the configured service about names.

    Parameters
    ----------
    names : iterable of str
    country : str or None
        ISO 3166-1 alpha-2.
    online : bool
        True switches requests on for this call; False leaves it to the settings.
    path : pathlib.Path or None
        Settings file; None is the user's.

    Returns
    -------
    list of Opinion

    Raises
    ------
    InvalidQuery
        The settings are wrong.
    """
    told = settings(path)
    return SecondOpinion(replace(told, online=told.online or online)).ask(names, country)


def _found(location: Any) -> Found:
    # geopy gives the point 0, 0 to an answer without coordinates.
    if location.latitude == location.longitude == 0:
        raise ValueError("no coordinates")
    point = checked_point(LonLat(float(location.longitude), float(location.latitude)))
    return Found(str(location.address), point, country_at(point))
