use kiosque::analysis::Inflection;
use std::collections::BTreeMap;
fn main() {
    let i = Inflection::default();
    let min: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut g: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for l in std::fs::read_to_string("/tmp/french/forms.tsv").unwrap().lines() {
        let (w, n) = l.split_once('\t').unwrap();
        let n: u64 = n.parse().unwrap();
        if n >= min {
            g.entry(i.stem(w)).or_default().push((n, w.to_string()));
        }
    }
    let mut v: Vec<_> = g.into_iter().filter(|(s, f)| f.len() > 1 && !s.starts_with('=')).collect();
    v.sort_by_key(|(_, f)| std::cmp::Reverse(f.iter().map(|x| x.0).sum::<u64>()));
    for (s, mut f) in v {
        f.sort();
        f.reverse();
        // drop plain plurals for brevity
        let forms: Vec<&str> = f.iter().map(|x| x.1.as_str()).collect();
        let base = |w: &str| w.trim_end_matches(['s', 'e']).to_string();
        let b0: std::collections::BTreeSet<String> = forms.iter().map(|w| base(w)).collect();
        if b0.len() < 2 && !forms.iter().any(|w| w.ends_with('e')) {
            continue;
        }
        println!("{s}: {}", forms.join(" "));
    }
}
