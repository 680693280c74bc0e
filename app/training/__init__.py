"""Makes the networks of the zoo: ``python -m app.training ID``.

A task (:mod:`app.training.tasks`) says what is learned; everything else here is the same
for all of them: the backward pass, Adam, the loop, the arranging of units, the export.
NumPy only; the server never imports this package.
"""
