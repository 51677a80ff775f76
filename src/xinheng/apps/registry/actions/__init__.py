"""What is done to the national register."""

from xinheng.apps.registry.actions.filling import mix_of_october_2024, synthesise
from xinheng.apps.registry.actions.loading import Loaded, import_file
from xinheng.apps.registry.actions.standing import set_status
from xinheng.apps.registry.actions.taking import Taken, take_certificates, take_organisations

__all__ = [
    "Loaded",
    "Taken",
    "import_file",
    "mix_of_october_2024",
    "set_status",
    "synthesise",
    "take_certificates",
    "take_organisations",
]
