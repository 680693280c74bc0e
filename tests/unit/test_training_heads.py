"""The losses of the three heads: against torch, finite differences and closed forms."""

from pathlib import Path

import numpy as np
import pytest

from app.heads import HeadKind
from app.training.loss import loss_and_gradients
from app.training.task import Batch
from app.weights import Array

GOLDEN = Path(__file__).parents[1] / "golden" / "training" / "heads.npz"
NAMES = ("W_x", "W_h", "b", "head.W", "head.b", "reading.W")
HEADS: tuple[HeadKind, ...] = ("linear", "sigmoid", "softmax")


@pytest.fixture(scope="module")
def golden() -> dict[str, Array]:
    with np.load(GOLDEN) as arrays:
        return dict(arrays)


def compute(golden: dict[str, Array], head: HeadKind, **changed: Array) -> tuple[float, dict[str, Array]]:
    parameters = {name: changed.get(name, golden[f"parameter:{name}"]) for name in NAMES}
    batch = Batch(golden["inputs"], golden[f"targets:{head}"], golden["readings"], golden["hold"])
    return loss_and_gradients(parameters, batch, golden["weights"], 0.3, head=head, seen=golden["seen"])


@pytest.mark.parametrize("head", HEADS)
def test_loss_and_gradients_equal_those_of_torch(golden: dict[str, Array], head: HeadKind) -> None:
    loss, gradients = compute(golden, head)
    assert loss == pytest.approx(float(golden[f"loss:{head}"]), rel=1e-14)
    for name in NAMES:
        np.testing.assert_allclose(
            gradients[name], golden[f"gradient:{head}:{name}"], rtol=0, atol=2e-15, err_msg=name
        )


@pytest.mark.parametrize("head", HEADS)
def test_gradients_equal_finite_differences(golden: dict[str, Array], head: HeadKind) -> None:
    _, gradients = compute(golden, head)
    generator = np.random.Generator(np.random.PCG64(4))
    for name in NAMES:
        value = golden[f"parameter:{name}"]
        direction = generator.standard_normal(value.shape)
        ahead, behind = (compute(golden, head, **{name: value + by * direction})[0] for by in (1e-5, -1e-5))
        assert np.sum(gradients[name] * direction) == pytest.approx((ahead - behind) / 2e-5, rel=1e-6), name


def test_a_step_without_a_truth_counts_for_nothing(golden: dict[str, Array]) -> None:
    """The golden case has such steps: whatever the network says there, the loss is the same."""
    for head in HEADS:
        silent = np.isnan(golden[f"targets:{head}"]).any(axis=2)
        assert 0 < silent.mean() < 0.5
    targets = np.full((2, 1, 2), np.nan)
    zeros = {"W_x": np.zeros((4, 1, 1)), "W_h": np.zeros((4, 1, 1)), "b": np.zeros((4, 1))}
    zeros |= {"head.W": np.zeros((2, 1)), "head.b": np.array([3.0, -1.0]), "reading.W": np.zeros(0)}
    batch = Batch(np.ones((2, 1, 1)), targets, np.zeros((2, 1, 0)), np.zeros((2, 1), bool))
    for head in HEADS:
        loss, gradients = loss_and_gradients(zeros, batch, np.zeros(0), 0.0, head=head)
        assert loss == 0
        assert not gradients["head.b"].any()


@pytest.mark.parametrize(
    ("head", "target", "loss"),
    [
        ("sigmoid", [1.0, 0.0], 2 * np.log(2)),
        ("softmax", [1.0, 0.0], np.log(2)),
        ("softmax", [0.5, 0.5], np.log(2)),
    ],
)
def test_a_head_that_knows_nothing_misses_by_the_entropy(
    head: HeadKind, target: list[float], loss: float
) -> None:
    zeros = {"W_x": np.zeros((4, 1, 1)), "W_h": np.zeros((4, 1, 1)), "b": np.zeros((4, 1))}
    zeros |= {"head.W": np.zeros((2, 1)), "head.b": np.zeros(2), "reading.W": np.zeros(0)}
    batch = Batch(np.ones((3, 2, 1)), np.tile(target, (3, 2, 1)), np.zeros((3, 2, 0)), np.zeros((3, 2), bool))
    assert loss_and_gradients(zeros, batch, np.zeros(0), 0.0, head=head)[0] == pytest.approx(loss)


def test_scores_of_any_size_give_finite_losses() -> None:
    zeros = {"W_x": np.zeros((4, 1, 1)), "W_h": np.zeros((4, 1, 1)), "b": np.zeros((4, 1))}
    zeros |= {"head.W": np.zeros((2, 1)), "head.b": np.array([2000.0, -2000.0]), "reading.W": np.zeros(0)}
    targets = np.array([[[0.0, 1.0]]])
    batch = Batch(np.ones((1, 1, 1)), targets, np.zeros((1, 1, 0)), np.zeros((1, 1), bool))
    for head, expected in (("sigmoid", 4000.0), ("softmax", 4000.0)):
        loss, gradients = loss_and_gradients(zeros, batch, np.zeros(0), 0.0, head=head)  # type: ignore[arg-type]
        assert loss == pytest.approx(expected)
        assert np.isfinite(gradients["head.b"]).all()
