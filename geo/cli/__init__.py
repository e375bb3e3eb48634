"""The command line: ``python -m geo …``. Each command parses, calls one public verb, prints.

Exit codes: 0 done, 1 finished with rejects, 2 wrong use or unreadable input (one line on stderr).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

import geo

from ..errors import AtlasError
from . import places
from .console import DONE, FAILED, WITH_REJECTS, say

if TYPE_CHECKING:
    from ..schema import Atlas
    from ..store.query import Query
    from ..views.meta import About

FORMATS = "what it ends with picks the format: .geojson .geojsonl .csv .hxl.csv .xlsx .parquet .gpkg .kml"
SOURCES = ("article", "events", "ucdp", "acled", "gdelt", "table")
LANGUAGES = ("en", "fr")
PROFILES = ("internal", "partner", "public")
SHOWN = 10  # rejects told on stderr; the file has them all
ENGINES = "rules, spacy:MODEL, gliner:MODEL, llm:URL#MODEL"

# A filter's option, the Query field it fills, and its help.
FILTERS = (
    ("--from", "since", "YYYY-MM-DD", "first day"),
    ("--to", "until", "YYYY-MM-DD", "last day"),
    ("--group", "group", "ID", "armed group, with its members on the day (JNIM)"),
    ("--type", "event_type", "TYPE", "event type (Battles)"),
    ("--sub-type", "sub_event_type", "TYPE", "event sub-type (Armed clash)"),
    ("--country", "country", "CC", "ISO code (ML)"),
    ("--admin1", "admin1", "NAME", "region"),
    ("--precision", "place_precision", "WORD", "exact, near, admin2, admin1, country, unresolved"),
    ("--attribution", "attribution", "WORD", "none, suspected, attributed, claimed, denied, contested"),
    ("--verification", "verification", "WORD", "unverified, corroborated, confirmed"),
    ("--status", "status", "WORD", "realised, background, hypothetical, negated"),
    ("--source", "source", "NAME", "dataset or publisher"),
    ("--bbox", "bbox", "W,S,E,N", "box in degrees"),
    ("--near", "near", "LON,LAT,KM", "circle"),
    ("--within", "within", "LON,LAT;…", "area of three corners or more, in quotes"),
    ("--along", "along", "KM;LON,LAT;…", "distance from a road, in quotes"),
    ("--text", "text", "WORDS", "words in place names and evidence"),
)
_ONCE = ("since", "until", "bbox", "near", "within", "along", "text")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str or None
        The words after ``python -m geo``; None takes the process's own.

    Returns
    -------
    int
        The exit code.

    Examples
    --------
    >>> main(["geocode", "Kayes", "--country", "ML"])  # doctest: +ELLIPSIS
    Kayes: found, Kayes (ML...
    0
    """
    args = _parser().parse_args(_glued(sys.argv[1:] if argv is None else argv))
    try:
        run: Callable[[argparse.Namespace], int] = args.run
        return run(args)
    except AtlasError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("stopped")
    except BrokenPipeError:  # the reader of our output went away: `| head`
        sys.stderr.close()
        return FAILED


def _fail(message: str) -> int:
    print(f"geo: {message}", file=sys.stderr)
    return FAILED


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(FAILED, f"{self.prog}: {message}; see {self.prog} --help\n")


def _glued(argv: Sequence[str]) -> list[str]:
    """Glue ``--bbox -12,10,5,20`` together: argparse would take the numbers for an option."""
    out: list[str] = []
    for word in argv:
        if out and out[-1] in ("--bbox", "--near", "--within") and word[:1] == "-" and word[1:2].isdigit():
            out[-1] += f"={word}"
        else:
            out.append(word)
    return out


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m geo", description="News about armed conflict becomes events on a map.")
    parser.add_argument("--version", action="version", version=f"Conflict Atlas {geo.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    for name, words in (
        ("read", "articles, datasets and events files to events, one row an event a report"),
        ("build", "read, and join the reports that tell one event"),
    ):
        made = command(name, _read, words)
        made.set_defaults(verb=name)
        made.add_argument(
            "paths", nargs="+", metavar="PATH", help="article, dataset, events file, folder, or web address"
        )
        _out(made)
        made.add_argument(
            "--from", dest="source", choices=SOURCES, help="take every file as this; else its content tells"
        )
        made.add_argument("--engine", metavar="NAME", default="rules", help=f"who reads articles: {ENGINES}")
        made.add_argument(
            "--online", action="store_true", help="let addresses and engines elsewhere be asked"
        )
        made.add_argument(
            "--all",
            dest="everything",
            action="store_true",
            help="keep rows of datasets that are out of scope",
        )
        made.add_argument(
            "--map",
            dest="columns",
            metavar="FILE|FIELD=COLUMN,…",
            help="what the columns of tables are: date=DAY,lat=Y,lon=X (implies --from table)",
        )
        made.add_argument("--keep", action="store_true", help="keep fetched articles in your own folder")
        made.add_argument("--decisions", metavar="FILE", help="what analysts decided, applied to the events")
        made.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")

    made = command("merge", _merge, "join events files")
    made.add_argument("files", nargs="+", metavar="FILE")
    _out(made)

    made = command("explain", _explain, "what an event rests on, and why its reports are one event")
    made.add_argument("event", metavar="EVENT", help="its event_id")
    made.add_argument("file", metavar="FILE", help="the events file that holds it")

    made = command("query", _query, "pick the events of a file that fit all filters")
    made.add_argument("file", metavar="FILE")
    _out(made)
    _filters(made)

    made = command("map", _map, "one HTML file that works with no network")
    made.add_argument("file", metavar="FILE", help="an events file")
    made.add_argument("-o", "--out", required=True, help="HTML file to write")
    made.add_argument("--title", default="Conflict Atlas")
    _profile(made)

    for name, words in (
        ("brief", "a page to print, in HTML: map, timeline, newest events, sources, what is not known"),
        ("picture", "a picture of the map in HTML, whose buttons save it as PNG and print it"),
    ):
        made = command(name, _paper, words)
        made.set_defaults(verb=name)
        made.add_argument("file", metavar="FILE", help="an events file")
        made.add_argument("-o", "--out", required=True, help="HTML file to write")
        made.add_argument("--title", default="Conflict Atlas")
        made.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
        _profile(made, default="public")
        _filters(made)

    places.commands(command, _Parser)

    made = command("check", _check, "is a file a valid events table; what is wrong, where")
    made.add_argument("file", metavar="FILE")
    return parser


def _out(made: argparse.ArgumentParser) -> None:
    made.add_argument("-o", "--out", required=True, help=f"file to write; {FORMATS}")
    made.add_argument("--excel", action="store_true", help="begin a CSV with the mark that Excel needs")
    _profile(made)


def _filters(made: argparse.ArgumentParser) -> None:
    for option, field, metavar, words in FILTERS:
        more = "" if field in _ONCE else "; again for more"
        made.add_argument(option, dest=field, action="append", metavar=metavar, help=words + more)


def _profile(made: argparse.ArgumentParser, default: str = PROFILES[0]) -> None:
    made.add_argument(
        "--profile",
        choices=PROFILES,
        default=default,
        help="who may see it: partner and public withhold what endangers people; internal is all "
        "(default: %(default)s)",
    )


# --- Commands --------------------------------------------------------------------------------------------


def _read(args: argparse.Namespace) -> int:
    from ..views import files

    files.writer(args.out, excel=args.excel)  # a wrong suffix is told before the work
    verb = geo.build if args.verb == "build" else geo.read
    progress = None if args.quiet else say
    source = args.source or ("table" if args.columns else None)
    shared = {
        "source": source,
        "everything": args.everything,
        "columns": args.columns,
        "progress": progress,
    }
    as_is = args.verb == "read" and not args.decisions
    if as_is and (done := geo.convert(args.paths, args.out, profile=args.profile, **shared)):
        private = args.profile == PROFILES[0]
        what = f"{sum(each['read'] for each in done.summaries)} events" + ", less those withheld" * (
            not private
        )
        return _accounted(done, what, args.out, private=private)
    atlas = verb(args.paths, online=args.online, keep=args.keep, engine=args.engine, **shared)
    if args.decisions:
        atlas = geo.decided(atlas, args.decisions)
    if not len(atlas.events) and not atlas.mentions and atlas.rejects:
        _tell_rejects(atlas)
        return FAILED
    about = _write(atlas, args)
    what = f"{about.events} of {_events(atlas)}" if about.profile else _count(atlas)
    return _accounted(atlas, what, args.out, private=not about.profile)


def _accounted(atlas: Atlas, what: str, out: str, *, private: bool = True) -> int:
    """Tell what was written and what was not; the exit code."""
    from ..views import files

    _tell_rejects(atlas)
    rejected = f"{out}.rejected.csv"
    if private:
        files.write_rejects(atlas.rejects, rejected)
    say(f"{what} -> {out}")
    if atlas.rejects:  # they quote what could not be read: not to lie beside a file for others
        where = rejected if private else "told here alone; the profile internal keeps them in a file"
        say(f"{len(atlas.rejects)} rejected -> {where}")
    return WITH_REJECTS if atlas.rejects else DONE


def _tell_rejects(atlas: Atlas) -> None:
    """Tell the first rejects, each in a line."""
    for reject in atlas.rejects[:SHOWN]:
        line = f"line {reject['line']}: " if reject["line"] else ""
        say(f"geo: {line}{reject['reason']}")
    if len(atlas.rejects) > SHOWN:
        say(f"geo: … and {len(atlas.rejects) - SHOWN} more")


def _merge(args: argparse.Namespace) -> int:
    atlas = geo.merge([geo.load(file) for file in args.files])
    about = _write(atlas, args)
    say(
        f"{about.events} of {_events(atlas)} -> {args.out}"
        if about.profile
        else f"{_count(atlas)} -> {args.out}"
    )
    return DONE


def _explain(args: argparse.Namespace) -> int:
    print(geo.explain(geo.load(args.file), args.event))
    return DONE


def _query(args: argparse.Namespace) -> int:
    query = _asked(args)
    atlas = geo.load(args.file)
    about = _write(atlas, args, query)
    say(f"{about.events} of {_events(atlas)} -> {args.out}")
    return DONE


def _asked(args: argparse.Namespace) -> Query:
    """The query of the filters that were given."""
    from ..store.query import Query

    return Query.from_params({field: "|".join(getattr(args, field) or ()) for _, field, _, _ in FILTERS})


def _map(args: argparse.Namespace) -> int:
    atlas = geo.load(args.file)
    return _page(atlas, geo.map(atlas, title=args.title, profile=args.profile), args)


def _paper(args: argparse.Namespace) -> int:
    query, atlas = _asked(args), geo.load(args.file)
    make = {"brief": geo.brief, "picture": geo.picture}[args.verb]
    made = make(atlas, title=args.title, query=query, lang=args.lang, profile=args.profile)
    return _page(atlas, made, args, query)


def _page(atlas: Atlas, html: str, args: argparse.Namespace, query: Query | None = None) -> int:
    """Keep a page of an atlas; tell what binds it, and what was withheld from it."""
    from ..views import disclosure, export, files, meta

    files.write_text(html, args.out)
    shown = disclosure.apply(atlas, args.profile, meta.now().date())
    _tell_terms(export.about(export.picked(shown.atlas, query), shown=shown), args.out)
    say(f"{_count(atlas)} -> {args.out}")
    return DONE


def _check(args: argparse.Namespace) -> int:
    problems = geo.check(args.file)
    for problem in problems:
        name = f" ({problem.event_id})" if problem.event_id else ""
        print(
            f"row {problem.row + 1}{name}, {problem.column} {problem.given}: {problem.column} {problem.rule}"
        )
    print("valid" if not problems else f"{len(problems)} problems", file=sys.stderr)
    return WITH_REJECTS if problems else DONE


def _write(atlas: Atlas, args: argparse.Namespace, query: Query | None = None) -> About:
    """Write the file that was asked for; tell what binds it, and what was withheld from it."""
    about = geo.write(atlas, args.out, query=query, excel=args.excel, profile=args.profile)
    _tell_terms(about, args.out)
    return about


def _tell_terms(about: About, out: str) -> None:
    for warning in about.warnings:
        say(f"geo: {out} {warning}")
    if about.profile:
        say(f"geo: {out} is {about.profile}; withheld: {about.told_withheld()}")


def _events(atlas: Atlas) -> str:
    n = len(atlas.events)
    return f"{n} event" if n == 1 else f"{n} events"


def _count(atlas: Atlas) -> str:
    unplaced = int(atlas.events.geometry.isna().sum())
    return f"{_events(atlas)}, {unplaced} without a place"
