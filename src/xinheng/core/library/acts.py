"""What people do about codes and the catalogue of services."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
CODES = Source("检验认证", "管理体系认证业务范围分类")
CATALOGUE = Source("检验认证", "国检公信（北京）检验认证有限公司")
NO_CONSULTANCY = Source("ISO/IEC 17021-1", "5.2.5", "2015", "from memory, unverified")

LOAD_SHIPPED = ActKind(
    "library.load-shipped",
    _("Load shipped codes"),
    _("loaded the shipped lists: %(codes)s codes"),
    (D.ADMINISTER, D.CLOCKWORK),
    CODES,
)
IMPORT_CODES = ActKind(
    "library.import-codes",
    _("Import official codes"),
    _("imported the official list: %(codes)s codes"),
    (D.ADMINISTER,),
    CODES,
)
OFFER = ActKind(
    "library.offer",
    _("Keep a service of the catalogue"),
    _("kept the service “%(name)s” in the catalogue"),
    (D.ADMINISTER,),
    CATALOGUE,
)

ACTS = (LOAD_SHIPPED, IMPORT_CODES, OFFER)
