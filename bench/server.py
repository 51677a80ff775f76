"""A database of its own for a benchmark, and Django set up on it."""

import os
import tempfile
from pathlib import Path


def own_database() -> Path:
    """Point this process at an empty data folder and set Django up."""
    folder = Path(tempfile.mkdtemp(prefix="xinheng-bench-"))
    os.environ["XINHENG_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.config.settings")
    import django  # noqa: PLC0415 - only after the folder is chosen

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return folder
