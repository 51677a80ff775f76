"""Reckonings for anyone: no sign-in, nothing is kept."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Body, Router
from ninja.errors import HttpError

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.core.shared.reading import Unreadable
from xinheng.front.reckonings import reckon as do
from xinheng.front.who import Request

Question = Annotated[dict[str, Any], Body(description="the JSON form of the reckoning")]
router = Router(tags=["reckonings"], auth=None)


@router.post("/{name}", response={200: dict[str, Any], 404: Problem, 409: Problem, 422: Problem})
def reckon(request: Request, name: str, question: Question) -> dict[str, Any]:
    """Reckon `name`, such as audit-time, site-sample, due, star, lec or carbon."""
    try:
        return do(name, question, today=clock.today())
    except LookupError as error:
        raise HttpError(404, _("There is no such reckoning.")) from error
    except Unreadable as error:
        raise HttpError(422, str(error)) from error
