import { lstm } from "../../static/js/cells/lstm.js";
import { filmLength, momentOfFilm } from "../../static/js/pages/film.js";
import { assert, test } from "./harness.js";

const operations = [
  { id: "a", gate: "x", duration: 700, pause: 300 },
  { id: "b", gate: "x", duration: 500, pause: 300 },
];

test("a film takes as long as its operations and their pauses", () => {
  assert.equal(filmLength(operations), 1800);
  assert.equal(
    filmLength(lstm.operations),
    lstm.operations.reduce((sum, { duration, pause }) => sum + duration + pause, 0),
  );
});

test("at every time of a film the picture is the player's", () => {
  assert.deepEqual(momentOfFilm(operations, 0), { operation: 0, u: 0 });
  assert.deepEqual(momentOfFilm(operations, 350), { operation: 0, u: 0.5 });
  assert.deepEqual(momentOfFilm(operations, 900), { operation: 0, u: 1 });
  assert.deepEqual(momentOfFilm(operations, 1250), { operation: 1, u: 0.5 });
  assert.deepEqual(momentOfFilm(operations, 1800), { operation: 1, u: 1 });
  assert.deepEqual(momentOfFilm(operations, 99_999), { operation: 1, u: 1 });
});
