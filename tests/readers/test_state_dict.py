"""What is made of names and shapes alone: stacks, what stands round them, what is left, and what is said."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pytest

from app.errors import NoRecurrentLayer, UnsupportedNetwork
from app.readers.named.recurrent import NotRecurrent, read_module
from app.readers.named.state_dict import Kind, Parts, read_state_dict
from app.readers.named.tensors import Tensor
from app.readers.named.torch_names import parse
from app.readers.named.vocabulary import find_vocabulary, read_vocabulary
from app.weights import random_stack

LSTM = {"weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4), "bias_ih_l0": (16,), "bias_hh_l0": (16,)}


def tensors(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Tensor]:
    """Numbers that differ from tensor to tensor."""
    generator = np.random.default_rng(1)
    arrays = {name: generator.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return {name: Tensor(array.shape, "float32", partial(np.copy, array)) for name, array in arrays.items()}


def under(prefix: str, shapes: Mapping[str, tuple[int, ...]] = LSTM) -> dict[str, tuple[int, ...]]:
    """The same names within a module."""
    return {f"{prefix}.{name}": shape for name, shape in shapes.items()}


def parts(shapes: Mapping[str, tuple[int, ...]]) -> Parts:
    return read_state_dict(tensors(shapes))


def test_rows_of_gates_are_put_in_our_order() -> None:
    rows = np.repeat(np.arange(4, dtype=np.float32), 2)[:, None]
    weights = {"weight_ih_l0": rows, "weight_hh_l0": np.repeat(rows, 2, axis=1), "bias_ih_l0": rows[:, 0]}
    found = read_state_dict({k: Tensor(v.shape, "float32", partial(np.copy, v)) for k, v in weights.items()})
    ours = found.stacks[0].layers[0][0]
    # torch has input, forget, candidate, output.
    assert [gate[0, 0] for gate in ours.W_x] == [gate[0, 0] for gate in ours.W_h] == [1, 0, 2, 3]
    assert [gate[0] for gate in ours.b] == [1, 0, 2, 3]


def test_the_second_bias_of_a_grus_candidate_stays_apart() -> None:
    shapes = {"weight_ih_l0": (6, 1), "weight_hh_l0": (6, 2), "bias_ih_l0": (6,), "bias_hh_l0": (6,)}
    given = tensors(shapes)
    ours = read_state_dict(given).stacks[0].layers[0][0]
    b_ih, b_hh = given["bias_ih_l0"].read(), given["bias_hh_l0"].read()
    np.testing.assert_array_equal(ours.b.reshape(-1), [*(b_ih + b_hh)[:4], *b_ih[4:]])
    np.testing.assert_array_equal(ours.b_h, b_hh[4:])


@pytest.mark.parametrize(
    "prefix", ["module.lstm", "_orig_mod.lstm", "module._orig_mod.lstm", "lstm.module", "lstm._orig_mod"]
)
def test_wrappers_leave_no_trace_in_names(prefix: str) -> None:
    assert parts(under(prefix)).stacks[0].name == "lstm"


def test_names_that_cannot_be_shown_are_made_so() -> None:
    found = parts({**under("a\x1b[31m\n"), "\ud800.weight": (2, 4), "emb\x00.weight": (9, 3)})
    assert found.stacks[0].name == "a?[31m?"
    assert [one.name for one in found.outputs] == ["?"]
    assert [one.name for one in found.embeddings] == ["emb?"]
    texts = {"\ud800": ["a", "\udfff", "c"], "x\ny": ["a", "b", "c"]}
    vocabulary, notes = find_vocabulary(texts, (), found.stacks)
    assert vocabulary == ("a", "b", "c")
    assert "x?y" in notes[0].en


def test_modules_beside_one_another_become_stacks_of_their_own() -> None:
    found = parts({**under("lstm1"), **under("lstm2", {**LSTM, "weight_ih_l0": (16, 4)})})
    assert [stack.name for stack in found.stacks] == ["lstm1", "lstm2"]
    assert found.notes == ()


def test_a_numbered_list_whose_sizes_chain_becomes_one_stack_with_a_note() -> None:
    found = parts({**under("rnns.0"), **under("rnns.1", {"weight_ih_l0": (8, 4), "weight_hh_l0": (8, 2)})})
    assert [(stack.name, stack.depth) for stack in found.stacks] == [("rnns", 2)]
    assert "rnns.0 to rnns.1 are taken as one stack" in found.notes[0].en
    assert "rnns.0 到 rnns.1" in found.notes[0].zh


@pytest.mark.parametrize("second", ["rnns.2", "others.1"])
def test_a_list_with_a_gap_is_not_joined(second: str) -> None:
    found = parts({**under("rnns.0"), **under(second, {**LSTM, "weight_ih_l0": (16, 4)})})
    assert [stack.depth for stack in found.stacks] == [1, 1]


def test_sizes_that_do_not_chain_are_not_joined() -> None:
    found = parts({**under("rnns.0"), **under("rnns.1")})
    assert [stack.name for stack in found.stacks] == ["rnns.0", "rnns.1"]


def test_several_embeddings_and_outputs_are_all_offered() -> None:
    shapes = {
        "word_emb.weight": (9, 3),
        "tag_emb.weight": (5, 3),
        "fc.weight": (2, 4),
        "other.weight": (7, 4),
    }
    found = parts({**under("lstm"), **shapes, "fc.bias": (2,)})
    assert [one.name for one in found.embeddings] == ["word_emb", "tag_emb"]
    assert [one.name for one in found.outputs] == ["fc", "other"]
    assert {one.stack for one in found.embeddings} == {one.stack for one in found.outputs} == {None}
    assert {one.kind for one in found.outputs} == {None}
    assert not found.outputs[1].b.any()


def test_a_class_says_more_than_a_name() -> None:
    given = tensors({**under("lstm"), "first.weight": (9, 3), "embedding.weight": (9, 3)})
    found = read_state_dict(
        given, {"first": Kind("torch.nn.Embedding"), "embedding": Kind("torch.nn.Linear")}
    )
    assert [one.name for one in found.embeddings] == ["first"]


def test_the_same_vectors_are_offered_once() -> None:
    given = tensors({**under("lstm"), "embedding.weight": (9, 3)})
    found = read_state_dict({**given, "tied_embedding.weight": given["embedding.weight"]})
    assert [one.name for one in found.embeddings] == ["embedding"]
    assert found.leftovers[0].why == "the same vectors as embedding"


def test_a_layer_behind_a_layer_is_left_over_with_the_reason() -> None:
    found = parts({**under("lstm"), "head.0.weight": (8, 4), "head.0.bias": (8,), "head.2.weight": (2, 8)})
    assert found.outputs == ()
    assert [(one.name, one.shape) for one in found.leftovers] == [("head.0", (8, 4)), ("head.2", (2, 8))]
    assert found.leftovers[0].why.startswith("head.2 reads its values")
    assert "neither a table of vectors as long as an input (3)" in found.leftovers[1].why


def test_an_embedding_as_wide_as_an_output_does_not_stand_behind_it() -> None:
    found = parts({**under("lstm"), "embedding.weight": (9, 3), "fc.weight": (3, 4), "fc.bias": (3,)})
    assert ([one.name for one in found.outputs], found.leftovers) == (["fc"], ())


def test_what_may_stand_between_is_noted() -> None:
    found = parts({**under("lstm"), "norm.weight": (4,), "norm.bias": (4,), "fc.weight": (2, 4)})
    assert found.notes[0].en.startswith("norm may stand between the recurrent layers and fc")


def test_a_cell_with_parts_of_its_own_is_noted() -> None:
    found = parts({**under("cell"), "cell.ln_i.weight": (16,), "cell.ln_i.bias": (16,)})
    assert found.notes[0].en.startswith("cell also holds cell.ln_i, which this program does not run")


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ({"weight_ih_l0": (16, 3)}, "weight_hh is missing"),
        ({"weight_hh_l0": (16, 4)}, "weight_ih is missing"),
        ({**LSTM, "weight_hh_l0": (8, 4)}, "weight_hh has shape [8, 4]: 4 units with 4 gates"),
        ({**LSTM, "weight_ih_l0": (12, 3)}, "weight_ih has shape [12, 3]; [16, 3] is needed"),
        ({**LSTM, "bias_hh_l0": (4,)}, "bias_hh has shape [4]; [16] is needed"),
        ({**LSTM, "weight_hh_l0": (16, 0)}, "0 units"),
        ({**LSTM, "weight_hh_l0": (16,)}, "two axes are needed"),
        ({**LSTM, "weight_hr_l0": (2, 5)}, "5 units"),
        ({"weight_ih_l1": (16, 3), "weight_hh_l1": (16, 4)}, "of 2 there are 1"),
        ({**LSTM, "weight_ih_l0_reverse": (16, 3)}, "weight_hh is missing"),
        ({**LSTM, "weight_ih_l1": (4, 4), "weight_hh_l1": (4, 4)}, "different cells: lstm, rnn"),
    ],
)
def test_names_of_a_recurrent_layer_that_do_not_fit_are_explained(
    shapes: Mapping[str, tuple[int, ...]], reason: str
) -> None:
    members = {name: tensor for key, tensor in tensors(shapes).items() if (name := parse(key))}
    with pytest.raises(NotRecurrent) as refusal:
        read_module("lstm", members)
    assert reason in str(refusal.value)
    with pytest.raises(NoRecurrentLayer) as error:
        parts(under("lstm", shapes))
    assert reason in error.value.message
    found = parts({**under("good"), **under("bad", shapes)})
    assert [one.name for one in found.leftovers] == ["bad"]
    assert reason in found.leftovers[0].why


def test_a_file_without_a_recurrent_layer_says_what_it_has() -> None:
    with pytest.raises(NoRecurrentLayer) as error:
        parts({"conv.weight": (8, 1, 3, 3), "conv.bias": (8,)})
    assert error.value.message == (
        "no LSTM, GRU or RNN is among the 2 tensors of this file, "
        "which begin with 'conv.weight' [8, 1, 3, 3], 'conv.bias' [8]"
    )
    assert "torch.save(model.state_dict(), 'model.pt')" in error.value.hint


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lstm._all_weight_values.0.param", "the network is quantized"),
        ("fc._packed_params._packed_params", "the network is quantized"),
        ("lstm.parametrizations.weight_hh_l0.original", "of these weight norm is read"),
    ],
)
def test_weights_that_are_packed_are_named(name: str, words: str) -> None:
    with pytest.raises(UnsupportedNetwork) as error:
        parts({name: (4, 4)})
    assert words in error.value.message
    assert "torch.save(model.state_dict(), 'model.pt')" in error.value.hint


@pytest.mark.parametrize(
    ("value", "size", "entries"),
    [
        (["a", "b"], 2, ("a", "b")),
        (("a", "b"), 3, None),
        (["a", "a"], 2, None),
        (["a", 1], 2, None),
        ({"a": 1, "b": 0}, 2, ("b", "a")),
        ({0: "a", 1: "b"}, 2, ("a", "b")),
        ({"0": "a", "1": "b"}, 2, ("a", "b")),
        ({"a": 1, "b": 2}, 3, ("<0>", "a", "b")),
        ({"a": 1, "b": 1}, 2, None),
        ({"a": 0, "b": 5}, 2, None),
        ({"a": True, "b": 0}, 2, None),
        ("ab", 2, None),
        (None, 0, None),
    ],
)
def test_a_vocabulary_is_a_list_or_a_map_of_the_right_size(
    value: object, size: int, entries: tuple[str, ...] | None
) -> None:
    assert read_vocabulary(value, size) == entries


def test_a_vocabulary_fits_the_embedding_before_the_input() -> None:
    found = parts({**under("lstm"), "emb.weight": (2, 3)})
    texts = {"classes": ["x", "y", "z"], "itos": ["a", "b"], "labels": ["no", "yes"]}
    vocabulary, notes = find_vocabulary(texts, found.embeddings, found.stacks)
    assert vocabulary == ("a", "b")
    assert notes[0].en == "The vocabulary of 2 entries comes from itos; labels would fit, too."
    alone = find_vocabulary(texts, (), [random_stack("lstm", 3, 4, seed=1)])
    assert alone[0] == ("x", "y", "z")
