"""What the comparisons leave out."""

# Writes files of Keras 2, and needs a tensorflow that the oracle does not install.
collect_ignore = ["make_keras2.py"]
