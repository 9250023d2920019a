"""Typer, bent to load commands on demand: names and help from a table, modules only when called."""

import gettext
import importlib
import os
from importlib.resources import files
from typing import Annotated, Any

import typer
from typer import _click
from typer.core import TyperCommand, TyperGroup

from reformctl.cli.app import COMMANDS
from reformctl.words import DOMAIN, say, spoken

EVERYWHERE = say("Everywhere: --workspace DIR (the workspace's folder), --lang zh|en (the language).")


class OnDemand(TyperGroup):
    """A group whose commands are stubs until one is called."""

    def list_commands(self, ctx: _click.Context) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Every command's name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: _click.Context, cmd_name: str) -> _click.Command | None:  # noqa: ARG002
        """A stub that knows no more than its name and help."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, help=say(COMMANDS[cmd_name].help))

    def resolve_command(
        self, ctx: _click.Context, args: list[str]
    ) -> tuple[str | None, _click.Command | None, list[str]]:
        """The real command, its module loaded."""
        if args and args[0] in COMMANDS:
            return args[0], load(args[0]), args[1:]
        self.commands = {name: TyperCommand(name) for name in COMMANDS}
        return super().resolve_command(ctx, args)


def load(name: str) -> _click.Command:
    """A command from its module."""
    command = COMMANDS[name]
    module = importlib.import_module(command.module)
    if command.kind:
        app = module.group_for(command.kind)
    elif hasattr(module, "app"):
        app = module.app
    else:
        app = typer.Typer(add_completion=False, rich_markup_mode=None, epilog=EVERYWHERE)
        app.command(name, help=say(command.help), epilog=EVERYWHERE)(getattr(module, name))
        return typer.main.get_command(app)
    group = typer.main.get_group(app)
    group.help, group.epilog, group.name = say(command.help), EVERYWHERE, name
    return group


def command_line() -> _click.Command:
    """The whole command line."""
    _translate_typer()
    app = typer.Typer(
        cls=OnDemand, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True,
        add_completion=True, epilog=EVERYWHERE,
    )  # fmt: skip
    app.callback(
        help=say("A plain-text ledger for a reform office: what is owed, who ranks where, and why.")
    )(_options)
    return typer.main.get_command(app)


def _options(
    version: Annotated[bool, typer.Option("--version", help=say("Print the version."))] = False,
) -> None:
    if version:
        from reformctl import __version__

        typer.echo(f"reformctl {__version__}")
        raise typer.Exit


def _translate_typer() -> None:
    """Let Typer's own words go through the catalogue too."""
    gettext.bindtextdomain(DOMAIN, str(files("reformctl") / "locale"))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = spoken()


def usage_errors() -> tuple[type[BaseException], type[BaseException]]:
    """The exceptions by which Typer says that a person gave up, or that a command line is wrong."""
    return typer.Abort, typer.TyperException


def usage_text(error: Any) -> str:
    """What is wrong with a command line, and how to go on."""
    if isinstance(error, _click.exceptions.NoArgsIsHelpError):
        return f"{error.ctx.get_help()}\n" if error.ctx else ""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "reformctl"
    hint = say("{path} --help shows how").format(path=path)
    return f"{_message(error)}\n  = {hint}\n"


def _message(error: Any) -> str:
    kinds = _click.exceptions
    if isinstance(error, kinds.NoSuchOption):
        text = say("no option “{name}”").format(name=error.option_name)
        if error.possibilities:
            text += " · " + say("did you mean “{near}”?").format(near="、".join(sorted(error.possibilities)))
        return text
    if isinstance(error, kinds.MissingParameter) and error.param is not None:
        return say("“{name}” is missing").format(name=_name(error.param))
    if isinstance(error, kinds.BadParameter) and error.param is not None:
        return say("{name}: {problem}").format(name=_name(error.param), problem=error.message)
    return str(error.format_message()) if hasattr(error, "format_message") else str(error)


def _name(param: Any) -> str:
    return max(param.opts, key=len) if param.param_type_name == "option" else (param.name or "").upper()
