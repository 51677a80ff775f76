"""What is done about a change of rules: finding out what it moves, and moving it."""

from xinheng.apps.rulechange.actions.asking import ask, make
from xinheng.apps.rulechange.actions.moving import carry_out, move, note_followed

__all__ = ["ask", "carry_out", "make", "move", "note_followed"]
