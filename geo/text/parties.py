"""Who did it and to whom: actors with their roles, targets, and the type of event that follows.

Coding convention (ACLED's codebook): an attack on soldiers, police or their posts is a battle, whatever the
verb; on civilians it is violence against civilians; taking people is an abduction.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import vocab
from ..model import ActorRef, Span, Target
from . import actors, targets
from .actors import Scene
from .frames import WEAK
from .incidents import Incident
from .tables import function_words
from .targets import Struck
from .ties import is_armed, is_force

_MEASURES = ("curfew", "blockade", "arrest", "disrupted", "restriction")
_MEANS = ("explosion", "suicide")
_REMOTE = (
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Suicide bomb",
    "Air/drone strike",
)
_MANY = 10  # civilians killed, beside whom an attacked post is no battle
_MOSTLY = 0.75  # soldiers need not weigh quite as much as all others for a battle


class Parties(NamedTuple):
    """Actors with roles, targets, sub-type, the reasons for them, and soldiers whose army no word names."""

    actors: tuple[ActorRef, ...]
    targets: tuple[Target, ...]
    sub_event_type: str
    reasons: tuple[str, ...]
    forces: Span | None = None
    by_forces: bool = False


def find(scene: Scene) -> Parties:
    """Find the parties of an event.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    Parties

    Examples
    --------
    >>> from ..model import Report
    >>> from . import frames, mentions
    >>> from .page import Page
    >>> from .tokens import cut
    >>> text = cut("JNIM attacked an army post.")
    >>> framed = frames.build(text, mentions.find(text, "en"), [], [])
    >>> page = Page(Report("a", text.raw), text, "en")
    >>> found = find(Scene(page, Incident("attack", frames=framed), framed, [], "ML"))
    >>> [(a.id, a.role) for a in found.actors], found.sub_event_type, found.forces.text
    ([('JNIM', 'perpetrator')], 'Armed clash', 'army post')
    """
    struck = targets.find(scene.page, scene.frames)
    if scene.incident.family in _MEASURES:
        sub = scene.incident.frames[0].triggers[0].value.sub_event_type
        return Parties(tuple(actors.authorities(scene)), struck.targets, sub, ())
    reasons: list[str] = []
    sides = actors.perpetrators(scene, struck, reasons)
    if scene.incident.family == "protest":  # "marched against the armed groups"
        sides = [a for a in sides if not is_armed(a.id)]
    own = None if sides or not _only_civilians(scene.incident) else actors.forces(scene, doing=True)
    if own is not None and not _fixed(scene.incident):  # "soldiers executed a dozen villagers"
        return Parties((), struck.targets, "Attack", tuple(reasons), own, by_forces=True)
    hit = actors.fighters(scene) if sides and is_force(sides[0].id) else []
    sub = _fixed(scene.incident) or _by_victims(scene.incident, struck, sides, against_fighters=bool(hit))
    if hit:  # an army struck an armed group
        return Parties(tuple(actors.unique([*sides, *hit])), struck.targets, sub, tuple(reasons))
    fought = vocab.event_type_of(sub) == "Battles" or (sub in _REMOTE and struck.of("security forces"))
    soldiers, struck_groups = None, actors.struck_groups(scene, sides)
    # two armed groups fight each other
    if struck_groups and sub == "Attack" and not _massacre(scene.incident):
        sub, fought = "Armed clash", True
    if fought or struck_groups:
        opponents = actors.opponents(scene, sides) if fought else []
        sides = actors.unique([*sides, *opponents, *struck_groups])
        counted = any(t.victims == "security forces" for f in scene.frames for t in f.tolls)
        soldiers = None if opponents or (struck_groups and not counted) else actors.forces(scene)
    return Parties(tuple(sides), struck.targets, sub, tuple(reasons), soldiers)


def _only_civilians(incident: Incident) -> bool:
    """Whether people are counted among the dead, and none of them as a soldier or a fighter."""
    victims = {t.victims for f in incident.frames for t in f.tolls_of("killed", "wounded")}
    return bool(victims) and victims <= {"civilians", "people"}


def _fixed(incident: Incident) -> str:
    """The sub-type that a trigger's own word decides; "" where none does."""
    subs = (
        t.value.sub_event_type for f in incident.frames if f.family == incident.family for t in f.triggers
    )
    found = [sub for sub in subs if sub] or _by_means(incident)
    if "Violent demonstration" in found:  # protesters threw stones, whatever the police did
        return "Violent demonstration"
    return next((sub for sub in found if sub != "Peaceful protest"), found[0] if found else "")


def _by_means(incident: Incident) -> list[str]:
    """How a bare "attack" or deaths came about, where another sentence tells: by a bomb, from the air."""
    bare = function_words("bare_attack")
    for frame in incident.frames:
        if frame.family == "attack" and not all(
            t.value.form in WEAK or t.value.form == "kill" or t.value.form == "noun" and frame.words <= bare
            for t in frame.triggers
        ):
            return []
    means = [f for f in incident.frames if f.family in _MEANS and not f.weak and not f.plural]
    return [t.value.sub_event_type for f in means for t in f.triggers if t.value.sub_event_type][:1]


def _massacre(incident: Incident) -> bool:
    """Whether many civilians were killed, and no soldier is counted: a post was attacked, too, at most."""
    killed = [t for f in incident.frames for t in f.tolls_of("killed")]
    civilians = max((t.low for t in killed if t.victims == "civilians"), default=0)
    return civilians >= _MANY and not any(t.victims == "security forces" for t in killed)


def _by_victims(
    incident: Incident, struck: Struck, sides: list[ActorRef], *, against_fighters: bool = False
) -> str:
    """A battle or an attack on civilians, by who was struck."""
    if sides and is_force(sides[0].id):
        if any(f.family == "airstrike" for f in incident.frames):
            return "Air/drone strike"  # "destroyed a base"; told after: from the air
        return "Attack" if struck.of("civilians") and not against_fighters else "Armed clash"
    hurt = any(t.victims == "civilians" for f in incident.frames for t in f.tolls)
    if struck.of("post") and not hurt:  # an attack on a post is a battle, whoever else stood there
        return "Armed clash"
    if _massacre(incident):
        return "Attack"
    soldiers, others = struck.of("security forces"), struck.of("civilians") + struck.of("site")
    return "Armed clash" if soldiers and soldiers >= _MOSTLY * others else "Attack"
