use kiosque::analysis::{Inflection, Stemmer};
use kiosque::query::{Atom, How, Node, NodeKind, Query};
use kiosque::search::{Index, Ranking, Request};
use std::collections::{BTreeMap, HashMap};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let set = &args[0];
    let ix = &args[1];
    let base: Vec<f64>;
    let mut qrels: BTreeMap<String, HashMap<String, u32>> = BTreeMap::new();
    for l in std::fs::read_to_string(format!("{set}/qrels.tsv")).unwrap().lines().skip(1) {
        let f: Vec<&str> = l.split('\t').collect();
        qrels.entry(f[0].into()).or_default().insert(f[1].into(), f[2].parse().unwrap());
    }
    let queries: Vec<(String, String)> = std::fs::read_to_string(format!("{set}/queries.jsonl"))
        .unwrap()
        .lines()
        .map(|l| {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            (v["_id"].as_str().unwrap().to_string(), v["text"].as_str().unwrap().to_string())
        })
        .filter(|(i, _)| qrels.contains_key(i))
        .collect();
    let infl = |name: &str| -> Inflection {
        if let Some(n) = name.strip_suffix("+lex") {
            Inflection::new(Stemmer::named(n).unwrap(), None).unwrap()
        } else {
            Inflection::of_rules(Stemmer::named(name).unwrap())
        }
    };
    // baseline run
    let mut brun: HashMap<String, Vec<(String, f64)>> = HashMap::new();
    if let Some(b) = args.get(2).filter(|s| *s != "-") {
        for l in std::fs::read_to_string(b).unwrap().lines() {
            let f: Vec<&str> = l.split_whitespace().collect();
            brun.entry(f[0].into()).or_default().push((f[2].into(), f[4].parse().unwrap()));
        }
    }
    let mrr = |ids: &[String], rel: &HashMap<String, u32>| -> f64 {
        ids.iter()
            .take(10)
            .position(|d| rel.get(d).is_some_and(|r| *r > 0))
            .map_or(0.0, |p| 1.0 / (p as f64 + 1.0))
    };
    let ndcg = |ids: &[String], rel: &HashMap<String, u32>| -> f64 {
        let dcg: f64 = ids
            .iter()
            .take(10)
            .enumerate()
            .map(|(i, d)| *rel.get(d).unwrap_or(&0) as f64 / ((i + 2) as f64).log2())
            .sum();
        let mut r: Vec<u32> = rel.values().copied().collect();
        r.sort_by(|a, b| b.cmp(a));
        let id: f64 = r.iter().take(10).enumerate().map(|(i, d)| *d as f64 / ((i + 2) as f64).log2()).sum();
        if id > 0.0 { dcg / id } else { 0.0 }
    };
    let mut b_m = vec![];
    let mut b_n = vec![];
    for (id, _) in &queries {
        let mut r = brun.get(id).cloned().unwrap_or_default();
        r.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        let ids: Vec<String> = r.into_iter().map(|x| x.0).collect();
        b_m.push(mrr(&ids, &qrels[id]));
        b_n.push(ndcg(&ids, &qrels[id]));
    }
    base = b_m.clone();
    let _ = &base;
    println!(
        "baseline mrr {:.4} ndcg {:.4}",
        b_m.iter().sum::<f64>() / b_m.len() as f64,
        b_n.iter().sum::<f64>() / b_n.len() as f64
    );
    let mut index: Option<(String, Index)> = None;
    for spec in &args[3..] {
        let mut r = Ranking::default();
        let mut st = "light".to_string();
        let mut show = false;
        let mut and = false;
        for kv in spec.split(',') {
            let (k, v) = kv.split_once('=').unwrap_or((kv, ""));
            match k {
                "stem" => st = v.into(),
                "k1" => r.saturation = v.parse().unwrap(),
                "b" => r.length_share = v.parse().unwrap(),
                "title" => r.title = v.parse().unwrap(),
                "fold" => r.same_fold = v.parse().unwrap(),
                "ss" => r.same_stem = v.parse().unwrap(),
                "near" => r.near = v.parse().unwrap(),
                "prox" => r.nearness = v.parse().unwrap(),
                "show" => show = true,
                "and" => and = true,
                "" => {}
                "d" => {}
                _ => panic!("{k}"),
            }
        }
        if index.as_ref().is_none_or(|(n, _)| *n != st) {
            index = Some((st.clone(), Index::open_with(ix.as_ref(), &infl(&st)).unwrap()));
        }
        let ix = &index.as_ref().unwrap().1;
        let (mut m, mut n) = (vec![], vec![]);
        let t = std::time::Instant::now();
        for (id, text) in &queries {
            let nodes: Vec<Node> = text
                .split_whitespace()
                .map(|w| Node::new(0..0, NodeKind::Atom(Atom::Word { text: w.into(), how: How::Inflected })))
                .collect();
            let root = if nodes.len() == 1 {
                nodes.into_iter().next().unwrap()
            } else if and {
                Node::new(0..0, NodeKind::All(nodes))
            } else {
                Node::new(0..0, NodeKind::Any(nodes))
            };
            let mut req = Request::new(Query { root, notes: vec![] });
            req.top = 10;
            req.ranking = r;
            let a = ix.search(&req).unwrap();
            let ids: Vec<String> = a
                .hits
                .iter()
                .map(|h| h.document.source_id.clone().map_or(String::new(), |s| s.to_string()))
                .collect();
            let mm = mrr(&ids, &qrels[id]);
            if show && mm < 1.0 {
                println!(
                    "{mm:.2} base {:.2}\t{text}\t| {}",
                    b_m[m.len()],
                    a.hits
                        .iter()
                        .take(2)
                        .map(|h| h.document.title.as_ref())
                        .collect::<Vec<&str>>()
                        .join(" | ")
                );
            }
            m.push(mm);
            n.push(ndcg(&ids, &qrels[id]));
        }
        let k = m.len() as f64;
        let p = |x: &[f64], y: &[f64]| {
            let d: Vec<f64> = x.iter().zip(y).map(|(a, b)| a - b).collect();
            let obs = d.iter().sum::<f64>().abs();
            let mut s: u64 = 42;
            let mut c = 0;
            for _ in 0..10000 {
                let mut t = 0.0;
                for v in &d {
                    s ^= s << 13;
                    s ^= s >> 7;
                    s ^= s << 17;
                    t += if s & 1 == 1 { *v } else { -*v };
                }
                if t.abs() >= obs - 1e-12 {
                    c += 1;
                }
            }
            c as f64 / 10000.0
        };
        println!(
            "{spec:40} mrr {:.4} ({:+.4} p {:.3}) ndcg {:.4} ({:+.4} p {:.3})  {:.1} ms/q",
            m.iter().sum::<f64>() / k,
            (m.iter().sum::<f64>() - b_m.iter().sum::<f64>()) / k,
            p(&m, &b_m),
            n.iter().sum::<f64>() / k,
            (n.iter().sum::<f64>() - b_n.iter().sum::<f64>()) / k,
            p(&n, &b_n),
            t.elapsed().as_secs_f64() * 1000.0 / k
        );
    }
}
