"""Whatever is typed or linked is text: no element is made of it and no script runs."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import Explore, set_value

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><style><img src onerror=alert(1)>",
    "<style>@import '//example.org'</style>",
    "<link rel=stylesheet href=//example.org>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//example.org>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<template><img src onerror=alert(1)></template>",
    "<form action=javascript:alert(1)><button>",
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<!--<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=alert(1) autofocus x=\"",
    "` onerror=alert(1) `",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "{token}{step}{unit}{__proto__}",
    "__proto__ constructor prototype toString",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "<img\u0000 src=x onerror=alert(1)>",
    "\u202e<script>alert(1)</script>",
]  # fmt: skip
ELEMENTS = """() => document.querySelectorAll(
  "img, iframe, object, embed, video, form, base, marquee, details, template, math, " +
  "body script:not(#boot), svg script, a[href^='javascript'], " +
  "[onerror], [onload], [onfocus], [onmouseover], [ontoggle]"
).length"""
# The page has none of these itself; the form that lets a network write on comes with one that can.
OWN = 0


def untouched(page: Explore, before: int) -> None:
    """Nothing was made of it: no element, no dialog, no policy report, the prototype as it was."""
    assert page.page.evaluate(ELEMENTS) == before
    assert page.page.evaluate("({}).polluted") is None
    assert page.complaints == []


def test_payloads_typed_in_are_only_text(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": "good", "op": "arrive", "at": 1})
    before = page.page.evaluate(ELEMENTS)
    for k in range(0, len(PAYLOADS), 8):
        text = "good ".join(PAYLOADS[k : k + 8])
        set_value(page.field, text)
        page.wait_for(text=page.field.input_value())
        expect(page.page.locator("#editor[aria-busy]")).to_have_count(0)
        untouched(page, before)


def test_payloads_as_single_tokens_reach_every_view(explore: Open) -> None:
    """Letters are tokens too: a whole payload, sign by sign, in ribbon, caption, table and card."""
    page = explore(reduced_motion="reduce").open(
        {"m": "deep", "text": "<b>'\"&`{", "s": 3, "op": "arrive", "at": 1}
    )
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(8)
    before = page.page.evaluate(ELEMENTS)
    for step in range(8):
        page.go(s=step, op="arrive", at=1, panel="table")
        page.wait_for(s=str(step))
        untouched(page, before)
    assert page.page.locator("dialog.dialog-table tbody tr").first.inner_text().startswith("1 <")


def test_payloads_in_a_link_are_only_text(explore: Open) -> None:
    """In every field of a link: as the text, as a channel, as a panel, as a network."""
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": PAYLOADS[0], "panel": "help"})
    expect(page.field).to_have_value(PAYLOADS[0])
    untouched(page, OWN)
    for payload in PAYLOADS[1:]:
        page.go(m="feelings", text=payload, c=payload, op=payload, panel=payload, theme=payload, p=payload)
        expect(page.field).to_have_value(payload)
    page.go(m=PAYLOADS[1], text="good")
    expect(page.field).to_have_value("good")
    expect(page.page.locator("#editor[aria-busy]")).to_have_count(0)
    untouched(page, OWN)


@pytest.mark.parametrize("payload", PAYLOADS[:3], ids=range(3))
def test_payloads_in_the_path_and_the_query_are_only_text(explore: Open, payload: str) -> None:
    page = explore().open(path=f"/{quote(payload, safe='')}?lang={quote(payload)}&x={quote(payload)}")
    assert page.page.evaluate(ELEMENTS) == 0
    assert all("404" in complaint for complaint in page.complaints)
    page.complaints.clear()


def test_numbers_cannot_carry_markup_either(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"m": "sensors", "values": "1, 2"})
    before = page.page.evaluate(ELEMENTS)
    page.field.fill("1, <img src=x onerror=alert(1)>")
    expect(page.page.locator("#sequence-error")).to_contain_text("<img")
    untouched(page, before)
