"""`xinheng verify`, `proof` and `key`: is this true?"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from xinheng import clock
from xinheng.apps.proofs import actions, queries
from xinheng.apps.registry import queries as registry
from xinheng.cli.speaking import lang_option, person_of, read_json, show, speaking, unreadable
from xinheng.core.proofs.words import Purpose
from xinheng.core.registry.points import Paper
from xinheng.core.registry.verdict import Verdict
from xinheng.front.verdicts import as_json, list_workbook
from xinheng.front.wording import said, sentence
from xinheng.proving import checking, note, offline, policy

FALSE = 3


@click.command()
@click.argument("given")
@click.option("--holder", default="", help="the name on the paper")
@click.option("--address", default="", help="the address on the paper")
@click.option("--scope", default="", help="the scope on the paper")
@click.option("--standard", default="", help="the standard on the paper")
@click.option("--expires", default="", help="the last day of validity on the paper, 2026-03-05")
@click.option("--bundle", default="", help="check without the register: a file of bundle.json")
@click.option("--json", "as_document", is_flag=True, help="answer as JSON")
@lang_option
def verify(
    given: str, holder: str, address: str, scope: str, standard: str, expires: str,
    bundle: str, as_document: bool, lang: str,  # noqa: FBT001 - a flag
) -> None:  # fmt: skip
    """Say whether GIVEN (a PDF, the text of a QR code, or a number) is genuine and in force."""
    try:
        last = date.fromisoformat(expires) if expires else None
    except ValueError:
        unreadable(f"{expires}: not a day like 2026-03-05")
    paper = Paper(holder, address, scope, standard, last)
    place = Path(given)
    content: bytes | str = given
    if len(given) < 255 and place.is_file():
        content = place.read_bytes()
    with speaking(lang):
        if bundle:
            taken = _bundle(bundle)
            text = content.decode(errors="replace") if isinstance(content, bytes) else content
            answer = offline.answer(text, taken, at=clock.now(), on=clock.today())
        else:
            answer = registry.verify(content, on=clock.today(), paper=paper)
        if as_document:
            show({"ok": True, "result": as_json(answer)})
            return
        click.echo(said(answer.verdict) + (f" ({answer.as_of})" if answer.as_of else ""))
        for why in answer.reasons:
            click.echo(f"- {sentence(why)}")
        for name in (answer.number, answer.holder, answer.credit_code, answer.standard):
            click.echo(name)


@click.command("verify-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@lang_option
def verify_list(file: Path, out: Path, lang: str) -> None:
    """Check each row of the workbook FILE; write it with verdicts to OUT."""
    with speaking(lang):
        found = registry.check_list(file.read_bytes(), on=clock.today())
        out.write_bytes(list_workbook(found, on=clock.today()))
        counts = {str(verdict): found.count(verdict) for verdict in Verdict}
        show({"ok": True, "result": {"rows": len(found.rows), "verdicts": counts}})


def _bundle(file: str) -> offline.Bundle:
    try:
        return offline.bundle(read_json(file))
    except ValueError as fault:
        unreadable(f"{file}: {fault}")


@click.group()
def proof() -> None:
    """Proofs that an entry stands in a log."""


@proof.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "keys", multiple=True, help="a key of the log: name+hash+key; repeatable")
@click.option("--policy", "policy_file", default="", help="a policy of logs and witnesses")
@lang_option
def check(file: Path, keys: tuple[str, ...], policy_file: str, lang: str) -> None:
    """Check the proof in FILE with nothing but keys: no database, no network."""
    trusted = _trusted(keys, policy_file)
    with speaking(lang):
        found = checking.check(file.read_text(encoding="utf-8", errors="replace"), trusted)
        if not found.is_proven:
            show({"ok": False, "reasons": [said_reason(text) for text in found.reasons]})
            sys.exit(FALSE)
        result = {
            "index": found.index, "size": found.size, "entry": found.said(),
            "witnessed_at": found.witnessed_at,
        }  # fmt: skip
        show({"ok": True, "result": result})


def said_reason(text: str) -> str:
    """A reason in the language spoken."""
    from django.utils.translation import gettext  # noqa: PLC0415 - needs the language set

    return gettext(text)


def _trusted(keys: tuple[str, ...], policy_file: str) -> policy.Policy:
    try:
        logs = tuple(note.verifier(key) for key in keys)
        if policy_file:
            found = policy.read(Path(policy_file).read_text(encoding="utf-8"))
            return policy.Policy(
                (*found.logs, *logs), found.witnesses, found.addresses, found.groups, found.quorum
            )
    except (ValueError, OSError) as fault:
        unreadable(str(fault))
    if not logs:
        unreadable("name a key of the log with --key, or a policy with --policy")
    return policy.Policy(logs)


@proof.command("make")
@click.argument("index", type=int)
def make(index: int) -> None:
    """Print the proof of entry INDEX under the newest checkpoint."""
    text = queries.log_proof(index)
    if text is None:
        click.echo("no checkpoint covers this entry yet: `xinheng log sign`", err=True)
        sys.exit(FALSE)
    click.echo(text, nl=False)


@click.group()
def log() -> None:
    """The signed log: checkpoints, files, witnesses."""


@log.command()
def sign() -> None:
    """Sign how far the log has grown."""
    try:
        kept = actions.sign_checkpoint(at=clock.now())
    except actions.RefusedToSign as refused:
        show({"ok": False, "refused": str(refused)})
        sys.exit(FALSE)
    newest = kept or queries.newest()
    show({"ok": True, "size": newest.size if newest else 0, "new": kept is not None})


@log.command()
@click.option("--entries", is_flag=True, help="write the entries too")
def export(entries: bool) -> None:  # noqa: FBT001 - a flag
    """Write the files of the log anew, for a web server, a mirror or an auditor."""
    newest = queries.newest()
    written = actions.write_files(newest.size, entries=entries) if newest else 0
    show({"ok": True, "folder": str(queries.folder()), "files": written})


@log.command()
@click.option("--old", default=0, help="the size the witness knows")
def ask(old: int) -> None:
    """Print what to hand to a witness that works by files."""
    sent = actions.request_for(old=old)
    if sent is None:
        click.echo("nothing to ask: no checkpoint yet, or the witness knows more", err=True)
        sys.exit(FALSE)
    click.echo(sent.as_text(), nl=False)


@log.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def cosigned(file: Path) -> None:
    """Take in the lines a witness gave back."""
    added = actions.add_cosignatures(file.read_text(encoding="utf-8"), at=clock.now())
    show({"ok": added > 0, "added": added})
    sys.exit(0 if added else FALSE)


@click.group()
def key() -> None:
    """The keys the body signs with."""


@key.command("list")
def list_keys() -> None:
    """Print the public keys."""
    click.echo(json.dumps(registry.key_document(), ensure_ascii=False, indent=2))


@key.command()
@click.argument("purpose", type=click.Choice([str(one) for one in Purpose]))
@click.option("--because", default="", help="why an old key is retired")
@click.option("--as", "username", required=True, help="who does it")
@lang_option
def rotate(purpose: str, because: str, username: str, lang: str) -> None:
    """Retire the key for PURPOSE and make another."""
    with speaking(lang):
        row = actions.rotate_key(
            purpose=Purpose(purpose), because=because, by=person_of(username), at=clock.now()
        )
        show(_made(row))


@key.command()
@click.argument("key_id")
@click.option("--because", default="", help="why nothing it signed is believed any more")
@click.option("--as", "username", required=True, help="who does it")
@lang_option
def revoke(key_id: str, because: str, username: str, lang: str) -> None:
    """Revoke the key KEY_ID."""
    with speaking(lang):
        row = actions.revoke_key(
            key=key_id, because=because, by=person_of(username), at=clock.now()
        )
        show(_made(row))


def _made(row: Any) -> dict[str, object]:
    return {"ok": True, "result": {"key": row.key_id, "purpose": str(row.purpose)}}


COMMANDS = (verify, verify_list, proof, log, key)
