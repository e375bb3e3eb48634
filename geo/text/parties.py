"""Who did it and to whom: actors with their roles, targets, and the type of event that follows.

Coding convention (ACLED's codebook): an attack on soldiers, police or their posts is a battle, whatever the
verb; on civilians it is violence against civilians; taking people is an abduction.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import vocab
from ..model import ActorRef, Claim, Report, Span, Target
from .assertions import affiliated, is_armed
from .frames import Frame
from .incidents import Incident
from .lexicon import Match
from .mentions import GENERIC, Trigger
from .tokens import Text

_SAHEL = frozenset({"ML", "BF", "NE"})
_STATE = ("state_forces", "authorities", "foreign_forces", "mercenaries", "militia")
_CONTROL = ("curfew", "blockade")


class Parties(NamedTuple):
    """Actors with roles, targets, sub-type, and the reasons for them."""

    actors: tuple[ActorRef, ...]
    targets: tuple[Target, ...]
    sub_event_type: str
    reasons: tuple[str, ...]


def find(
    report: Report, text: Text, incident: Incident, frames: list[Frame], claims: list[Claim], country: str | None,
    lang: str, topic: str | None,
) -> Parties:  # fmt: skip
    """The parties of an incident.

    Parameters
    ----------
    report, text, incident
    frames : list of Frame
        The frames to read: all of the incident's, or those of one of its places.
    claims : list of Claim
    country : str or None
        Where it happened, if told.
    lang : {'en', 'fr'}
    topic : str or None
        The group that the report is about, for "the group".

    Returns
    -------
    Parties
    """
    mentions = [a for f in frames for a in f.actors]
    agents = [a for f in frames for a in f.actors if _is_agent(text, f, a)]
    accusers = _accused_only(text, frames)
    struck = {a.first for f in frames for a in f.actors if _is_struck(text, f, a)}
    armed = [
        a
        for f in frames
        for a in f.actors
        if a.value != GENERIC
        and is_armed(a.value)
        and not affiliated(text, a, lang)
        and a.first not in accusers
        and a.first not in struck
    ]
    armed = [a for a in armed if a.value not in _only_suspected(claims)]
    reasons: list[str] = []
    targets, kinds = _targets(report, text, frames)
    out: list[ActorRef] = []
    states = [
        a for a in agents if vocab.groups()[a.value].kind in ("state_forces", "foreign_forces", "mercenaries")
    ]
    civilians_hit = (
        kinds.get("civilians", 0) >= kinds.get("security forces", 0) and kinds.get("civilians", 0) > 0
    )
    accused = [c.actor for c in claims if c.status == "attributed" and not is_armed(c.actor)]
    if incident.family in _CONTROL or incident.family == "arrest":
        return _measure(report, text, incident, mentions, armed, targets, country)
    if (states and civilians_hit) or accused:
        for a in states:
            out.append(_actor(report, text, a, "perpetrator"))
        armed = [a for a in armed if a in agents]
    out += [_actor(report, text, a, "perpetrator") for a in armed]
    if not out:
        out += _from_claims(claims, reasons)
    if not out:
        out += _by_tie(report, text, frames, lang, reasons)
    generic = [a for a in mentions if a.value == GENERIC]
    stands = _pronoun(text, frames) if not out and topic and not generic else None
    if stands is not None and topic:
        out.append(ActorRef(topic, vocab.name_of(topic), "perpetrator", _word(report, text, stands)))
        reasons.append(f"'{text.tokens[stands].text}' stands for {topic}, the group the report is about")
    if not out or (
        any(c.status == "not_claimed" for c in claims)
        and not any(c.status == "claimed" for c in claims)
        and not armed
    ):
        if generic:
            out = [_actor(report, text, generic[0], "perpetrator")]
    out = _unique([_in_sahel(a, country, reasons) for a in out])
    sub = _sub_type(incident, kinds, out)
    if vocab.event_type_of(sub) == "Battles" or (sub in _REMOTE and kinds.get("security forces")):
        out += _side_b(report, text, frames, out, country, lang, reasons)
    return Parties(tuple(_unique(out)), tuple(targets), sub, tuple(reasons))


def _only_suspected(claims: list[Claim]) -> set[str]:
    """Groups that are suspected of what nobody has claimed: the doer stays unidentified."""
    if not any(c.status == "not_claimed" for c in claims):
        return set()
    stated = {c.actor for c in claims if c.status in ("claimed", "attributed")}
    return {c.actor for c in claims if c.status == "suspected"} - stated


_REMOTE = (
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Suicide bomb",
    "Air/drone strike",
)


def _pronoun(text: Text, frames: list[Frame]) -> int | None:
    """The word before a trigger that stands for a group named earlier: "it killed", "of the group"."""
    for frame in frames:
        for trigger in frame.triggers:
            for at in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
                if (
                    text.tokens[at].text in ("it", "they", "elle", "ils", "il")
                    and text.tokens[at].sentence == frame.sentence
                ):
                    return at
            if text.tokens[trigger.last].text in ("group", "groupe", "alliance"):
                return trigger.last
    return None


def _by_tie(report: Report, text: Text, frames: list[Frame], lang: str, reasons: list[str]) -> list[ActorRef]:
    """ "Armed men affiliated with the Islamic State attacked": the ally is the group, when no other is named."""
    pairs = [(f, *pair) for f in frames for pair in zip(f.actors, f.actors[1:], strict=False)]
    for frame, generic, named in pairs:
        tied = generic.value == GENERIC and named.value != GENERIC and named.first - generic.last <= 6
        tied = tied and any(0 < t.first - named.last <= 6 for t in frame.triggers)
        if tied and affiliated(text, named, lang) and is_armed(named.value):
            reasons.append(f"told as affiliated with {named.value}, no other group named")
            return [_actor(report, text, named, "perpetrator")]
    return []


def _measure(
    report: Report, text: Text, incident: Incident, mentions: list[Match[str]], armed: list[Match[str]],
    targets: list[Target], country: str | None,
) -> Parties:  # fmt: skip
    """Curfews, blockades and arrests: the authority (or the group) that imposes them."""
    states = [a for a in mentions if not is_armed(a.value)]
    chosen = armed if incident.family == "blockade" and armed else states or armed
    actors = _unique([_actor(report, text, a, "perpetrator") for a in chosen[:1]])
    authority = f"AUTH-{country}"
    if not actors and authority in vocab.groups():
        at = next(
            (i for f in incident.frames for i in _sentence(text, f) if text.tokens[i].text in _AUTHORITIES),
            None,
        )
        if at is not None:
            actors = [ActorRef(authority, vocab.name_of(authority), "perpetrator", _word(report, text, at))]
    return Parties(tuple(actors), tuple(targets), incident.frames[0].triggers[0].value.sub_event_type, ())


_AUTHORITIES = frozenset(
    "authorities authority governor government junta autorites gouverneur gouvernement prefet junte".split()
)


def _sentence(text: Text, frame: Frame) -> range:
    return range(text.first[frame.sentence], text.first[frame.sentence + 1])


def _word(report: Report, text: Text, at: int) -> Span:
    return report.span(text.tokens[at].start, text.tokens[at].end)


def _actor(report: Report, text: Text, mention: Match[str], role: str) -> ActorRef:
    span = report.span(text.tokens[mention.first].start, text.tokens[mention.last].end)
    return ActorRef(mention.value, vocab.name_of(mention.value), role, span)


def _from_claims(claims: list[Claim], reasons: list[str]) -> list[ActorRef]:
    for status in ("claimed", "attributed", "suspected"):
        found = [c for c in claims if c.status == status]
        if found:
            reasons.append(f"actor from the claim: {status}")
            return [ActorRef(c.actor, vocab.name_of(c.actor), "perpetrator", c.span) for c in found]
    return []


def _unique(actors: list[ActorRef]) -> list[ActorRef]:
    return list({a.id: a for a in reversed(actors)}.values())[::-1]


def _in_sahel(actor: ActorRef, country: str | None, reasons: list[str]) -> ActorRef:
    """The Islamic State in Mali, Burkina Faso or Niger is its Sahel Province."""
    if actor.id == "IS" and country in _SAHEL:
        reasons.append("the Islamic State in this country is its Sahel Province")
        return ActorRef("ISSP", vocab.name_of("ISSP"), actor.role, actor.span)
    return actor


_PASSIVE = frozenset("was were been being is are ete etait etaient sont est furent".split())
_OF = frozenset("of du de des d from led by par".split())


def _is_agent(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether a group does the deed: "killed by the Malian army", "the army and Wagner killed 20 villagers"."""
    words = [t.text for t in text.tokens[max(0, actor.first - 9) : actor.first]]
    if _speaks(text, actor):
        return False
    deeds = [t for t in frame.triggers if t.value.form in ("verb", "kill", "noun")]
    if any(w in ("by", "par") for w in words[-3:]) and any(t.last < actor.first for t in deeds):
        return True
    if words and words[-1] in ("and", "et") and any(w in ("by", "par") for w in words):
        return True
    after = [t for t in deeds if 0 < t.first - actor.last <= 12 and t.value.form != "noun"]
    return bool(after) and not _passive(text, actor.last + 1, after[0]) and not _comma(text, actor, after[0])


def _speaks(text: Text, actor: Match[str]) -> bool:
    """Whether a group is only quoted: "according to the French army"."""
    return any(t.text in ("selon", "according") for t in text.tokens[max(0, actor.first - 3) : actor.first])


def _passive(text: Text, first: int, trigger: Match[Trigger]) -> bool:
    words = [t.text for t in text.tokens[max(first, trigger.first - 3) : trigger.first]]
    return any(w in _PASSIVE for w in [*words, text.tokens[trigger.first].text])


def _comma(text: Text, actor: Match[str], trigger: Match[Trigger]) -> bool:
    return "," in text.raw[text.tokens[actor.last].end : text.tokens[trigger.first].start]


def _is_struck(text: Text, frame: Frame, actor: Match[str]) -> bool:
    """Whether a group is the one attacked: after every trigger, and not after "by" or an "attack of"."""
    if any(t.first > actor.first for t in frame.triggers) or all(
        t.last >= actor.first for t in frame.triggers
    ):
        return False
    near = max(t.last for t in frame.triggers if t.last < actor.first)
    words = [t.text for t in text.tokens[near + 1 : actor.first]]
    noun = any(t.last == near and t.value.form in ("noun", "plural", "weak") for t in frame.triggers)
    agent = any(w in ("by", "par") for w in words) or (
        noun and len(words) <= 4 and any(w in _OF for w in words)
    )
    object_ = any(
        w in ("on", "against", "contre", "post", "poste", "camp", "base", "positions") for w in words
    )
    return not agent and (object_ or (not noun and len(words) <= 4))


def _accused_only(text: Text, frames: list[Frame]) -> set[int]:
    """Words at which a group stands only as a likeness: "dressed as hunters", "habillés en chasseurs"."""
    like = ("habille", "habilles", "vetus", "dressed", "disguised", "tenue")
    return {
        a.first
        for f in frames
        for a in f.actors
        if any(t.text in like for t in text.tokens[max(0, a.first - 5) : a.first])
    }


def _targets(report: Report, text: Text, frames: list[Frame]) -> tuple[list[Target], dict[str, int]]:
    """Targets of the frames, and how strongly each kind is struck: tolls weigh most, the first sentence more."""
    weight: dict[str, int] = {}
    out: dict[tuple[str, str | None], Target] = {}
    for order, frame in enumerate(frames):
        for toll in frame.tolls:
            nation = next(
                (code for at, code in frame.demonyms if toll.span_first <= at <= toll.span_last), None
            )
            if nation and toll.victims != "armed group":
                number = toll.low if toll.low == toll.high else None
                kind = "civilians" if toll.victims == "people" else toll.victims
                out[(kind, nation)] = Target(kind, nationality=nation, number=number)
            if toll.victims == "people" and toll.outcome == "killed":
                weight["civilians"] = weight.get("civilians", 0) + 1
            if toll.victims == "armed group":
                weight["security forces"] = weight.get("security forces", 0) + 2
            if toll.victims in ("security forces", "civilians"):
                weight[toll.victims] = weight.get(toll.victims, 0) + 3
        for match in frame.targets:
            if match.value.kind in ("armed group", "people"):
                continue
            near = min(abs(match.first - t.first) for t in frame.triggers)
            if near > 14:
                continue
            for kind in match.value.kind.split(" and "):
                weight[kind] = weight.get(kind, 0) + (3 if match.value.who == "place" else 1) + (order == 0)
                if kind == "security forces" and match.value.who == "place":
                    weight["post"] = 1
                name = _site_name(text, match) if kind == "site" else None
                out.setdefault((kind, name), Target(kind, name=name))
    nations = {t.kind for t in out.values() if t.nationality}
    kept = [t for t in out.values() if t.nationality or t.kind not in nations]
    named = any(t.kind == "site" and t.name for t in kept)
    return [t for t in kept if not (named and t.kind == "site" and t.name is None)], weight


def _site_name(text: Text, match: Match[object]) -> str | None:
    """The proper name a site stands in: "Diamond Cement Factory"."""
    first = match.first
    while (
        first > 0
        and text.tokens[first - 1].capital
        and text.raw[text.tokens[first - 1].end : text.tokens[first].start] == " "
    ):
        first -= 1
    if not text.tokens[match.last].capital or (first == match.first and not text.tokens[first].capital):
        return None
    name = text.raw[text.tokens[first].start : text.tokens[match.last].end]
    return name if " " in name else None


def _sub_type(incident: Incident, kinds: dict[str, int], actors: list[ActorRef]) -> str:
    fixed = next((t.value.sub_event_type for f in incident.frames if f.family == incident.family for t in f.triggers
                  if t.value.sub_event_type), "")  # fmt: skip
    if fixed:
        return fixed
    groups = vocab.groups()
    state_hits = bool(actors) and groups[actors[0].id].kind in (
        "state_forces",
        "foreign_forces",
        "mercenaries",
    )
    soldiers, others = kinds.get("security forces", 0), kinds.get("civilians", 0) + kinds.get("site", 0)
    if state_hits:
        return "Attack" if kinds.get("civilians", 0) else "Armed clash"
    hurt = any(t.victims == "civilians" for f in incident.frames for t in f.tolls)
    posts = bool(kinds.get("post")) and not hurt  # an attack on a post is a battle, whoever else stood there
    return "Armed clash" if posts or (soldiers and soldiers >= 0.75 * others) else "Attack"


def _side_b(
    report: Report, text: Text, frames: list[Frame], out: list[ActorRef], country: str | None, lang: str,
    reasons: list[str],
) -> list[ActorRef]:  # fmt: skip
    """The forces that were attacked: as named, else those of the country where it happened."""
    held = {a.id for a in out}
    groups = vocab.groups()
    named = [
        a
        for f in frames
        for a in f.actors
        if groups[a.value].kind in ("state_forces", "foreign_forces", "peacekeepers")
        and a.value not in held
        and not affiliated(text, a, lang)
        and not _speaks(text, a)
    ]
    here = [a for a in named if groups[a.value].country in (country, None) or country is None]
    if here or named:
        return [_actor(report, text, (here or named)[0], "side_b")]
    own = [g.id for g in groups.values() if g.kind == "state_forces" and g.country == country and country]
    struck = next((t for f in frames for t in f.targets if "security forces" in t.value.kind), None)
    if own and struck and not any(i in held for i in own):
        reasons.append(f"soldiers or police attacked in {country} are taken to be its own ({own[0]})")
        span = report.span(text.tokens[struck.first].start, text.tokens[struck.last].end)
        return [ActorRef(own[0], vocab.name_of(own[0]), "side_b", span)]
    return []
