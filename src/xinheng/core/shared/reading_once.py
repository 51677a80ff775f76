"""One reading for one request: a question asked twice while a page is made is answered once.

A page asks every room what may be done and what there is to show, and the rooms
ask each other. Inside `one_reading()` the answers of functions marked with
`answered_once` are kept until the block ends. Outside of it, and so in every
act, each question is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, object] | None] = ContextVar("answers", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Keep the answers to marked questions until the block ends. Never put it around an act."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def read_anew() -> None:
    """Forget every answer kept so far, because something was just changed."""
    kept = _answers.get()
    if kept is not None:
        kept.clear()


def answered_once(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Mark a question whose answer may be kept for the length of one reading.

    The answer must be a plain value, or rows that nobody changes; never an
    iterator. Arguments must be hashable.
    """

    @wraps(question)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        kept = _answers.get()
        if kept is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        return kept[key]  # type: ignore[return-value]

    return asked
