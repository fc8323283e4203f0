#!/usr/bin/env bash
# Instructions an article by stage, counted by callgrind: the same on a busy machine as on a quiet one.
#
#   benches/instructions.sh [ARTICLES] > benches/runs/instructions-DATE.txt
#
# Indexes ARTICLES (2000) made articles of seed 1 with one thread, under valgrind, with the program that KIOSQUE
# names (target/release/kiosque), and prints for each stage the instructions of its function and all that it calls.
# "copies" lies within no other row; "vocabulary", "segments" and "stored texts" are the commit and the engine's own.
# A change of a tenth in a row is a change of the program, not of the machine.
set -euo pipefail
articles=${1:-2000}
kiosque=${KIOSQUE:-target/release/kiosque}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$kiosque" bench --synthesize "$articles" > "$work/made.jsonl"
valgrind --tool=callgrind --callgrind-out-file="$work/out" \
    "$kiosque" index "$work/made.jsonl" --index "$work/index" --jobs 1 --quiet 2> "$work/said" || { cat "$work/said" >&2; exit 1; }
"$kiosque" --version
printf '%s made articles, seed 1, one thread\n\n%-14s %14s %8s\n' "$articles" stage "instructions an article" share
callgrind_annotate --inclusive=yes --threshold=99.99 "$work/out" | awk -v articles="$articles" '
    function row(name, pattern) { names[++n] = name; patterns[name] = pattern }
    BEGIN {
        row("frame", "kiosque::parse::frame::frame ")
        row("parse", "kiosque::parse::parse ")
        row("normalize", "kiosque::normalize::normalize ")
        row("annotate", "kiosque::annotate::Annotator::annotate ")
        row("analyse", "kiosque::sink::Entry::prepare ")
        row("copies", "kiosque::dedup::copy_key ")
        row("decide", "kiosque::pipeline::run::Run::take ")
        row("index", "SegmentWriter::add_document ")
        row("stored texts", "BlockCompressorImpl::compress_block_and_write ")
        row("segments", "SegmentWriter::finalize ")
        row("vocabulary", "kiosque::index::vocabularies::build ")
        row("all", "PROGRAM TOTALS")
    }
    {
        count = $1; gsub(/,/, "", count)
        for (at = 1; at <= n; at++)
            if (!(names[at] in seen) && index($0, patterns[names[at]])) seen[names[at]] = count
    }
    END {
        for (at = 1; at <= n; at++) {
            name = names[at]
            if (name in seen) printf "%-14s %23d %7.1f%%\n", name, seen[name] / articles, 100 * seen[name] / seen["all"]
        }
    }'
