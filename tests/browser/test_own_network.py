"""A network of the reader's own: dropped on the page, given a vocabulary, read, played, deleted."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import Open
from tests.browser.explore import Explore
from tests.browser.networks import write_networks
from tests.browser.numbers import decimals, read_number, trace, vectors
from tests.browser.test_accessibility import findings
from tests.browser.test_arithmetic_card import LAST_DIGIT, explained, shown
from tests.browser.test_sizes import OVERFLOW, SMALL_TARGETS, TARGETS
from tests.readers.torch_files import files
from tests.serving import served

WORDS = '["<unk>", "der", "die", "das", "und", "nicht"]'
TEXT = "das und nicht die"
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  const shown = () => document.querySelector(".drop-zone").matches(":popover-open");
  const seen = [];
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    seen.push(shown());
  }
  return seen;
}"""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a site that nobody has brought a network to."""
    zoo = write_networks(tmp_path_factory.mktemp("networks"))
    store = tmp_path_factory.mktemp("store")
    settings = Settings(zoo_folder=zoo, default_model="feelings", store_folder=store)
    with served(create_app(settings)) as address:
        yield address


def drop(page: Explore, name: str, content: bytes) -> None:
    """Let a file go over the middle of the page."""
    seen = page.page.evaluate(DROP, [name, base64.b64encode(content).decode()])
    assert seen == [True, False], "where to let go is shown while the file is over the page, and no longer"


def test_a_file_is_dropped_completed_read_and_deleted(explore: Open, own_site: str) -> None:
    page = explore(address=own_site, reduced_motion="reduce", width=390, height=844).open()
    text = page.field.input_value()
    drop(page, "lyrics.pt", b"no network at all")
    refusal = page.page.locator(".own-refusal")
    expect(refusal).to_contain_text("“lyrics.pt” is in no format that is known here.")
    expect(refusal).to_contain_text("torch.save(model.state_dict()")
    forgive(page, "415")
    assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}
    assert page.page.evaluate(SMALL_TARGETS, TARGETS) == []
    assert findings(page) == []
    expect(page.field).to_have_value(text)
    page.resize(1440, 900)

    drop(page, "speech.pt", files()["lstm-two.state_dict.pt"])
    dialog = page.page.locator("dialog.dialog-networks")
    expect(dialog).to_be_hidden()
    expect(page.page.locator(".network-title")).to_have_text("speech")
    ids = page.field.input_value()
    assert [int(number) for number in ids.split()] == [0, 1, 2, 3, 4, 5]
    expect(page.page).to_have_url(re.compile(r"#m=u-[0-9a-f]{16}&ids="))
    identifier = page.hash()["m"]
    with httpx.Client(base_url=f"{own_site}/api/v1", timeout=30) as api:
        complete(page)
        reads(page, api, identifier)
        assert api.get(f"/models/{identifier}").status_code == 200
        other = explore(address=own_site, reduced_motion="reduce").open({"m": identifier})
        expect(other.page.locator("#own")).to_contain_text("reads the words of its vocabulary")
        expect(other.page.locator("#ribbon [data-step]").first).to_be_visible()

        page.page.get_by_role("button", name="Network: speech").click()
        dialog.get_by_role("button", name="Delete speech").click()
        expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
        dialog.get_by_role("button", name="Delete", exact=True).click()
        expect(dialog.locator(".own-network")).to_have_count(0)
        page.page.keyboard.press("Escape")
        expect(page.page.locator(".network-title")).to_have_text("Feelings")
        assert api.get(f"/models/{identifier}").status_code == 404
    other.go(m=identifier, text="das")
    expect(other.page.locator("#sequence-error")).to_contain_text("not here any more")
    forgive(other, "404")


def forgive(page: Explore, status: str) -> None:
    """Take back what the browser itself says of a refusal that was provoked."""
    page.complaints[:] = [one for one in page.complaints if status not in one]


def complete(page: Explore) -> None:
    """Give the vocabulary, and say what the numbers of the output layer are."""
    page.page.get_by_role("button", name="Give it a vocabulary").click()
    dialog = page.page.locator("dialog.dialog-file")
    field = dialog.locator("#vocabulary")
    field.fill(WORDS.replace(', "nicht"', ""))
    dialog.get_by_role("button", name="Use it").click()
    expect(dialog.locator("#vocabulary-said")).to_have_text("The server did not take it.")
    forgive(page, "422")
    field.fill(WORDS)
    dialog.get_by_role("button", name="Use it").click()
    expect(dialog).to_contain_text("6 entries. The network reads words.")
    kind = dialog.get_by_label("Its numbers are")
    kind.focus()
    kind.select_option("softmax")
    expect(dialog.locator(".note").last).to_be_empty()
    expect(kind).to_be_focused()
    assert findings(page) == []
    page.page.keyboard.press("Escape")


def reads(page: Explore, api: httpx.Client, identifier: str) -> None:
    """Type, play a step, and compare what is drawn and taken apart with the API's answer."""
    page.field.fill(TEXT)
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(4)
    place: dict[str, Any] = {"m": identifier, "text": TEXT, "s": 2, "op": "squash_f", "u": 1, "at": 0}
    page.go(**place, c="forget_gate")
    page.shows(s=2, u=1)
    page.next.click()
    page.rests()
    expected = vectors(trace(api, model=identifier, text=TEXT), step=2)
    assert page.drawn()["f"] == {unit: decimals(value) for unit, value in enumerate(expected["f"])}
    account = explained(api, place, "forget_gate")
    card = shown(page, "f", account["value"])
    assert read_number(card["foot"][-1][-1]) == pytest.approx(account["value"], abs=LAST_DIGIT)
    assert read_number(card["foot"][0][-1]) == pytest.approx(account["preactivation"], abs=LAST_DIGIT)
    products = [read_number(row[-1]) for row in card["body"]]
    assert sum(products) == pytest.approx(account["preactivation"], abs=1e-3)
    predictions = api.post("/traces", json={"model": identifier, "text": TEXT}).json()["predictions"]
    assert predictions["kind"] == "softmax"
