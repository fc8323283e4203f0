#!/usr/bin/env python3
"""Rows of benches/peers/run on standard input, a table in Markdown out: median of the rounds, least and most."""
import collections, json, statistics, sys

DOES = {
    "kiosque entities yes": "parse, forms with positions, vocabulary, entities as facets, whole source stored, manifest, hashes",
    "kiosque entities no": "the same without entities",
    "lucene french": "one field, FrenchAnalyzer (elision, stop words, light stemmer); id and title stored",
    "lucene two": "exact and stemmed field, whole source stored, keyword facets, date",
    "lucene four": "as two, title and body apart",
    "fts5": "unicode61 without accents, no French; text in the table",
    "tantivy-cli": "title and body, default tokenizer, no French; stored, keywords as columns",
    "opensearch": "title and body, stemmed and exact, over HTTP",
    "recoll": "a folder of one HTML file an article",
}
runs = collections.defaultdict(lambda: ([], [], []))
for line in sys.stdin:
    row = json.loads(line)
    if row.get("measure") != "index":
        continue
    if "kiosque" in row:
        name = f"kiosque entities {row['settings']['entities']}, {row['settings']['jobs']} threads"
        if row["figure"] == "throughput":
            runs[name][0].extend(row["samples"])
            runs[name][2].extend(row["others_cores"])
        elif row["figure"] == "CPU":
            runs[name][1].extend(s * row["corpus"]["bytes"] / 1e9 for s in row["samples"])
    else:
        settings = row.get("settings") or {}
        get = lambda *names: next((v for n in names for v in (row.get(n), settings.get(n)) if v is not None), None)
        name = " ".join(filter(None, [row["peer"], get("config"), f"{get('threads') or 1} threads"]))
        if get("articles_per_second"):
            runs[name][0].append(get("articles_per_second"))
        if get("cpu_seconds"):
            runs[name][1].append(get("cpu_seconds"))
        if get("others_cores") is not None:
            runs[name][2].append(get("others_cores"))

print("| who | does | runs | articles/s, least / median / most | CPU s, median | cores taken by others |\n|---|---|---|---|---|---|")
for name, (rates, cpu, others) in sorted(runs.items(), key=lambda item: -statistics.median(item[1][0] or [0])):
    does = next((text for key, text in DOES.items() if name.startswith(key)), "")
    spread = " / ".join(f"{v:,.0f}" for v in (min(rates), statistics.median(rates), max(rates))) if rates else "–"
    median = lambda values: f"{statistics.median(values):.1f}" if values else "–"
    print(f"| {name} | {does} | {len(rates)} | {spread} | {median(cpu)} | {median(others)} |")
