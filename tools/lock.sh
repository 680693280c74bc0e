#!/bin/sh
# Resolve the hash-locked requirement files from pyproject.toml, for every platform and Python >= 3.11.
# Usage: tools/lock.sh VENV [--upgrade]
# No index address is written: plain pip takes the files from whatever index its user has configured.
set -eu
venv=$1
shift
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv

# Each file is complete in itself, so one install does it; the constraint makes it agree with the file before it.
compile() { # compile OUTPUT EXTRA CONSTRAINT [--upgrade]
  output=$1 extra=$2 constraint=$3
  shift 3
  echo "Locking $output"
  "$venv/bin/uv" pip compile --quiet --generate-hashes --universal --python-version 3.11 \
    --no-emit-index-url --no-annotate --no-header "$@" \
    ${extra:+--extra "$extra"} ${constraint:+--constraint "$constraint"} pyproject.toml --output-file "$output"
}

compile requirements.txt "" "" "$@"
compile requirements-test.txt test requirements.txt "$@"
compile requirements-check.txt check requirements-test.txt "$@"

# Of these only files are read and none of their code is run: no dependencies.
lock_files() { # lock_files EXTRA [--upgrade]
  extra=$1
  shift
  echo "Locking requirements-$extra.txt"
  "$venv/bin/python" -c 'import sys, tomllib; project = tomllib.load(sys.stdin.buffer)["project"]
print(*project["optional-dependencies"][sys.argv[1]], sep="\n")' "$extra" < pyproject.toml |
    "$venv/bin/uv" pip compile --quiet --no-deps --generate-hashes --universal --python-version 3.11 \
      --no-emit-index-url --no-annotate --no-header "$@" - --output-file "requirements-$extra.txt"
}

lock_files train "$@"
lock_files real "$@"
