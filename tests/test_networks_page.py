"""The page of the networks, their cards and their pictures agree."""

from pathlib import Path

from tools import networks_page
from tools.moments import cards

IMAGES = Path(networks_page.__file__).parents[1] / "docs" / "images"


def test_the_page_is_up_to_date() -> None:
    assert networks_page.PAGE.read_text(encoding="utf-8") == networks_page.page(), "run `make docs`"


def test_every_network_has_its_picture_and_no_picture_is_left_over() -> None:
    taken = {path.stem for path in IMAGES.glob("network-*.png")}
    assert taken == {f"network-{card['id']}" for card in cards()}, "run `make shots`"
