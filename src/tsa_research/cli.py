"""The command ``tsa``: parse, call, print, exit code. Nothing heavy is imported at start."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tsa_research import __version__
from tsa_research.errors import ALL_WELL, BAD_USAGE, INTERRUPTED, TsaError, UsageError

PIPE_CLOSED = 141
"""What a shell expects of a command whose reader has gone: 128 and the number of the signal."""
FORMS = ("print", "html", "csv", "xlsx", "xlsform", "suite")
"""What a form can be made as; named here so that asking for help imports nothing."""

if TYPE_CHECKING:
    from tsa_research.reports.limits import Limits


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``tsa`` and return its exit code.

    0 all well, 1 some failed, 2 bad usage, 3 nothing done, 4 a malformed declaration,
    130 interrupted.
    """
    options = build_parser().parse_args(arguments)
    try:
        code = options.run(options)
        sys.stdout.flush()
        return int(code)
    except BrokenPipeError:  # whoever reads, such as head, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except TsaError as error:
        print(f"tsa: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"tsa: {_machine_error(error)}", file=sys.stderr)
        return BAD_USAGE
    except KeyboardInterrupt:
        print("tsa: stopped. Run the same command again to go on.", file=sys.stderr)
        return INTERRUPTED


def _machine_error(error: OSError) -> UsageError:
    """Return in our words what the machine said of a file or folder."""
    return UsageError(
        "A file or folder cannot be read or written.",
        where=str(error.filename or ""),
        expected="a place that this user may read and write",
        got=error.strerror or str(error),
        next_step="Look at the place named above, or name another.",
    )


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="tsa", description="From a form export to a report that can be trusted."
    )
    parser.add_argument("--version", action="version", version=f"tsa-research {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_init(commands)
    _add_instruments(commands)
    _add_form(commands)
    _add_records(commands)
    _add_import(commands)
    _add_validate(commands)
    _add_missing(commands)
    _add_comments(commands)
    _add_report(commands)
    _add_batch(commands)
    _add_verify(commands)
    _add_check_figures(commands)
    _add_explore(commands)
    _add_lab(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction, name: str, about: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=about, description=about)


def _network_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--network",
        default=None,
        metavar="FOLDER",
        help="folder with a network.toml, or example or published "
        "(default: this folder if it has one, else example)",
    )


def _network(options: argparse.Namespace) -> str:
    if options.network is not None:
        embedded = options.network in ("example", "published")
        return options.network if embedded else str(Path(options.network).resolve())
    if Path("network.toml").is_file():
        return str(Path.cwd())
    print("Network: example, the fictional one; name yours with --network.", file=sys.stderr)
    return "example"


def _add_init(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "init", "Make a folder for a network of your own.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.set_defaults(run=_init)


def _init(options: argparse.Namespace) -> int:
    from tsa_research.new_network import make_network

    for line in make_network(options.folder):
        print(line)
    return ALL_WELL


def _add_instruments(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "instruments", "List the instruments, or show one.")
    parser.add_argument("id", nargs="?", metavar="ID")
    parser.add_argument("--check", type=Path, metavar="FILE", help="check a YAML file of your own")
    _network_option(parser)
    parser.set_defaults(run=_instruments)


def _instruments(options: argparse.Namespace) -> int:
    from tsa_research.schemas.describe import describe_instrument, list_in_words
    from tsa_research.schemas.reading import read_instrument
    from tsa_research.workspace import open_workspace

    if options.check is not None:
        print("\n".join(describe_instrument(read_instrument(options.check))))
        return ALL_WELL
    workspace = open_workspace(_network(options))
    lines = (
        describe_instrument(workspace.instrument(options.id))
        if options.id
        else list_in_words(workspace.own_instruments)
    )
    print("\n".join(lines))
    return ALL_WELL


def _add_form(commands: argparse._SubParsersAction) -> None:
    about = (
        "Make the form of an instrument: a page to print or to fill in, a table, a workbook, "
        "an XLSForm for Kobo and ODK, or the rules for what comes back."
    )
    parser = _command(commands, "form", about)
    parser.add_argument("instrument", metavar="INSTRUMENT")
    parser.add_argument("--as", dest="kind", choices=FORMS, default=FORMS[0])
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it here, not on the screen")
    parser.add_argument(
        "--alliance",
        default="",
        metavar="ID",
        help="let people choose among the schools of this alliance",
    )
    _network_option(parser)
    parser.set_defaults(run=_form)


def _form(options: argparse.Namespace) -> int:
    from tsa_research.form_commands import form_command
    from tsa_research.workspace import open_workspace

    workspace = open_workspace(_network(options))
    return form_command(
        workspace,
        options.instrument,
        options.kind,
        options.out,
        print,
        alliance=options.alliance,
    )


def _add_records(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "records", "List the records that a network can keep, or show one.")
    parser.add_argument("id", nargs="?", metavar="ID")
    parser.add_argument("--template", action="store_true", help="print an empty one to fill in")
    parser.set_defaults(run=_records)


def _records(options: argparse.Namespace) -> int:
    from tsa_research.schemas.describe_record import (
        describe_record,
        find_record_type,
        list_records_in_words,
        record_template,
    )

    if options.template and not options.id:
        raise UsageError("No record was named.", expected="ID --template", got="--template")
    if options.template:
        print(record_template(find_record_type(options.id)), end="")
        return ALL_WELL
    kind = find_record_type(options.id) if options.id else None
    print("\n".join(describe_record(kind) if kind else list_records_in_words()))
    return ALL_WELL


def _add_import(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "import",
        "Import form exports: all waves in network.toml, or new files given here.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--instrument", help="which form the files hold")
    parser.add_argument("--wave", help="a short id for the wave, such as 2026-spring")
    parser.add_argument("--label", help="the wave in words, such as 'Spring 2026'")
    parser.add_argument(
        "--kind",
        choices=("before", "after", "then", "single"),
        help="before or after a programme, then (people look back), or single (the default)",
    )
    parser.add_argument("--opened", help="first day, such as 2026-03-02")
    parser.add_argument("--closed", help="last day, such as 2026-03-27")
    parser.add_argument("--mapping", type=Path, help="CSV with the columns question, item")
    parser.add_argument(
        "--add", action="store_true", help="add files that came in later to a declared wave"
    )
    _network_option(parser)
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from tsa_research.importing_commands import import_command
    from tsa_research.workspace import open_workspace

    return import_command(open_workspace(_network(options)), options, print)


def _add_validate(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "validate",
        "Check the waves in network.toml, the themes and the records; list every row set aside.",
    )
    parser.add_argument("--instrument", help="only this form")
    parser.add_argument("--wave", help="only this wave")
    parser.add_argument("--record", metavar="ID", help="only this record")
    _network_option(parser)
    parser.set_defaults(run=_validate)


def _validate(options: argparse.Namespace) -> int:
    from tsa_research.importing_commands import validate_all
    from tsa_research.workspace import open_workspace

    if options.record and (options.instrument or options.wave):
        raise UsageError("A wave is no record.", expected="one of the two", got="both")
    return validate_all(
        open_workspace(_network(options)),
        print,
        instrument=options.instrument,
        wave=options.wave,
        record=options.record,
    )


def _add_missing(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "missing", "List who was asked and has not answered. It names people: keep it."
    )
    parser.add_argument("instrument", metavar="INSTRUMENT")
    parser.add_argument("wave", metavar="WAVE")
    _network_option(parser)
    parser.set_defaults(run=_missing)


def _missing(options: argparse.Namespace) -> int:
    from tsa_research.chasing import missing_people
    from tsa_research.workspace import open_workspace

    missing = missing_people(open_workspace(_network(options)), options.instrument, options.wave)
    for person in missing.people.itertuples():
        print(f"{person.school}: {person.name or person.participant_id} {person.email}".rstrip())
    n = len(missing.people)
    print(f"{n} {'person has' if n == 1 else 'people have'} not answered.")
    if missing.n_unnamed:
        print(f"Answers without a name: {missing.n_unnamed}. So many of them may have answered.")
    return ALL_WELL


def _add_comments(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "comments",
        "Write a sheet of open answers for a coder, or say where coders differ. It shows what "
        "people wrote: keep it.",
    )
    parser.add_argument("instrument", nargs="?", metavar="INSTRUMENT")
    parser.add_argument("wave", nargs="?", metavar="WAVE")
    parser.add_argument("--coder", default="", help="write the sheet of this coder, by initials")
    parser.add_argument("--differences", action="store_true", help="list where coders differ")
    parser.add_argument("--template", action="store_true", help="print an empty codebook")
    _network_option(parser)
    parser.set_defaults(run=_comments)


def _comments(options: argparse.Namespace) -> int:
    from tsa_research.coding_commands import Asked, codebook_template, comments_command
    from tsa_research.workspace import open_workspace

    if options.template:
        print(codebook_template(), end="")
        return ALL_WELL
    whole = options.instrument and (options.wave or not (options.coder or options.differences))
    if not whole or (options.coder and options.differences):
        raise UsageError(
            "It is not clear what is to be done.",
            expected="INSTRUMENT, or INSTRUMENT WAVE with --coder or --differences; or --template",
            got=" ".join(filter(None, [options.instrument, options.wave])) or "nothing",
        )
    asked = Asked(options.instrument, options.wave or "", options.coder, options.differences)
    return comments_command(open_workspace(_network(options)), asked, print)


def _parameter_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the notebook; repeat for several",
    )


def _add_report(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "report", "Make one report from a notebook.")
    parser.add_argument("notebook", metavar="NOTEBOOK", help="such as trust_survey")
    _parameter_option(parser)
    _making_options(parser)
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from tsa_research.reports.batch import Settings
    from tsa_research.reports.command import report_command
    from tsa_research.reports.plan import (
        ReportPlan,
        check_parameters,
        load_notebook,
        report_place,
    )
    from tsa_research.workspace import open_workspace

    notebook = load_notebook(options.notebook)
    given = dict(_name_and_value(text) for text in options.parameters)
    if "network" in [parameter.name for parameter in notebook.parameters]:
        given.setdefault("network", _network(options))
    parameters = check_parameters(notebook, given)
    network = str(parameters.get("network", _network(options)))
    place = report_place(notebook, open_workspace(network).id, parameters)
    plan = ReportPlan(notebook, parameters, place)
    settings = Settings(
        include_code=options.include_code,
        keep_notebook=options.keep_notebook,
        limits=_limits(options),
    )
    return report_command(plan, network, options.reports, settings, _say, _complain)


def _say(line: str) -> None:
    print(line, flush=True)


def _complain(line: str) -> None:
    print(line, file=sys.stderr)


def _making_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reports", type=Path, default=Path("reports"), metavar="FOLDER")
    parser.add_argument("--include-code", action="store_true", help="show the code, folded away")
    parser.add_argument(
        "--keep-notebook", action="store_true", help="keep the executed notebook beside the report"
    )
    parser.add_argument(
        "--seconds", type=float, default=600.0, help="longest time for a report (default: 600)"
    )
    parser.add_argument(
        "--memory",
        type=int,
        default=2048,
        metavar="MB",
        help="most memory for a report, beyond the libraries (default: 2048)",
    )
    _network_option(parser)


def _limits(options: argparse.Namespace) -> Limits:
    from tsa_research.reports.limits import Limits

    return Limits(seconds=options.seconds, memory=options.memory)


def _name_and_value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError("A parameter needs a value.", expected="-p name=value", got=f"-p {text}")
    return name.strip(), value


def _add_batch(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "batch",
        "Make the reports of a plan that are not up to date, and the index. Stopped at any "
        "moment, the same command goes on where it was.",
    )
    parser.add_argument(
        "plan",
        nargs="?",
        type=Path,
        metavar="PLAN.csv",
        help="a column notebook and one per parameter; without it, all reports of the network",
    )
    parser.add_argument(
        "--all", action="store_true", help="every report that the answers allow (the default)"
    )
    parser.add_argument(
        "--each",
        type=lambda text: tuple(text.split(",")),
        default=(),
        metavar="NAMES",
        help="with --notebook: one report for each, such as cohort,alliance",
    )
    parser.add_argument("--notebook", default="", help="with --each: which notebook")
    parser.add_argument("--workers", type=_workers, default=2, help="reports made side by side")
    parser.add_argument("--shard", default="", metavar="I/N", help="only this share of the plan")
    parser.add_argument(
        "--dask", default="", metavar="ADDRESS", help="let the workers of a dask scheduler do it"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and why")
    _making_options(parser)
    parser.set_defaults(run=_batch)


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of at least 1")
    return int(text)


def _batch(options: argparse.Namespace) -> int:
    from tsa_research.explore.making import Pace
    from tsa_research.explore.offline import write_comparison
    from tsa_research.reports.batch import Settings
    from tsa_research.reports.command import Choice, batch_command

    if options.all and (options.plan or options.each):
        raise UsageError(
            "A plan is one of the three.", expected="PLAN.csv, --all or --each", got="two"
        )
    return batch_command(
        _network(options),
        options.reports,
        Choice(options.plan, options.notebook, options.each, options.shard),
        Settings(
            workers=options.workers,
            include_code=options.include_code,
            keep_notebook=options.keep_notebook,
            limits=_limits(options),
        ),
        _say,
        dry_run=options.dry_run,
        dask=options.dask,
        beside=partial(write_comparison, pace=Pace(options.workers, _say)),
    )


def _add_verify(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "verify", "Say whether a report is what its inputs give, and what has changed."
    )
    parser.add_argument("report", type=Path, metavar="REPORT", help="the page in its folder")
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    from tsa_research.reports.command import verify_command

    return verify_command(options.report, _say)


def _add_check_figures(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "check-figures", "Say of every figure in a table whether it can be right."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.csv", help="one figure a row")
    parser.add_argument("--template", action="store_true", help="print a table to fill in")
    parser.add_argument("--csv", type=Path, metavar="OUT", help="write every verdict to a file")
    parser.add_argument("--all", action="store_true", help="list consistent figures as well")
    parser.set_defaults(run=_check_figures)


def _check_figures(options: argparse.Namespace) -> int:
    from tsa_research.figure_commands import TEMPLATE, check_command

    if options.template:
        print(TEMPLATE, end="")
        return ALL_WELL
    if options.file is None:
        raise UsageError("No table was named.", expected="FILE.csv, or --template", got="neither")
    return check_command(options.file, options.csv, _say, everything=options.all)


def _add_explore(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "explore", "Compare alliances in a browser, without code.")
    parser.add_argument(
        "notebook",
        nargs="?",
        default="compare_alliances",
        metavar="NOTEBOOK",
        help="compare_alliances (the default), two_alliances, trust_gap, network_view, self_audit, "
        "coaching_entry, protocol_session or start",
    )
    _parameter_option(parser)
    parser.add_argument("--port", type=int, default=8866)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--ip", default="127.0.0.1", help="listen on another address")
    parser.add_argument("--token", default="", help="what visitors must give (default: a new one)")
    parser.add_argument(
        "--listen-elsewhere", action="store_true", help="serve other machines; needs --token"
    )
    _network_option(parser)
    parser.set_defaults(run=_explore)


def _explore(options: argparse.Namespace) -> int:
    from tsa_research.explore_app import App, check_address, serve

    token = check_address(options.ip, options.token, allowed=options.listen_elsewhere)
    app = App(
        network=_network(options),
        notebook=options.notebook,
        parameters=dict(map(_name_and_value, options.parameters)),
        ip=options.ip,
        port=options.port,
        token=token,
        browser=not options.no_browser,
    )
    return serve(app)


def _add_lab(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "lab", "Open the notebooks in JupyterLab on this machine.")
    parser.add_argument("--port", type=int, default=8888)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    _network_option(parser)
    parser.set_defaults(run=_lab)


def _lab(options: argparse.Namespace) -> int:
    from tsa_research.lab import open_lab

    return open_lab(_network(options), port=options.port, browser=not options.no_browser)
