#!/usr/bin/env python3
"""Does `kiosque eval` count as trec_eval does? The same run, judged by both, query by query.

    python3 -m venv witness && witness/bin/pip install pytrec-eval-terrier
    witness/bin/python benches/witness/trec_eval.py QRELS RUN [KIOSQUE]

QRELS and RUN are files that `kiosque eval --qrels QRELS --score RUN` takes; KIOSQUE is the program [default:
target/release/kiosque]. `pytrec-eval-terrier` is pytrec_eval (trec_eval 9 as a Python module) with wheels.

Prints, for each measure, both means and the largest difference over the queries; exits with 1 where one is
above 0.00005, so that four decimals could differ. trec_eval cuts no reciprocal rank: it is cut here, to 0
below one tenth. A query that the run does not answer counts 0, as with `trec_eval -c`.
"""
import json
import subprocess
import sys
import tempfile

import pytrec_eval

MEASURES = {"ndcg@10": "ndcg_cut_10", "rr@10": "recip_rank", "recall@100": "recall_100", "ap": "map"}
TOLERANCE = 0.00005


def read_qrels(path):
    qrels = {}
    with open(path, encoding="utf-8-sig") as lines:
        for line in lines:
            columns = line.split()
            if columns and columns[-1].lstrip("-").isdigit():
                qrels.setdefault(columns[0], {})[columns[-2]] = int(columns[-1])
    return qrels


def read_run(path):
    run = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, _, document, _, score, _ = line.split()
            run.setdefault(query, {})[document] = float(score)
    return run


def theirs(qrels, run):
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut_10", "recip_rank", "recall_100", "map"})
    answered = evaluator.evaluate(run)
    rows = {}
    for query in qrels:
        row = answered.get(query, {})
        rows[query] = {ours: row.get(name, 0.0) for ours, name in MEASURES.items()}
        if rows[query]["rr@10"] < 0.1 - 1e-9:
            rows[query]["rr@10"] = 0.0
    return rows


def ours(program, qrels, run):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as rows:
        command = [program, "eval", "--quiet", "--qrels", qrels, "--score", run, "--per-query", rows.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with open(rows.name, encoding="utf-8") as lines:
            return {row["query"]: row for row in map(json.loads, lines)}


def main():
    qrels_path, run_path = sys.argv[1:3]
    program = sys.argv[3] if len(sys.argv) > 3 else "target/release/kiosque"
    witness = theirs(read_qrels(qrels_path), read_run(run_path))
    mine = ours(program, qrels_path, run_path)
    if witness.keys() != mine.keys():
        sys.exit(f"other queries: {len(witness)} and {len(mine)}")
    print(f"{len(mine)} queries of {run_path}")
    print(f"{'':12}{'trec_eval':>12}{'kiosque':>12}{'largest difference':>22}")
    worst = 0.0
    for measure in MEASURES:
        difference = max(abs(witness[query][measure] - mine[query][measure]) for query in mine)
        means = [sum(rows[query][measure] for query in mine) / len(mine) for rows in (witness, mine)]
        print(f"{measure:12}{means[0]:12.6f}{means[1]:12.6f}{difference:22.2e}")
        worst = max(worst, difference)
    sys.exit(int(worst > TOLERANCE))


if __name__ == "__main__":
    main()
