use kiosque::analysis::{Inflection, Stemmer};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let text = std::fs::read_to_string("tests/data/french/collisions.tsv").unwrap();
    let held = std::fs::read_to_string("tests/data/french/collisions-held.tsv").unwrap();
    for name in args[0].split(',') {
        let i = if let Some(n) = name.strip_suffix("+lex") {
            Inflection::new(Stemmer::named(n).unwrap(), None).unwrap()
        } else {
            Inflection::of_rules(Stemmer::named(name).unwrap())
        };
        let score = |t: &str, show: bool| {
            let (mut ok, mut n, mut fm, mut fa) = (0, 0, 0, 0);
            for l in t.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                let f: Vec<&str> = l.split('\t').collect();
                let eq = i.stem(f[1]) == i.stem(f[2]);
                let want = f[0] == "meet";
                n += 1;
                if eq == want {
                    ok += 1
                } else {
                    if want {
                        fm += 1
                    } else {
                        fa += 1
                    }
                    if show {
                        println!(
                            "{}\t{}\t{}\t{}\t{}\t{}",
                            f[0],
                            f[1],
                            f[2],
                            i.stem(f[1]),
                            i.stem(f[2]),
                            f[3]
                        );
                    }
                }
            }
            (ok, n, fm, fa)
        };
        let show = args.get(1).is_some();
        let d = score(&text, show);
        if args.get(2).is_some() {
            let h = score(&held, false);
            println!(
                "{name} dev {}/{} {:.1}% (missed meets {}, wrong meets {}) held {:.1}%",
                d.0,
                d.1,
                100.0 * d.0 as f64 / d.1 as f64,
                d.2,
                d.3,
                100.0 * h.0 as f64 / h.1 as f64
            );
        } else {
            println!(
                "{name} dev {}/{} {:.1}% (missed meets {}, wrong meets {})",
                d.0,
                d.1,
                100.0 * d.0 as f64 / d.1 as f64,
                d.2,
                d.3
            );
        }
    }
}
