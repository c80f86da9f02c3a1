#!/usr/bin/env bash
# Makes the pictures of Docs/Gallery.md and Docs/ReportDefinitions.md: pages of the demo city, and of the small examples of the guide.
# Docs/pictures/digests.txt holds the digest of each page or chart as it was drawn; the tests draw them again and compare.
# usage: Scripts/pictures.sh GAZETTE FOLDER
set -euo pipefail
gazette=$1 folder=$2 pictures=Docs/pictures

# workspace NAME FROM SCALE FILE…: a loaded workspace with these definitions among the others
workspace() {
    local path=$folder/$1 from=$2 scale=$3
    shift 3
    rm -rf "$path"
    "$gazette" init "$path" --definitions ReportDefs --fonts Fonts > /dev/null
    cp -r ReportDefs "$path/definitions"
    cp "$@" "$path/definitions/reports/"
    sed -i 's/^definitions:.*/definitions: definitions/' "$path/gazette.yaml"
    "$gazette" sample --workspace "$path" --from "$from" --to 2026-10 --scale "$scale" --quiet
    "$gazette" load --workspace "$path" --quiet
}

mkdir -p "$folder" "$pictures/guide"
workspace gallery 2024-10 1000 Tests/Gallery/*.yaml
workspace guide 2025-10 4000 Docs/examples/*.yaml
rm -f "$pictures"/*.png "$pictures"/guide/*.png
for part in gallery guide; do Scripts/draw-pictures.sh "$gazette" "$folder/$part" $part "$pictures"; done | sort -k2 > "$pictures/digests.txt"
.venv/bin/python Scripts/crop-pictures.py "$pictures"/guide/E*.png
echo "$(wc -l < "$pictures/digests.txt") pictures"
