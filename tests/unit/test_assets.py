"""What a page is told to load beforehand: the modules that its entry imports, and no others."""

from pathlib import Path

from app.assets import Assets

ENTRY = """/** @typedef {import("./state/types.js").State} State */

import { b } from "./b.js";
import "./plain.js";
export {
  c,
} from "./c.js";

/** @param {import("./kinds.js").Kind} kind */
export function run(kind) {
  return b(kind, "./word.js");
}
"""


def test_modules_are_followed_by_what_they_load_not_by_the_types_they_name(tmp_path: Path) -> None:
    names = ("b.js", "plain.js", "c.js", "kinds.js", "word.js", "state/types.js")
    for name in names:
        path = tmp_path / "js" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('import "./d.js";\n' if name == "b.js" else "export {};\n")
    (tmp_path / "js" / "d.js").write_text("export {};\n")
    (tmp_path / "js" / "main.js").write_text(ENTRY)
    addresses = Assets(tmp_path).modules("js/main.js")
    loaded = [address.removeprefix("/static/js/").partition("?")[0] for address in addresses]
    assert loaded == ["main.js", "b.js", "plain.js", "c.js", "d.js"]
