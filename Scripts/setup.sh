#!/usr/bin/env bash
# Installs what is missing: system packages (as root) and the virtual environment of the test oracles.
# usage: Scripts/setup.sh [packages|test-packages|venv]...   (default: packages)
set -euo pipefail
cd "$(dirname "$0")/.."

packages() { install_list Scripts/packages.txt; }
test-packages() { install_list Scripts/test-packages.txt; }

install_list() {
    local missing=() name
    while read -r name; do
        case "$name" in '' | '#'*) continue ;; esac
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done < "$1"
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" = 0 ]; then
        echo "setup: installing ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
    else
        echo "setup: system packages are missing. Run this once, then try again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
        exit 1
    fi
}

venv() {
    local wanted=Tests/Oracles/requirements.txt
    [ -f .venv/requirements.txt ] && cmp -s .venv/requirements.txt "$wanted" && return
    echo "setup: virtual environment for the test oracles"
    /usr/bin/python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" .venv/requirements.txt
}

[ $# -gt 0 ] || set -- packages
for step in "$@"; do "$step"; done
