"""Every act, one endpoint each. Made from the operations, so that none is forgotten."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from ninja import Router

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.apps.cases import queries as cases
from xinheng.front import operations
from xinheng.front.operation import Operation
from xinheng.front.who import Request

PREFIX = ""
router = Router(tags=["acts"])
REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


def _add(operation: Operation) -> None:
    shape = operation.shape
    endpoint: Callable[..., Any]
    if operation.of_case:

        def of_case(request: Request, number: str, given: Any) -> dict[str, object]:
            found = cases.case_by_number(number, viewer=request.actor)
            result = operation.call(found.id, given, request.actor, clock.now())
            return _answer(operation, result, number)

        endpoint, path = of_case, f"/cases/{{number}}/acts/{operation.act.name}"
    else:

        def of_body(request: Request, given: Any) -> dict[str, object]:
            result = operation.call(0, given, request.actor, clock.now())
            return _answer(operation, result, None)

        endpoint, path = of_body, f"/acts/{operation.act.name}"
    endpoint.__annotations__["given"] = shape
    router.post(
        path,
        response={200: dict[str, Any], **REFUSALS},
        summary=operation.act.title,
        operation_id=operation.act.name.replace(".", "_").replace("-", "_"),
    )(endpoint)


def _answer(operation: Operation, result: Any, number: str | None) -> dict[str, object]:
    if operation.answer is not None:
        return operation.answer(result)
    answer: dict[str, object] = {"done": operation.act.name}
    if number is not None:
        try:
            found = cases.case_by_number(number)
        except ObjectDoesNotExist:
            return answer
        answer |= {"case": found.number, "state": str(found.state), "version": found.version}
    return answer


for _operation in operations.every():
    _add(_operation)
