#!/bin/sh
# Make sure that the browser tests find a Chromium. Usage: tools/browser.sh PYTHON
# Order: one that is installed; Debian's package when we may install it; Playwright's own build.
set -eu
python=$1

# The driver is a Node binary of its own, which wants libatomic; a bare Debian has none.
ready() {
  "$python" -m playwright --version >/dev/null && "$python" -m tools.chromium >/dev/null
}

if ready 2>/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium and a font with Chinese characters (apt-get)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk libatomic1 >/dev/null
else
  echo "Installing Playwright's Chromium"
  "$python" -m playwright install chromium
fi
ready
