"""The command `xinheng`. Each module of this package adds its commands."""

import importlib
import os
import pkgutil

import click
import django


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xinheng")
def cli() -> None:
    """Xinheng 信衡: from an application to a certificate that anyone can verify."""


def main() -> None:
    """Start Django, gather the commands, run the one asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.config.settings")
    django.setup()
    package = importlib.import_module("xinheng.cli")
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"xinheng.cli.{info.name}")
        for command in getattr(module, "COMMANDS", ()):
            cli.add_command(command)
    cli()
