import { CHAPTERS, lstm } from "../../static/js/cells/lstm.js";
import { FIGURES } from "../../static/js/figures/index.js";
import { assert, test } from "./harness.js";

test("every channel and every operation is explained in the chapter of its figure", () => {
  const ofFigure = (/** @type {number} */ figure) => FIGURES[figure]?.chapter;
  const wrong = lstm.operations.filter(({ gate, figure }) => CHAPTERS[gate] !== ofFigure(figure));
  assert.deepEqual(
    wrong.map(({ id }) => id),
    [],
  );
  const made = lstm.operations.filter(({ channel }) => channel);
  const apart = made.filter(({ channel, figure }) => CHAPTERS[channel ?? ""] !== ofFigure(figure));
  assert.deepEqual(
    apart.map(({ id }) => id),
    [],
  );
  assert.deepEqual(Object.keys(CHAPTERS).sort(), lstm.channels.map(({ name }) => name).sort());
});
