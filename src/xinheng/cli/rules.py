"""`xinheng rules`: the rulebook as something one can look into."""

import click


@click.group()
def rules() -> None:
    """What is in force on a day, what changed, and who confirmed it."""


COMMANDS = (rules,)
