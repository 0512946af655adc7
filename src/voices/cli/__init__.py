"""The command line: every verb a user types, each a thin layer that opens rooms lazily and prints."""

from __future__ import annotations

import sys
import traceback

import typer

from voices.cli import (
    across,
    assurance,
    complaints,
    evaluate,
    exchange,
    figures,
    matrix,
    study,
    template,
    themes,
    theories,
    vault,
)
from voices.disk import disk_full
from voices.errors import VoicesError

app = typer.Typer(
    name="voices",
    help="Pseudonymise, code and quote what people say about children's social work. Nothing leaves this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
study.register(app)
exchange.register(app)
figures.register(app)
app.add_typer(vault.app, name="vault")
app.add_typer(assurance.app, name="audit")
app.add_typer(evaluate.app, name="evaluate")
app.command("dpia")(assurance.impact)
app.add_typer(figures.codebook_app, name="codebook")
app.add_typer(template.app, name="template")
app.add_typer(themes.app, name="theme")
app.add_typer(complaints.app, name="complaint")
app.add_typer(theories.app, name="theories")
app.add_typer(matrix.app, name="framework")
app.add_typer(across.app, name="triangulation")


def main() -> None:
    """Run the command line; an error is one line on stderr, without people's words, and an exit code."""
    try:
        app()
    except VoicesError as error:
        sys.stderr.write(f"voices: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("voices: stopped; what was finished is kept, run it again to go on\n")
        sys.exit(130)
    except OSError as error:
        sys.stderr.write(f"voices: {_system(error)}\n")
        sys.exit(3)
    except Exception as error:  # noqa: BLE001 - its message may carry people's words, so only type and place are shown
        full = disk_full(error)
        if full is not None:
            sys.stderr.write(f"voices: {full}\n")
            sys.exit(full.exit_code)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{frame.lineno}"
        sys.stderr.write(
            f"voices: stopped by a fault of its own ({type(error).__name__} at {place}); please report it\n"
        )
        sys.exit(2)


def _system(error: OSError) -> str:
    full = disk_full(error)
    if full is not None:
        return str(full)
    return f"{error.strerror or type(error).__name__}: check that the folder is there and may be written to"
