"""`xinheng serve`, `worker` and `init`: from an empty folder to a running system."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from xinheng import clock
from xinheng.apps.people import queries as people
from xinheng.jobs import worker as jobs


def prepare() -> None:
    """Bring the database and the static files up to date. Running it again changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    mark = Path(settings.STATIC_ROOT) / ".collected"
    newest = max(
        (path.stat().st_mtime for folder in settings.STATICFILES_DIRS
         for path in Path(folder).rglob("*") if path.is_file()),
        default=0.0,
    )  # fmt: skip
    if not mark.exists() or mark.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.touch()


@click.command()
@click.option("--host", default="0.0.0.0", help="address to listen on")  # noqa: S104 - a server
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="web processes")
@click.option("--demo", is_flag=True, help="load the demo body into an empty database")
def serve(host: str, port: int, workers: int, demo: bool) -> None:  # noqa: FBT001 - a flag
    """Start the web server and a worker; stop both on Ctrl-C."""
    prepare()
    if demo and people.body() is None:
        _load_demo()
    if people.body() is None:
        raise click.ClickException("No body is set up yet: run `xinheng init` or `make run`.")
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--no-ws", "--log-level", "warning", "xinheng.config.wsgi:application",
    ]  # fmt: skip
    processes = [
        subprocess.Popen(web, env=_environment(demo=demo)),  # noqa: S603 - our own words
        subprocess.Popen([sys.executable, "-m", "xinheng", "worker"]),
    ]
    # The search for plans is compiled beside, so that the first planner does not wait for it.
    subprocess.Popen([sys.executable, "-m", "xinheng", "plan", "warm"], stdout=subprocess.DEVNULL)
    _announce(port, demo=demo)
    _until_stopped(processes)


def _load_demo() -> None:
    from xinheng.demo import load  # noqa: PLC0415 - only the demo needs the demo

    started = time.monotonic()
    click.echo("正在装入演示机构 · Loading the demo body …")
    load.everything(at=clock.now())
    click.echo(f"完成 · done ({time.monotonic() - started:.0f} s)")


def _environment(*, demo: bool) -> dict[str, str]:
    """What the web processes are told; in a demo also whom its sign-in page names."""
    if not demo:
        return dict(os.environ)
    from xinheng.demo.people import SIGN_INS  # noqa: PLC0415 - only the demo needs the demo

    told = {
        "XINHENG_DEMO_PASSWORD": SIGN_INS.password,
        "XINHENG_DEMO_SIGN_INS": ",".join(username for username, _role in SIGN_INS.people),
    }
    return told | os.environ


def _announce(port: int, *, demo: bool) -> None:
    click.echo(f"\n信衡 Xinheng  →  http://localhost:{port}/")
    if not demo:
        return
    from xinheng.demo.people import SIGN_INS  # noqa: PLC0415 - only the demo needs the demo

    click.echo(f"\n演示账号 · demo sign-ins (password for all: {SIGN_INS.password})")
    for username, role in SIGN_INS.people:
        click.echo(f"  {username:<14} {role}")
    click.echo("")


def _until_stopped(processes: "list[subprocess.Popen[bytes]]") -> None:
    def stop(_number: int, _frame: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
    os._exit(max(process.returncode or 0 for process in processes) if _crashed(processes) else 0)


def _crashed(processes: "list[subprocess.Popen[bytes]]") -> bool:
    return any((process.returncode or 0) > 0 for process in processes)


@click.command()
@click.option("--batch", is_flag=True, help="stop when nothing is left to do")
def worker(batch: bool) -> None:  # noqa: FBT001 - a flag
    """Run background jobs."""
    jobs.run(batch=batch)


COMMANDS = (serve, worker)
