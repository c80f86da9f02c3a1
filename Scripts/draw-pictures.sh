#!/usr/bin/env bash
# Draws the pages and charts that the documentation shows and prints their digests, '<sha256> <name>' a line.
# usage: Scripts/draw-pictures.sh GAZETTE WORKSPACE gallery|guide [FOLDER TO COPY THEM TO]
set -euo pipefail
gazette=$1 workspace=$2 part=$3 target=${4:-} period=2026-10
output=$workspace/drawn
rm -rf "$output"

render() {
    "$gazette" render "$1" --workspace "$workspace" --quiet "${@:2}" >&2
    mkdir -p "$output"
    cp -r "$workspace/output/$1/." "$output/"
}

take() {
    echo "$(sha256sum "$1" | cut -d' ' -f1) $2"
    [ -z "$target" ] || { mkdir -p "$(dirname "$target/$2")"; cp "$1" "$target/$2"; }
}

if [ "$part" = gallery ]; then
    render $period --scope city --format page-png --dpi 96
    for path in "$output"/SB-*/*_city_*_p[12].png; do
        code=$(basename "$(dirname "$path")")
        case $path in *_p1.png) take "$path" "${code#SB-}.png" ;; *) take "$path" "${code#SB-}-2.png" ;; esac
    done
    # The smallest district, the longest name, a month that lacks the year before.
    render $period --report SB-Z01 --report SB-Z02 --scope 110109 --scope 110130 --format page-png --dpi 96
    take "$output/SB-Z01/SB-Z01_110109_${period}_p1.png" Z01-smallest.png
    take "$output/SB-Z02/SB-Z02_110130_${period}_p1.png" Z02-longest.png
    render 2024-10 --report SB-Z01 --scope city --format page-png --dpi 96
    take "$output/SB-Z01/SB-Z01_city_2024-10_p1.png" Z01-missing.png
else
    reports=$(for path in Docs/examples/*.yaml; do echo "--report SB-$(basename "$path" .yaml)"; done)
    render $period $reports --scope city --format page-png --dpi 110
    render $period $reports --scope city --format chart-png
    "$gazette" records Docs/examples/records Docs/examples/records/data "$output" $period --workspace "$workspace" --format page-png --quiet >&2
    for path in $(find "$output" -name '*SB-E*_p1.png' | sort); do
        code=$(basename "$path") code=${code#*SB-}
        take "$path" "guide/${code%%_*}.png"
    done
    for path in "$output"/SB-E0[67]/*.png; do
        name=$(basename "$path" .png)
        case $name in *_p[0-9]*) ;; *) take "$path" "guide/${name##*_}.png" ;; esac
    done
fi
