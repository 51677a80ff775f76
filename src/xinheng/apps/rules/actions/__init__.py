"""What is done with the rulebook. Each entry makes the next rule set; nothing is overwritten."""

from xinheng.apps.rules.actions.answering import approve, decline, take_back
from xinheng.apps.rules.actions.confirming import confirm, unconfirm
from xinheng.apps.rules.actions.entering import choose, propose, read_file

__all__ = [
    "approve",
    "choose",
    "confirm",
    "decline",
    "propose",
    "read_file",
    "take_back",
    "unconfirm",
]
