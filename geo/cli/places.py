"""The commands about places: geocode, and the user's own gazetteer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

import geo

from .console import DONE, WITH_REJECTS, say

if TYPE_CHECKING:
    from ..model import Fix
    from ..places.online import Opinion

Run = Callable[[argparse.Namespace], int]


def commands(
    command: Callable[[str, Run, str], argparse.ArgumentParser], parser: type[argparse.ArgumentParser]
) -> None:
    """Add the commands about places to the command line's.

    Parameters
    ----------
    command : callable
        Makes one: name, what it runs, its help.
    parser : type
        The class of parsers below it.
    """
    made = command("geocode", _geocode, "where a name is: every candidate, and why")
    made.add_argument("names", nargs="+", metavar="NAME")
    made.add_argument("--country", metavar="CC", help="ISO code of the country it is in")
    made.add_argument("--online", action="store_true", help="ask a service too (online.toml says which)")

    made = command("places", _places_add, "your own gazetteer, beside the one that ships with the project")
    actions = made.add_subparsers(required=True, metavar="add|list|remove", parser_class=parser)
    made = actions.add_parser("list", help="how many places each source gave")
    made.set_defaults(run=_places_list)
    made = actions.add_parser("remove", help="take the places of a source out again")
    made.set_defaults(run=_places_remove)
    made.add_argument("source", metavar="SOURCE", help="as `places list` tells it, with its day or without")
    made = actions.add_parser("add", help="add places of a file, or of a country (online)")
    made.add_argument(
        "what", metavar="FILE|CC", help="GeoNames dump, CSV, XLSX, SHP, ZIP; or a country's code"
    )
    made.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN,…", help="name=NAME,lat=Y,lon=X"
    )
    made.add_argument(
        "--country", action="append", default=[], metavar="CC", help="keep these only; again for more"
    )
    made.add_argument("--source", metavar="WORDS", help="whose data it is")
    made.add_argument("--online", action="store_true", help="let a country's dump be fetched from GeoNames")
    made.add_argument("--mirror", metavar="URL", help="fetch it from here instead")
    made.add_argument("--sha256", metavar="HEX", help="what the dump must hash to")


def _geocode(args: argparse.Namespace) -> int:
    fixes = geo.geocode(args.names, args.country)
    opinions = (
        geo.second_opinion(args.names, args.country, online=True) if args.online else [None] * len(fixes)
    )
    for fix, opinion in zip(fixes, opinions, strict=True):
        print("\n".join(_told(fix)))
        if opinion:
            print("\n".join(_second(opinion, fix)))
    return DONE if all(fix.status == "found" for fix in fixes) else WITH_REJECTS


def _told(fix: Fix) -> list[str]:
    where = ""
    if fix.point:
        name = fix.place.name if fix.place else fix.name
        country = ", ".join(part for part in (fix.country, fix.admin1) if part)
        error = "" if fix.uncertainty_km is None else f", within {fix.uncertainty_km:g} km"
        where = (
            f", {name} ({country}) lat {fix.point.lat:.4f} lon {fix.point.lon:.4f}, {fix.precision}{error}"
        )
    lines = [f"{fix.name}: {fix.status}{where}"]
    lines += [f"  {reason}" for reason in fix.reasons]
    for candidate in fix.candidates:
        place = candidate.place
        within = ", ".join(part for part in (place.country, place.admin1) if part)
        why = "; ".join(candidate.reasons)
        lines.append(f"  {candidate.score:.2f} {place.name} ({within}) {place.kind}, {place.place_id}: {why}")
    return lines


def _places_add(args: argparse.Namespace) -> int:
    pairs = [pair.partition("=") for given in args.map for pair in given.split(",")]
    added = geo.places_add(
        args.what,
        columns={field.strip(): column for field, _, column in pairs},
        countries=args.country,
        source=args.source,
        online=args.online,
        mirror=args.mirror,
        sha256=args.sha256,
        progress=say,
    )
    print(added)
    for reason, lines in added.reasons.items():
        shown = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
        say(f"  {len(lines)} rejected, each {reason} (line {shown})")
    return WITH_REJECTS if added.rejects else DONE


def _places_list(args: argparse.Namespace) -> int:
    for source, count in geo.places_sources().items():
        print(f"{count}\t{source}")
    return DONE


def _places_remove(args: argparse.Namespace) -> int:
    print(f"{geo.places_remove(args.source)} places removed")
    return DONE


def _second(opinion: Opinion, fix: Fix) -> list[str]:
    km = opinion.km_from(fix.point) if fix.point else None
    apart = "" if km is None else f", the nearest {km:.0f} km from ours"
    lines = [f"  online: {opinion.status}{apart}{opinion.reason and f': {opinion.reason}'}"]
    for place in opinion.places:
        country = f" ({place.country})" if place.country else ""
        lines.append(f"    {place.address}{country} lat {place.point.lat:.4f} lon {place.point.lon:.4f}")
    return lines
