#!/usr/bin/env bash
# From nothing to finished reports: a workspace, a demo city, 25 months of interface files, the reports of one month.
# usage: Scripts/demo.sh GAZETTE FOLDER PERIOD
set -euo pipefail
gazette=$1 folder=$2 period=$3
[ -f "$folder/gazette.yaml" ] || "$gazette" init "$folder" --definitions ReportDefs --fonts Fonts
"$gazette" sample --workspace "$folder" --from 2024-10 --to "$period"
"$gazette" run "$period" --workspace "$folder"
"$gazette" list outputs "$period" --workspace "$folder"
cat <<NEXT

Three commands to try next:
  $gazette publish $period --workspace $folder     put the month into an immutable release
  $gazette verify $period --workspace $folder      prove later that nothing in it changed
  $gazette lint --workspace $folder                check the report definitions
NEXT
