import numpy as np
import pytest

from app.encoders import Encoder, ValuesEncoder, VocabularyEncoder, encode_values
from app.errors import EmptySequence, InvalidValues, UnsupportedInput

VECTORS = np.array([[0.0, 1.0], [-2.5, 0.0], [1.9, 0.0], [2.0, 0.0], [0.5, 0.0]], np.float32)
WORDS = VocabularyEncoder("words", ("not", "bad", "good", ":)", "don't"), VECTORS, ("valence", "negator"))
LETTERS = VocabularyEncoder("characters", ("a", "b"), np.eye(2, dtype=np.float32), ("a", "b"))


def texts(encoder: Encoder, text: str) -> list[str]:
    return [token.text for token in encoder.encode_text(text).tokens or ()]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Not bad, not good!", ["Not", "bad", "not", "good"]),
        ("I don't know", ["I", "don't", "know"]),
        ("I don’t know", ["I", "don’t", "know"]),
        ("fine :) or :-( or ;D <3 </3", ["fine", ":)", "or", ":-(", "or", ";D", "<3", "</3"]),
        ("great:)", ["great", ":)"]),
        ("see http://a.b/c", ["see", "http", "a", "b", "c"]),
        ("well-made “quotes”", ["well", "made", "quotes"]),
        ("5 stars in 2024", ["5", "stars", "in", "2024"]),
        ("naïve café 不错", ["naïve", "café", "不错"]),
    ],
)
def test_words_are_split_as_people_write(text: str, tokens: list[str]) -> None:
    assert texts(WORDS, text) == tokens


def test_words_are_looked_up_in_lower_case_and_keep_their_spelling() -> None:
    encoded = WORDS.encode_text("NOT Don’t wow")
    assert [(t.text, t.id, t.known) for t in encoded.tokens or ()] == [
        ("NOT", 0, True),
        ("Don’t", 4, True),
        ("wow", None, False),
    ]
    np.testing.assert_array_equal(encoded.values, [[0.0, 1.0], [0.5, 0.0], [0.0, 0.0]])
    assert encoded.values.dtype == np.float32


def test_unknown_tokens_run_as_the_unknown_entry_where_there_is_one() -> None:
    encoder = VocabularyEncoder("words", ("<unk>", "a"), np.array([[7.0], [1.0]]))
    encoded = encoder.encode_tokens(["a", "b"])
    np.testing.assert_array_equal(encoded.values, [[1.0], [7.0]])
    assert [token.known for token in encoded.tokens or ()] == [True, False]


def test_characters_are_code_points() -> None:
    encoded = LETTERS.encode_text("aB😀b")
    assert [(t.text, t.known) for t in encoded.tokens or ()] == [
        ("a", True),
        ("B", False),
        ("😀", False),
        ("b", True),
    ]
    np.testing.assert_array_equal(encoded.values, [[1, 0], [0, 0], [0, 0], [0, 1]])


@pytest.mark.parametrize("text", ["not bad at all :)", "Don't!", "a (strange) line"])
def test_decoding_and_encoding_again_gives_the_same_tokens(text: str) -> None:
    encoded = WORDS.encode_text(text)
    assert texts(WORDS, WORDS.decode(encoded)) == [token.text for token in encoded.tokens or ()]
    assert LETTERS.decode(LETTERS.encode_text(text)) == text


def test_ids_name_vocabulary_entries() -> None:
    encoded = WORDS.encode_ids([3, 0])
    assert [(token.text, token.id) for token in encoded.tokens or ()] == [(":)", 3), ("not", 0)]
    np.testing.assert_array_equal(encoded.values, VECTORS[[3, 0]])


@pytest.mark.parametrize("index", [-1, 5, 10**9])
def test_an_id_outside_the_vocabulary_is_refused(index: int) -> None:
    with pytest.raises(
        InvalidValues, match=rf"token id {index} does not exist; ids go from 0 to 4"
    ) as caught:
        WORDS.encode_ids([0, index])
    assert caught.value.errors[0].pointer == "/token_ids/1"


@pytest.mark.parametrize(
    ("encode", "message", "hint"),
    [
        (
            lambda: WORDS.encode_text(""),
            "the text is empty, so there is no step to run",
            "Type at least one word.",
        ),
        (
            lambda: WORDS.encode_text(" ...! "),
            "the text ' ...! ' holds no word, so there is no step to run",
            "Type at least one word.",
        ),
        (
            lambda: LETTERS.encode_text(""),
            "the text is empty, so there is no step to run",
            "Type at least one character.",
        ),
        (
            lambda: WORDS.encode_tokens([]),
            "the list of tokens is empty, so there is no step to run",
            "Give at least one token.",
        ),
        (
            lambda: WORDS.encode_ids([]),
            "the list of token ids is empty, so there is no step to run",
            "Give at least one token id.",
        ),
        (
            lambda: encode_values([], 3),
            "the list of values is empty, so there is no step to run",
            "Give at least one row of 3 numbers.",
        ),
    ],
)
def test_an_empty_sequence_says_what_to_give(encode: object, message: str, hint: str) -> None:
    with pytest.raises(EmptySequence) as caught:
        encode()  # type: ignore[operator]
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize("given", ["text", "tokens", "token_ids"])
def test_a_network_without_vocabulary_names_the_way_out(given: str) -> None:
    encoder = ValuesEncoder(3)
    call = {"text": encoder.encode_text, "tokens": encoder.encode_tokens, "token_ids": encoder.encode_ids}
    with pytest.raises(UnsupportedInput) as caught:
        call[given]("a")  # type: ignore[operator]
    assert caught.value.message == f"this network has no vocabulary, so it cannot read {given}"
    assert caught.value.hint == 'Send "values": one row a step with 3 numbers each.'


def test_values_need_the_width_of_the_network() -> None:
    with pytest.raises(InvalidValues, match="step 1 has 1 values; this network takes 2 a step") as caught:
        encode_values([[1.0, 2.0], [3.0], []], 2)
    assert [(e.pointer, e.message) for e in caught.value.errors] == [
        ("/values/1", "1 values, 2 are needed"),
        ("/values/2", "0 values, 2 are needed"),
    ]


def test_values_decode_to_lines_of_numbers() -> None:
    assert ValuesEncoder(2).decode(encode_values([[0.5, 1.0], [-2.0, 3.25]], 2)) == "0.5 1\n-2 3.25"
