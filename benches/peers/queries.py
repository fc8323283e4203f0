"""Times queries of Kiosque and its peers in turn; `queries` says what and how. Rows to standard output."""

import glob
import json
import os
import re
import statistics
import subprocess
import sys
import time

peers, kiosque, bench, index, rounds, spread = sys.argv[1:7]
rounds, spread = int(rounds), int(spread)
sys.path.insert(0, peers)
sys.dont_write_bytecode = True
import common  # noqa: E402  the peers' own reading of the log of queries

WORK = os.environ["PEERS_WORK"]
LOG = os.path.join(peers, "queries_fr.txt")
STAMP = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime())
RUN = {"run": STAMP, "cores": os.cpu_count(), "kiosque": subprocess.run([kiosque, "--version"], capture_output=True, text=True).stdout.strip()}
ENV = {**os.environ, "KIOSQUE_INDEX": index, "LC_ALL": "C.UTF-8"}


def emit(**row):
    print(json.dumps({**RUN, **row}, ensure_ascii=False), flush=True)
    return row


def load():
    return round(os.getloadavg()[0], 1)


def warm(round_):
    rows = os.path.join(index, "..", f"rows-{round_}.jsonl")
    out = subprocess.run([bench, index, LOG], env={**ENV, "KIOSQUE_BENCH_JSON": rows}, capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"{bench}: {out.stderr}")
    with open(rows, encoding="utf-8") as lines:
        for line in lines:
            yield emit(peer="kiosque", round=round_, load=load(), **json.loads(line))
    for folder in sorted(glob.glob(os.path.join(WORK, "index", "lucene-9*-two"))):
        version = re.search(r"lucene-([\d.]+)-two", folder).group(1)
        app = os.path.join(WORK, "lucene-" + version)
        java = ["java", "-Xmx2g", "-XX:+UseParallelGC", "-cp", f"{app}/classes:{app}/lib/*", "peers.Lucene"]
        ask = java + ["latency", "--index", folder, "--config", "two", "--queries", LOG, "--rounds", "10", "--warm", "10", "--stemmer", "light"]
        out = subprocess.run(ask, capture_output=True, text=True)
        for line in out.stdout.strip().splitlines():
            yield emit(round=round_, load=load(), **json.loads(line))


def commands():
    """Names of what is timed, each with the command of a query."""
    made = {
        "kiosque --version": lambda q: [kiosque, "--version"],
        "kiosque": lambda q: [kiosque, "search", q],
        "kiosque, three facets": lambda q: [kiosque, "search", q, "--facet", "person", "--facet", "organization", "--facet", "place"],
    }
    db = os.path.join(WORK, "index", "fts5-unicode61.db")
    if os.path.exists(db):
        def fts5(q):
            m = common.fts5_query(q).replace("'", "''")
            return ["sqlite3", db, f"SELECT count(*) FROM a WHERE a MATCH '{m}'; SELECT id, title, snippet(a, 2, '[', ']', '…', 32) FROM a WHERE a MATCH '{m}' ORDER BY rank LIMIT 10"]
        made["fts5"] = fts5
    for conf in sorted(glob.glob(os.path.join(WORK, "index", "recoll-*")))[:1]:
        made["recollq"] = lambda q: ["recollq", "-c", conf, "-n", "10", common.recoll_query(q)]
    return made


def cold():
    log = common.query_log(LOG)
    words = [q for q in log if re.fullmatch(r"\w+", q)]
    made = commands()
    sets = {"log": log[:: max(1, len(log) // spread)][:spread], "one word": words[:: max(1, len(words) // spread)][:spread]}
    for name, queries in sets.items():
        walls = {peer: [] for peer in made}
        cpus = {peer: [] for peer in made}
        for _ in range(rounds):
            for q in queries:
                for peer, command in made.items():
                    before, start = os.times(), time.perf_counter()
                    subprocess.run(command(q), env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
                    walls[peer].append((time.perf_counter() - start) * 1e3)
                    after = os.times()
                    cpus[peer].append((after.children_user + after.children_system - before.children_user - before.children_system) * 1e3)
        for peer in made:
            fastest = [min(walls[peer][at :: len(queries)]) for at in range(len(queries))]
            yield emit(
                peer=peer, measure="latency-cli", queries=name, number=len(queries), rounds=rounds, load=load(),
                p50_ms=round(statistics.median(walls[peer]), 3), min_of_rounds_p50_ms=round(statistics.median(fastest), 3),
                mean_cpu_ms=round(statistics.mean(cpus[peer]), 3), wall_ms=[round(wall, 2) for wall in walls[peer]],
            )


def main():
    told = []
    for round_ in range(rounds):
        for row in warm(round_):
            if row["mode"] == "top10+total" or row["mode"] == "top10":
                told.append(f"{row['peer']:<24} {row['mode']:<14} {row.get('class', 'all')[:34]:<36} p50 {row['p50_us']:>6.0f}  p99 {row['p99_us']:>7.0f} µs  (quietest {row.get('min_of_rounds_p50_us', 0):.0f}, {row.get('min_of_rounds_p99_us', 0):.0f})")
    for row in cold():
        told.append(f"{row['peer']:<24} {row['queries']:<14} p50 {row['p50_ms']:>6.2f} ms  (quietest {row['min_of_rounds_p50_ms']:.2f}, CPU {row['mean_cpu_ms']:.2f})")
    print("\n".join(told), file=sys.stderr)


main()
