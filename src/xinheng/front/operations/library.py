"""Acts on codes and the catalogue of services."""

from datetime import datetime

from xinheng.apps.documents import queries as documents
from xinheng.apps.library import actions
from xinheng.core.library import acts
from xinheng.core.library.words import OfferingKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import NoInput, Operation, Shape


class ImportCodesIn(Shape):
    """A file handed in before, and whether other counts than 39/280/626 are meant."""

    file: int
    other_counts: bool = False


class OfferIn(Shape):
    """A service of the catalogue."""

    key: str
    name_zh: str
    name_en: str
    category: OfferingKind
    may_threaten_impartiality: bool = False
    is_open: bool = True


def _load(_case_id: int, _given: NoInput, by: Actor, at: datetime) -> object:
    return actions.load_shipped(by=by, at=at)


def _import(_case_id: int, given: ImportCodesIn, by: Actor, at: datetime) -> object:
    stored = documents.visible_file(given.file, viewer=by)
    content = documents.place_of(stored.sha256).read_bytes()
    return actions.import_codes(
        name=stored.name, content=content, other_counts=given.other_counts, by=by, at=at
    )


def _offer(_case_id: int, given: OfferIn, by: Actor, at: datetime) -> object:
    return actions.offer(**given.model_dump(), by=by, at=at).pk


def _count(codes: int) -> dict[str, object]:
    return {"codes": codes}


def _key(key: int) -> dict[str, object]:
    return {"offering": key}


OPERATIONS = (
    Operation(acts.LOAD_SHIPPED, NoInput, _load, of_case=False, answer=_count),
    Operation(acts.IMPORT_CODES, ImportCodesIn, _import, of_case=False, answer=_count),
    Operation(acts.OFFER, OfferIn, _offer, of_case=False, answer=_key),
)
