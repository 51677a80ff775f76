"""`xinheng init`: an empty body with its first administrator."""

import click

from xinheng import clock
from xinheng.apps.library import actions as library
from xinheng.apps.people import actions as people
from xinheng.cli.serve import prepare
from xinheng.cli.speaking import lang_option, show, speaking
from xinheng.core.shared.actor import Actor, Duty

FOUNDER = Actor(
    None, "xinheng init", frozenset({Duty.ADMINISTER, Duty.KEEP_PEOPLE, Duty.CLOCKWORK})
)


@click.command()
@click.option("--name", "name_zh", prompt="机构名称 · Name of the body")
@click.option("--name-en", default="", help="the name in English")
@click.option("--approval-number", prompt="批准号 · Approval number")
@click.option("--branch", "branches", multiple=True, help="a branch as CODE=NAME; may be repeated")
@click.option("--admin", "username", prompt="管理员登录名 · Administrator signs in as")
@click.option("--admin-name", prompt="管理员姓名 · Administrator's name")
@click.option("--password", prompt="密码 · Password", hide_input=True, confirmation_prompt=True)
@lang_option
def init(
    name_zh: str, name_en: str, approval_number: str, branches: tuple[str, ...],
    username: str, admin_name: str, password: str, lang: str,
) -> None:  # fmt: skip
    """Set up an empty body: name, approval number, branches, first administrator."""
    prepare()
    wanted = [people.BranchWanted(*branch.split("=", 1)) for branch in branches if "=" in branch]
    if len(wanted) != len(branches):
        raise click.BadParameter("write a branch as CODE=NAME", param_hint="--branch")
    with speaking(lang):
        at = clock.now()
        first = people.set_up_body(
            name_zh=name_zh,
            name_en=name_en or name_zh,
            approval_number=approval_number,
            administrator=people.FirstAdministrator(username, admin_name, password),
            branches=wanted,
            by=FOUNDER,
            at=at,
        )
        loaded = library.load_shipped(by=FOUNDER, at=at)
        show({"ok": True, "result": {"administrator": first.username, "scope_codes": loaded}})


COMMANDS = (init,)
