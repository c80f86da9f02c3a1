#!/usr/bin/env bash
# Every report of every scope in all 25 months of the demo city, judged twice: finished pages by measured ink (gazette lint --pages),
# finished PDFs by what another library reads back from them (Tests/Oracles/judge_pdf.py); and every figure of a PDF and of a workbook
# compared with its figures file (Tests/Oracles/compare_pdf.py, compare_workbook.py). Prints counts; fails on any finding.
# usage: Scripts/judge.sh GAZETTE FOLDER [FIRST LAST]
set -euo pipefail
gazette=$1 folder=$2 first=${3:-2024-10} last=${4:-2026-10} workers=${WORKERS:-$(nproc)}
python=.venv/bin/python
[ -f "$folder/gazette.yaml" ] || "$gazette" init "$folder" --definitions ReportDefs --fonts Fonts
[ -d "$folder/exchange" ] && [ -n "$(ls -A "$folder/exchange" 2>/dev/null)" ] || "$gazette" sample --workspace "$folder" --from 2024-10 --to "$last" ${SCALE:+--scale $SCALE} --quiet
"$gazette" load --workspace "$folder" --quiet
mkdir -p "$folder/judge"

months=() year=${first%-*} month=$((10#${first#*-}))
while printf -v now '%04d-%02d' "$year" "$month"; [[ ! $now > $last ]]; do
    months+=("$now")
    month=$((month % 12 + 1)) year=$((year + (month == 1)))
done

judge_month() {
    local month=$1
    rm -rf "$folder/output/$month"
    "$gazette" render "$month" --workspace "$folder" --format pdf --format xlsx --format figures --workers 1 --quiet 2> "$folder/judge/$month.render" || { cat "$folder/judge/$month.render" >&2; return 1; }
    "$gazette" lint --pages "$month" --workspace "$folder" > "$folder/judge/$month.lint" 2> "$folder/judge/$month.findings" || true
    echo "$month $(tail -n 1 "$folder/judge/$month.lint")"
}
export -f judge_month
export gazette folder
printf '%s\n' "${months[@]}" | xargs -P "$workers" -I {} bash -c 'judge_month {}'

outputs=()
for month in "${months[@]}"; do outputs+=("$folder/output/$month"); done
status=0
"$python" Tests/Oracles/judge_pdf.py --workers "$workers" "${outputs[@]}" > "$folder/judge/pdf.findings" || status=1
"$python" Tests/Oracles/compare_pdf.py --workers "$workers" "${outputs[@]}" > "$folder/judge/figures.findings" || status=1
"$python" Tests/Oracles/compare_workbook.py --workers "$workers" "${outputs[@]}" > "$folder/judge/workbooks.findings" || status=1
awk '{ pages += $2; pictures += $5; reports += $8; findings += $10 } END { print "lint --pages: " reports " reports, " pages " pages, " pictures " chart pictures, " findings " findings"; exit findings > 0 || reports == 0 }' \
    <(for month in "${months[@]}"; do echo "$month $(tail -n 1 "$folder/judge/$month.lint")"; done) || status=1
echo "judge of PDFs: $(tail -n 1 "$folder/judge/pdf.findings")"
echo "figures in PDFs: $(tail -n 1 "$folder/judge/figures.findings")"
echo "figures in workbooks: $(tail -n 1 "$folder/judge/workbooks.findings")"
[ $status = 0 ] || echo "findings are in $folder/judge/*.findings" >&2
exit $status
