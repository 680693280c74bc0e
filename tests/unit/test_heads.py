import numpy as np
import pytest

from app.errors import BrokenModel, NumericOverflow
from app.heads import Head, predict

W = np.array([[1.0, -2.0], [0.5, 0.25]])
B = np.array([0.1, -0.3])
OUTPUT = np.array([[0.2, 0.4], [-1.0, 0.9], [0.0, 0.0]])


def test_linear_is_the_matrix_product() -> None:
    expected = [[W[k] @ row + B[k] for k in range(2)] for row in OUTPUT]
    np.testing.assert_allclose(predict(Head("linear", W, B), OUTPUT), expected, rtol=1e-15)


def test_sigmoid_is_one_over_one_plus_exp() -> None:
    expected = 1 / (1 + np.exp(-(OUTPUT @ W.T + B)))
    np.testing.assert_allclose(predict(Head("sigmoid", W, B), OUTPUT), expected, atol=1e-15)


def test_softmax_rows_sum_to_one_and_keep_the_order_of_scores() -> None:
    values = predict(Head("softmax", W, B), OUTPUT)
    scores = np.exp(OUTPUT @ W.T + B)
    np.testing.assert_allclose(values, scores / scores.sum(axis=1, keepdims=True), atol=1e-15)
    np.testing.assert_allclose(values.sum(axis=1), 1, atol=1e-15)


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
def test_large_scores_do_not_overflow(kind: str) -> None:
    head = Head(kind, np.array([[1e4], [-1e4]], np.float32), np.zeros(2, np.float32))  # type: ignore[arg-type]
    values = predict(head, np.array([[1.0]], np.float32))
    np.testing.assert_array_equal(values, [[1.0, 0.0]])
    assert values.dtype == np.float32


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BrokenModel, match=r"the head's W has shape \[2, 2\] and b \[3\]; \[K, P\] and \[K\]"):
        Head("linear", W, np.zeros(3))


def test_a_score_out_of_range_is_an_error() -> None:
    head = Head("linear", np.full((1, 2), 1e38, np.float32), np.zeros(1, np.float32))
    with pytest.raises(NumericOverflow, match="the predictions left the range of float32 numbers"):
        predict(head, np.full((1, 2), 9, np.float32))
