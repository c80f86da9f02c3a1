#!/bin/sh
# Measures the demo, the load and the render mixes. Usage: bench.sh GAZETTE [ROUNDS]
#   FLOOR=DIR  a folder with the C floor's program `floor` and its data r17.tsv, c200.tsv, t50k.tsv; run beside Gazette
#   PEERS=FILE other programs for the render mixes, one a line: mix, label, command, with a tab between; the command writes below $OUT
#   FEED=FILE  the 13-column comparison feed; without it the demo city's largest feed is loaded, at 1 : 100
set -eu
gazette=$1 rounds=${2:-5}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
definitions=$here/ReportDefs
[ -z "${FEED:-}" ] || definitions=$here/Benchmarks/ingest/ReportDefs
measure() { python3 "$here/Benchmarks/measure.py" "$@"; }

echo "demo city, 25 months at 1 : 1000, then every report of the last month"
"$gazette" init "$work/demo" >/dev/null
"$gazette" sample --workspace "$work/demo" --from 2024-10 --to 2026-10 --quiet
# again WORKSPACE COMMAND…: the command from a state where nothing has been loaded
cat > "$work/again.sh" <<'X'
workspace=$1; shift
rm -rf "$workspace/warehouse" "$workspace/output"
exec "$@" --workspace "$workspace" --quiet
X
measure 3 -- "load 25 months" sh "$work/again.sh" "$work/demo" "$gazette" load -- "build, check, render" "$gazette" run 2026-10 --workspace "$work/demo" --quiet

echo "load"
"$gazette" init "$work/feed" --definitions "$definitions" >/dev/null
if [ -n "${FEED:-}" ]; then
    month=$(head -c 6 "$FEED")
    mkdir -p "$work/feed/exchange/$month"
    cp "$FEED" "$work/feed/exchange/$month/JF_$month.TXT"
else
    "$gazette" sample --workspace "$work/feed" --from 2026-10 --to 2026-10 --scale 50 --quiet
fi
cat "$work"/feed/exchange/*/* | wc -lc
measure "$rounds" -- "load" sh "$work/again.sh" "$work/feed" "$gazette" load

echo "render mixes"
python3 "$here/Benchmarks/render/data.py" "$work/data"
cat > "$work/fonts.conf" <<X
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>$here/Fonts</dir><cachedir>$work/cache</cachedir></fontconfig>
X
export FONTCONFIG_FILE="$work/fonts.conf"
# mix NAME FLOOR-COMMAND FLOOR-DATA FLOOR-OPTIONS FORMATS DEFINITIONS WORKERS…
mix() {
    name=$1 command=$2 data=$3 options=$4 formats=$5 definitions=$6 counts=$7
    mkdir -p "$work/other/$name"
    set --
    # shellcheck disable=SC2086
    [ -z "${FLOOR:-}" ] || set -- -- "$name C floor" "$FLOOR/floor" "$command" "$FLOOR/$data" "$work/other/$name" "family=Gazette Hei" $options
    for workers in $counts; do
        # shellcheck disable=SC2086
        set -- "$@" -- "$name Gazette, $workers worker(s)" "$gazette" records "$here/Benchmarks/render/$definitions" "$work/data/$definitions" "$work/out/$definitions" \
            2026-04 $formats --workers "$workers" --workspace "$work/demo" --quiet
    done
    if [ -n "${PEERS:-}" ]; then
        while IFS='	' read -r mix label words; do
            [ "$mix" != "$name" ] || set -- "$@" -- "$name $label" env -u FONTCONFIG_FILE "OUT=$work/other/$name" sh -c "$words"
        done < "$PEERS"
    fi
    measure "$rounds" "$@"
}
mix R17 r17 r17.tsv "png=ld lvl=6 filter=none" "--format pdf --format xlsx --format chart-png" r17 "1 2"
mix C200 c200 c200.tsv "png=ld lvl=6 filter=none" "--format chart-png" c200 "1 2"
mix T50k-pdf t50k-pdf t50k.tsv "" "--format pdf" t50k 1
mix T50k-xlsx t50k-xlsx t50k.tsv "constmem=1" "--format xlsx" t50k 1
