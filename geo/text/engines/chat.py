"""A language model behind an OpenAI-compatible address: it quotes, and is believed where the quotes stand."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urldefrag

from ...addresses import is_here, is_web, shown
from ...errors import FetchError, InvalidQuery, Offline, Quota, Refused, Unreachable
from ...fetch import Client
from ...model import PlaceNames, Reading, Report
from .. import reader
from . import prompt
from .base import Outcome
from .verify import verify

KEY = "CONFLICT_ATLAS_LLM_KEY"  # environment variable: what the server wants as a key
TIMEOUT_S = 180.0
_LARGEST_ANSWER = 2**20
_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 20.0
_MOST_FAILURES = 3  # in a row, after which the server is no longer asked


class Chat:
    """Asks a model for the events of each report.

    Parameters
    ----------
    url : str
        The base of the API, such as http://127.0.0.1:8080/v1.
    model : str
    client : geo.fetch.Client
    key : str or None
    sleep : callable
        For tests.
    """

    def __init__(
        self,
        url: str,
        model: str,
        client: Client,
        *,
        key: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.made_by = f"llm/1 {model}"
        self._url, self._model, self._client, self._sleep = url, model, client, sleep
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._failures = 0

    @classmethod
    def at(cls, address: str, *, online: bool = False, timeout_s: float = TIMEOUT_S) -> Chat:
        """Make the engine of an address; the key, if any, comes from the environment.

        Parameters
        ----------
        address : str
            ``URL#MODEL``.
        online : bool
            False: only a server on this machine may be asked, for the articles go there.
        timeout_s : float
            Most seconds for an answer.

        Raises
        ------
        InvalidQuery
            When it is no such address.
        Offline
            When the server is elsewhere, and not online.
        Refused
            When a key would travel unencrypted.

        Examples
        --------
        >>> Chat.at("http://127.0.0.1:8080/v1#small").made_by
        'llm/1 small'
        >>> Chat.at("https://example.org/v1#large")
        Traceback (most recent call last):
        geo.errors.Offline: https://example.org/v1 was not asked, for your articles would leave...
        """
        url, model = urldefrag(address)
        if not is_web(url) or not model or not model.isprintable():
            raise InvalidQuery(
                f"'llm:{address[:80]}'",
                "names no server and model",
                "write llm:http://127.0.0.1:8080/v1#MODEL",
            )
        if not is_here(url) and not online:
            raise Offline(
                shown(url),
                "was not asked, for your articles would leave this machine",
                "take a server on this machine, or say --online",
            )
        key = os.environ.get(KEY)
        if key and not is_here(url) and not url.startswith("https:"):
            raise Refused(shown(url), f"would be sent {KEY} unencrypted", "give its https address")
        client = Client(online=online, local=True, pause_s=0.0, timeout_s=timeout_s)
        return cls(url.rstrip("/") + "/chat/completions", model, client, key=key)

    def read(self, report: Report, names: PlaceNames) -> Outcome:
        """Read one report; whatever goes wrong, there is an outcome, and it says so.

        Parameters
        ----------
        report : Report
        names : PlaceNames

        Returns
        -------
        Outcome
            Without events where the model gave no answer that can be used: the rules do not stand in.
        """
        rules = reader.read(report, names)
        try:
            proposed, problems = prompt.proposals(self._answer(report))
        except (FetchError, ValueError) as error:
            reading = Reading(report, (), rules.mentions, rules.countries)
            return Outcome(reading, self.made_by, (f"{report.id!r} was not read by {self.made_by}: {error}",))
        verified = verify(report, proposed, names, rules)
        if len(report.text) > prompt.LONGEST:
            problems.append(f"only the first {prompt.LONGEST:,} characters were given to it")
        problems += verified.dropped
        told = {d.place.name for d in verified.drafts if d.place}
        places = [replace(d.place, role="mention") for d in rules.drafts if d.place]
        beside = [ref for ref in (*places, *rules.mentions) if ref.name not in told]
        reading = Reading(report, verified.drafts, tuple(dict.fromkeys(beside)), rules.countries)
        return Outcome(reading, self.made_by, _summed(report, problems))

    def _answer(self, report: Report) -> str:
        """What the model says of a report."""
        if self._failures >= _MOST_FAILURES:
            raise ValueError(f"the server failed {_MOST_FAILURES} times in a row and is no longer asked")
        try:
            body = self._sent(self._request(report))
        except FetchError:
            self._failures += 1
            raise
        self._failures = 0
        try:
            choice = json.loads(body)["choices"][0]
            content = choice["message"]["content"]
        except RecursionError:
            raise ValueError("the server's answer is nested too deep") from None
        except (ValueError, KeyError, IndexError, TypeError):
            raise ValueError("the server did not answer as an OpenAI-compatible one does") from None
        if choice.get("finish_reason") == "length":
            raise ValueError("the model's answer was cut off at the server's limit")
        if not isinstance(content, str):
            raise ValueError("the model gave no text")
        return content

    def _request(self, report: Report) -> bytes:
        form = {"name": "events", "strict": True, "schema": prompt.answer_schema()}
        asked = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": prompt.instruction()},
                {"role": "user", "content": prompt.article(report)},
            ],
            "temperature": 0,
            "seed": 0,
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        return json.dumps(asked).encode()

    def _sent(self, body: bytes) -> bytes:
        """The server's answer; where it is busy or its connection broke, it is asked once more."""
        try:
            return self._once(body)
        except FetchError as error:
            wait = _pause(error)
            if wait is None:
                raise
        self._sleep(wait)
        return self._once(body)

    def _once(self, body: bytes) -> bytes:
        return self._client.ask(self._url, self._headers, data=body, largest=_LARGEST_ANSWER).body


def _pause(error: FetchError) -> float | None:
    """Seconds after which a server may be asked again; None where that helps nothing."""
    if isinstance(error, Quota):
        wait = error.retry_s if error.retry_s is not None else _PAUSE_S
        return wait if wait <= _LONGEST_PAUSE_S else None
    return _PAUSE_S if isinstance(error, Unreachable) or (error.status or 0) >= 500 else None


def _summed(report: Report, problems: list[str]) -> tuple[str, ...]:
    """One line of what was refused in a report's answer, with how many there were."""
    if not problems:
        return ()
    first = "; ".join(problems[:5]) + ("; …" if len(problems) > 5 else "")
    return (f"{report.id!r}: {len(problems)} refused of what the engine said: {first}",)
