"""The seal: genuine only when it is ours and nothing was touched."""

import io
import random
import shutil
import subprocess
from datetime import timedelta

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.printing import samples
from xinheng.printing.certificate import print_certificate
from xinheng.printing.seal import SoftSealer, check_seal, make_self_signed, seal

LATER = samples.NOON + timedelta(hours=3)


@pytest.fixture(scope="module")
def keys():
    return make_self_signed("信衡认证有限公司", samples.NOON)


@pytest.fixture(scope="module")
def unsealed():
    return print_certificate(samples.certificate(), made_at=samples.NOON)


@pytest.fixture(scope="module")
def sealed(keys, unsealed):
    return seal(unsealed, SoftSealer(*keys), at=LATER, reason="颁发证书")


def codes(check) -> list[str]:
    return [violation.code for violation in check.reasons]


def test_seal_is_genuine_and_tells_who_and_when(sealed, keys):
    check = check_seal(sealed, keys[1])

    assert (check.genuine, check.signer, check.at) == (True, "信衡认证有限公司", LATER)
    assert check.reasons == ()


def test_seal_forbids_every_change_and_is_pades(sealed):
    root = pypdf.PdfReader(io.BytesIO(sealed)).root_object

    signature = root["/Perms"]["/DocMDP"].get_object()
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/Reference"][0].get_object()["/TransformParams"]["/P"] == 1
    assert signature["/Reason"] == "颁发证书"


def test_sealed_file_begins_with_the_unsealed_one_and_reads_alike(sealed, unsealed):
    texts = [pypdf.PdfReader(io.BytesIO(f)).pages[0].extract_text() for f in (sealed, unsealed)]

    assert sealed.startswith(unsealed)
    assert texts[0] == texts[1]


def test_one_flipped_bit_in_what_is_sealed_is_noticed(sealed, keys):
    signature = pypdf.PdfReader(io.BytesIO(sealed)).root_object["/Perms"]["/DocMDP"].get_object()
    _start, first_end, second_start, length = signature["/ByteRange"]
    dice = random.Random(1)
    covered = [dice.randrange(first_end) for _flip in range(150)]
    covered += [second_start + dice.randrange(length) for _flip in range(100)]

    accepted = []
    for place in covered:
        changed = bytearray(sealed)
        changed[place] ^= 1 << dice.randrange(8)
        if check_seal(bytes(changed), keys[1]).genuine:
            accepted.append(place)

    assert accepted == []


def test_addition_after_sealing_is_refused(sealed, keys):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)

    check = check_seal(changed.getvalue(), keys[1])

    assert check.genuine is False
    assert "seal.added-to" in codes(check)


def test_trailing_bytes_are_refused(sealed, keys):
    assert codes(check_seal(sealed + b"\n% more\n", keys[1])) == ["seal.added-to"]


def test_seal_of_a_stranger_of_the_same_name_is_refused(sealed, unsealed):
    _key, certificate = make_self_signed("信衡认证有限公司", samples.NOON)

    check = check_seal(sealed, certificate)

    assert check.genuine is False
    assert "seal.stranger" in codes(check)


def test_seal_made_before_or_after_the_life_of_its_certificate_is_refused(keys, unsealed):
    for moment in (samples.NOON - timedelta(days=1), samples.NOON + timedelta(days=6 * 365)):
        late = seal(unsealed, SoftSealer(*keys), at=moment)
        assert check_seal(late, keys[1]).genuine is False


def test_older_seals_stay_genuine_when_a_new_certificate_is_added(sealed, keys):
    _key, newer = make_self_signed("信衡认证有限公司", LATER)

    assert check_seal(sealed, newer + keys[1]).genuine is True


def test_file_without_seal_and_no_file_are_refused(unsealed, keys):
    assert codes(check_seal(unsealed, keys[1])) == ["seal.absent"]
    assert codes(check_seal(b"not a file", keys[1])) == ["seal.unreadable"]
    assert codes(check_seal(b"", keys[1])) == ["seal.unreadable"]


def test_moment_needs_a_zone_and_key_the_right_curve(unsealed, keys):
    with pytest.raises(ValueError, match="time zone"):
        seal(unsealed, SoftSealer(*keys), at=LATER.replace(tzinfo=None))
    with pytest.raises(ValueError, match="cannot be sealed"):
        seal(b"junk", SoftSealer(*keys), at=LATER)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed")
def test_another_reader_finds_the_seal_valid_and_whole(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, check=False, text=True
    ).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
