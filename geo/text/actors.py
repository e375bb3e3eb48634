"""Which groups did it, and whom they fought: by names, claims, pronouns, and whose army a country's is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .. import vocab
from ..model import ActorRef, Claim, Span
from .frames import Frame
from .incidents import Incident
from .lexicon import Match
from .mentions import GENERIC, between
from .page import Page
from .tables import function_words
from .targets import Struck
from .ties import affiliated, is_armed, is_force, local_branch
from .voice import fighters_hit, is_agent, is_likeness, is_quoted, is_struck

_TIED = 6  # words between "gunmen", "linked to X" and the verb
_OPPOSING = ("state_forces", "foreign_forces", "peacekeepers", "mercenaries")


@dataclass(frozen=True)
class Scene:
    """What the parties of one event are read from.

    Parameters
    ----------
    page : Page
    incident : Incident
    frames : list of Frame
        All of the incident's, or those of one of its places.
    claims : list of Claim
    country : str or None
        Where it happened, if told.
    """

    page: Page
    incident: Incident
    frames: list[Frame]
    claims: list[Claim]
    country: str | None

    @property
    def actors(self) -> list[Match[str]]:
        """Every actor that the frames name, in order."""
        return [a for f in self.frames for a in f.actors]

    def has(self, status: str) -> bool:
        """Whether there is a claim of a status."""
        return any(c.status == status for c in self.claims)


def perpetrators(scene: Scene, struck: Struck, reasons: list[str]) -> list[ActorRef]:
    """Find who did it: groups named, else by claim, by tie, by pronoun, else "gunmen".

    Parameters
    ----------
    scene : Scene
    struck : Struck
    reasons : list of str
        Takes a line for whatever the words do not say outright.

    Returns
    -------
    list of ActorRef
        Each group once; empty where nothing tells.

    Examples
    --------
    >>> from ..model import Report
    >>> from . import frames, mentions, targets
    >>> from .tokens import cut
    >>> text = cut("JNIM killed 12 villagers.")
    >>> framed = frames.build(text, mentions.find(text, "en"), [], [])
    >>> page = Page(Report("a", text.raw), text, "en")
    >>> scene = Scene(page, Incident("attack", frames=framed), framed, [], "ML")
    >>> [a.id for a in perpetrators(scene, targets.find(page, framed), [])]
    ['JNIM']
    """
    armed, states = _armed(scene), _forces(scene, struck)
    if states is not None:
        armed = [a for a in armed if a in _agents(scene)]
    out = [_ref(scene.page, a, "perpetrator") for a in [*(states or []), *armed]]
    out = out or _from_claims(scene.claims, reasons) or _by_tie(scene, reasons)
    generic = [a for a in scene.actors if a.value == GENERIC]
    unknown = None if out else _not_known(scene)
    if not out and not generic and unknown is None and not scene.has("not_claimed"):
        out = _by_pronoun(scene, reasons)
    blamed = any(c.status == "attributed" and c.actor != GENERIC for c in scene.claims)
    unclaimed = scene.has("not_claimed") and not (scene.has("claimed") or blamed or armed)
    if generic and (unclaimed or not out):
        out = [_ref(scene.page, generic[0], "perpetrator")]
    if not out and unclaimed:  # somebody did it, and nobody says who
        claim = next(c for c in scene.claims if c.status == "not_claimed")
        out = [_named(GENERIC, "perpetrator", claim.span)]
    if not out and unknown is not None:
        out = [_named(GENERIC, "perpetrator", scene.page.span(unknown.first, unknown.last))]
    return unique([_local(a, scene.country, reasons) for a in out])


def authorities(scene: Scene) -> list[ActorRef]:
    """Find who imposes a curfew or blockade, or arrests: one force, group or government.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of ActorRef
        At most one.
    """
    page, armed = scene.page, _armed(scene)
    states = [a for a in scene.actors if not is_armed(a.value)]
    chosen = armed if scene.incident.family in ("blockade", "restriction") and armed else states or armed
    if chosen:
        return [_ref(page, chosen[0], "perpetrator")]
    government, words = f"AUTH-{scene.country}", function_words("authority")
    if government not in vocab.groups():
        return []
    sentences = [range(*page.text.first[f.sentence : f.sentence + 2]) for f in scene.incident.frames]
    at = next((i for s in sentences for i in s if page.text.tokens[i].text in words), None)
    return [] if at is None else [_named(government, "perpetrator", page.span(at, at))]


def opponents(scene: Scene, held: list[ActorRef]) -> list[ActorRef]:
    """Find the named forces that were attacked.

    Parameters
    ----------
    scene : Scene
    held : list of ActorRef
        The perpetrators, who do not fight themselves.

    Returns
    -------
    list of ActorRef
        One, and those struck beside it in one sentence: "killed 84 Wagner fighters and 47 Malian soldiers".
    """
    page, groups, ids = scene.page, vocab.groups(), {a.id for a in held}
    named = [
        a
        for a in scene.actors
        if groups[a.value].kind in _OPPOSING
        and a.value not in ids
        and not affiliated(page.text, a, page.lang)
        and not is_quoted(page.text, a)
    ]
    own = [a for a in named if scene.country is None or groups[a.value].country in (scene.country, None)]
    if not named:
        return []
    first = (own or named)[0]
    here = [f for f in scene.frames if first in f.actors]
    beside = [a for f in here for a in f.actors if a in named and is_struck(page.text, f, a)]
    return unique([_ref(page, a, "side_b") for a in [first, *beside]])


def struck_groups(scene: Scene, held: list[ActorRef]) -> list[ActorRef]:
    """Find armed groups that were attacked themselves: "gunmen attacked a GATIA position".

    Parameters
    ----------
    scene : Scene
    held : list of ActorRef
        The perpetrators.

    Returns
    -------
    list of ActorRef
        Each once, as the other side.
    """
    text, ids, beside = scene.page.text, {a.id for a in held}, _militias_beside(scene)
    found = [
        a
        for f in scene.frames
        for a in f.actors
        if a.value != GENERIC
        and a.value not in ids
        and is_armed(a.value)
        and (a.value in beside or is_struck(text, f, a))
        and not affiliated(text, a, scene.page.lang)
        and not is_likeness(text, a)
    ]
    return unique([_ref(scene.page, a, "side_b") for a in found])


def fighters(scene: Scene) -> list[ActorRef]:
    """Find the armed groups that an army struck: those named, else fighters nobody names.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of ActorRef
        As the other side; empty where no army struck fighters alone.
    """
    hit = [a for f in fighters_hit(scene.page.text, scene.frames) for a in f.actors if is_armed(a.value)]
    own = [a for a in hit if not affiliated(scene.page.text, a, scene.page.lang)]
    named = [a for a in own if a.value != GENERIC] or own[:1]
    return unique([_ref(scene.page, a, "side_b") for a in named])


def forces(scene: Scene, *, doing: bool = False) -> Span | None:
    """Find soldiers or police of whom no word says whose they are: those of the country where it happened.

    Parameters
    ----------
    scene : Scene
    doing : bool
        Only people who do the deed by the grammar of their sentence; else any people or post.

    Returns
    -------
    Span or None
    """
    text = scene.page.text
    soldiers = [(f, t) for f in scene.frames for t in f.targets if "security forces" in t.value.kind]
    if doing:
        people = [(f, t, Match(t.first, t.last, GENERIC)) for f, t in soldiers if t.value.who == "people"]
        soldiers = [(f, t) for f, t, who in people if is_agent(text, f, who) and not is_likeness(text, who)]
    first = next((t for _, t in soldiers), None)
    return scene.page.span(first.first, first.last) if first else None


def unique(actors: list[ActorRef]) -> list[ActorRef]:
    """Give each group once, as first named.

    Examples
    --------
    >>> span = Span("a", 0, 0, "")
    >>> len(unique([ActorRef("JNIM", "JNIM", "perpetrator", span)] * 2))
    1
    """
    return list({a.id: a for a in reversed(actors)}.values())[::-1]


def _armed(scene: Scene) -> list[Match[str]]:
    """Armed groups that may have done it: not allies, likenesses, victims, nor merely suspected."""
    text, lang = scene.page.text, scene.page.lang
    suspected = _only_suspected(scene.claims) | _only_denied(scene.claims) | _militias_beside(scene)
    struck = {a.value for f in scene.frames for a in f.actors if is_struck(text, f, a)}
    struck -= {a.value for f in scene.frames for a in f.actors if is_agent(text, f, a)}
    struck_here = {a.first for f in scene.frames for a in f.actors if is_struck(text, f, a)}
    return [
        a
        for a in scene.actors
        if a.value != GENERIC
        and is_armed(a.value)
        and a.value not in struck
        and a.first not in struck_here
        and a.value not in suspected
        and not affiliated(text, a, lang)
        and not is_likeness(text, a)
    ]


def _militias_beside(scene: Scene) -> set[str]:
    """Militias told beside a group that does the deed: "ISWAP killed ten soldiers and four Civilian JTF"."""
    groups = vocab.groups()
    if not any(groups[a.value].kind == "militia" for a in scene.actors):
        return set()
    doers = {a.value for a in _agents(scene)}
    if all(groups[d].kind == "militia" or not is_armed(d) for d in doers - {GENERIC}):
        return set()
    return {a.value for a in scene.actors if groups[a.value].kind == "militia"} - doers


def _only_suspected(claims: list[Claim]) -> set[str]:
    """Groups that are suspected of what nobody has claimed: the doer stays unidentified."""
    if not any(c.status == "not_claimed" for c in claims):
        return set()
    stated = {c.actor for c in claims if c.status in ("claimed", "attributed")}
    return {c.actor for c in claims if c.status == "suspected"} - stated


def _only_denied(claims: list[Claim]) -> set[str]:
    """Groups that deny it and that nobody blames."""
    return {c.actor for c in claims if c.status == "denied"} - {
        c.actor for c in claims if c.status != "denied"
    }


def _agents(scene: Scene) -> list[Match[str]]:
    """Actors that do the deed by the grammar of their sentence."""
    text = scene.page.text
    return [a for f in scene.frames for a in f.actors if is_agent(text, f, a) and not is_likeness(text, a)]


def _forces(scene: Scene, struck: Struck) -> list[Match[str]] | None:
    """Armies and their like, where they struck civilians or stand accused; None where they did neither."""
    states = [a for a in _agents(scene) if is_force(a.value)]
    accused = any(c.status == "attributed" and not is_armed(c.actor) for c in scene.claims)
    by_air = scene.incident.family == "airstrike"
    if not states:
        return states if accused else None
    hit = accused or struck.civilians_first or by_air or fighters_hit(scene.page.text, scene.frames)
    return states if hit else None


def _from_claims(claims: list[Claim], reasons: list[str]) -> list[ActorRef]:
    """Those who claim it, else those blamed, else those suspected."""
    for status in ("claimed", "attributed", "suspected"):
        found = [c for c in claims if c.status == status]
        if found:
            reasons.append(f"actor: from the claim, {status}")
            return [_named(c.actor, "perpetrator", c.span) for c in found]
    return []


def _by_tie(scene: Scene, reasons: list[str]) -> list[ActorRef]:
    """The ally of "armed men affiliated with the Islamic State", when no other group is named."""
    page = scene.page
    pairs = [(f, *pair) for f in scene.frames for pair in zip(f.actors, f.actors[1:], strict=False)]
    for frame, generic, ally in pairs:
        tied = generic.value == GENERIC and ally.value != GENERIC and ally.first - generic.last <= _TIED
        tied = tied and any(0 < t.first - ally.last <= _TIED for t in frame.triggers)
        if tied and affiliated(page.text, ally, page.lang) and is_armed(ally.value):
            reasons.append(f"actor: told as affiliated with {ally.value}, no other group named")
            return [_ref(page, ally, "perpetrator")]
    return []


def _by_pronoun(scene: Scene, reasons: list[str]) -> list[ActorRef]:
    """The group that the report is about, where "it", "they" or "the group" stands for it."""
    page, at = scene.page, _pronoun(scene)
    if at is None or page.topic is None:
        return []
    reasons.append(
        f"actor: '{page.text.tokens[at].text}' stands for {page.topic}, the group the report is about"
    )
    return [_named(page.topic, "perpetrator", page.span(at, at))]


def _not_known(scene: Scene) -> Match[str] | None:
    """Where a report says that nobody knows who did it: "the group has not yet been identified"."""
    text, cues = scene.page.text, scene.page.mentions.cues if scene.page.mentions else []
    told = (c for f in scene.frames for c in between(cues, *text.first[f.sentence : f.sentence + 2]))
    return next((c for c in told if c.value == "not_known"), None)


def _pronoun(scene: Scene) -> int | None:
    """The word before a trigger that stands for a group named earlier: "it killed", "the group"."""
    text = scene.page.text
    for frame in scene.frames:
        for trigger in frame.triggers:
            for at in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
                pronoun = text.tokens[at].text in function_words("group_pronoun")
                if pronoun and text.tokens[at].sentence == frame.sentence:
                    return at
            if text.tokens[trigger.last].text in function_words("group_noun"):
                return trigger.last
    return None


def _local(actor: ActorRef, country: str | None, reasons: list[str]) -> ActorRef:
    """The Islamic State in Mali, Burkina Faso or Niger is its Sahel Province."""
    branch = local_branch(actor.id, country)
    if branch == actor.id:
        return actor
    reasons.append("actor: the Islamic State in this country is its Sahel Province")
    return replace(actor, id=branch, name=vocab.name_of(branch))


def _named(group: str, role: str, span: Span) -> ActorRef:
    return ActorRef(group, vocab.name_of(group), role, span)


def _ref(page: Page, mention: Match[str], role: str) -> ActorRef:
    return _named(mention.value, role, page.span(mention.first, mention.last))
