//! How well are people, organisations and places of press articles found, and brought together under one name?
//!
//! `cargo bench --bench entities -- CORPUS [GOLD]` measures against the mentions that people marked in articles
//! of CORPUS (`tests/data/entities`): spans as they are found; which of the marked mentions are brought together
//! (B-cubed, the mentions given); kinds and names end to end. Nothing is listed article by article: the set is
//! for measuring, not for learning.
//!
//! CORPUS is JSON lines with `url`, `title`, `heading` and `body` (plain or `.zst`). A mention is a range of
//! characters of one of these fields as it stands in the corpus. GOLD is another file of the same columns.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use kiosque::analysis::fold_into;
use kiosque::annotate::Annotator;
use kiosque::article::{Article, Entity, Field, Kind, Mention};
use serde_json::Value;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (corpus, gold) = match &arguments[..] {
        [corpus] => {
            (corpus, Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/entities").join("press.tsv"))
        }
        [corpus, gold] => (corpus, PathBuf::from(gold)),
        _ => {
            return writeln!(io::stdout(), "nothing measured: cargo bench --bench entities -- CORPUS [GOLD]");
        }
    };
    let gold = read_gold(&gold)?;
    let mut counts = Counts::default();
    let annotator = Annotator::new();
    let mut met = HashSet::new();
    for line in open(Path::new(corpus))?.lines() {
        let fields: Value = serde_json::from_str(&line?)?;
        let name = name_of(text(&fields, "url"));
        if let Some(rows) = gold.get(&name)
            && met.insert(name)
        {
            counts.measure(&annotator, &fields, rows)?;
        }
    }
    counts.write(met.len(), gold.len(), &mut io::stdout().lock())
}

/// One marked mention.
struct Row {
    /// `title`, `heading` or `body`.
    field: String,
    /// First character and first after it.
    range: (usize, usize),
    kind: Kind,
    /// Equal of mentions of the same thing in the article.
    entity: u32,
    /// Whether this spelling is the name of the thing in the article.
    is_name: bool,
}

/// Reads the marked mentions by article.
fn read_gold(path: &Path) -> io::Result<BTreeMap<String, Vec<Row>>> {
    let mut gold: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (number, line) in fs::read_to_string(path)?.lines().enumerate().skip(1) {
        let row = row(line)
            .ok_or_else(|| io::Error::other(format!("{}:{}: no mention", path.display(), number + 1)))?;
        let article = line.split('\t').next().unwrap_or_default().to_owned();
        gold.entry(article).or_default().push(row);
    }
    Ok(gold)
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, field, start, end, kind, entity, name] = cells[..] else { return None };
    let kind = match kind {
        "PER" => Kind::Person,
        "ORG" => Kind::Organization,
        "LOC" => Kind::Place,
        _ => return None,
    };
    Some(Row {
        field: field.to_owned(),
        range: (start.parse().ok()?, end.parse().ok()?),
        kind,
        entity: entity.parse().ok()?,
        is_name: name == "*",
    })
}

/// What an article is called: the first 16 hexadecimal digits of the BLAKE3 of its address.
fn name_of(url: &str) -> String {
    blake3::hash(url.as_bytes()).to_hex()[..16].to_owned()
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = match path.extension() {
        Some(extension) if extension == "zst" => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    Ok(Box::new(BufReader::new(reader)))
}

fn text<'a>(article: &'a Value, field: &str) -> &'a str {
    article[field].as_str().unwrap_or_default()
}

/// What was found, what there was, and what of it was right.
#[derive(Default, Clone, Copy)]
struct Tally {
    gold: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }
}

/// Mean precision and recall over mentions.
#[derive(Default, Clone, Copy)]
struct Cubed {
    mentions: usize,
    precision: f64,
    recall: f64,
}

#[derive(Default)]
struct Counts {
    spans: BTreeMap<Kind, Tally>,
    cubed: BTreeMap<Kind, Cubed>,
    names: BTreeMap<Kind, Tally>,
    /// Like `names`, but any spelling of the thing in the article is right, once.
    spellings: BTreeMap<Kind, Tally>,
}

impl Counts {
    fn measure(&mut self, annotator: &Annotator, fields: &Value, rows: &[Row]) -> io::Result<()> {
        let article = article(fields);
        let mut gold: Vec<(&Row, Mention)> = Vec::new();
        for row in rows {
            let mention = mention(fields, row).ok_or_else(|| {
                io::Error::other(format!("{}: not the article marked", text(fields, "url")))
            })?;
            gold.push((row, mention));
        }
        let found = annotator.annotate(article.clone()).entities;
        self.spans(&gold, &found);
        self.names(&article, &gold, &found);
        let named: Vec<(Kind, Mention)> = gold.iter().map(|(row, mention)| (row.kind, *mention)).collect();
        self.cubed(&gold, &annotator.annotate_given(article, &named).entities);
        Ok(())
    }

    /// Same ends, same kind.
    fn spans(&mut self, gold: &[(&Row, Mention)], found: &[Entity]) {
        let marked: BTreeSet<(Kind, Mention)> = gold.iter().map(|(row, at)| (row.kind, *at)).collect();
        let found: BTreeSet<(Kind, Mention)> = found
            .iter()
            .flat_map(|entity| entity.mentions.iter().map(|mention| (entity.kind, *mention)))
            .collect();
        for kind in Kind::ALL {
            let tally = self.spans.entry(kind).or_default();
            tally.gold += marked.iter().filter(|one| one.0 == kind).count();
            tally.found += found.iter().filter(|one| one.0 == kind).count();
            tally.right += marked.intersection(&found).filter(|one| one.0 == kind).count();
        }
    }

    /// For each mention: which part of those brought together with it belong there, and of those that belong
    /// there, which part is. A mention in no entity is alone.
    fn cubed(&mut self, gold: &[(&Row, Mention)], made: &[Entity]) {
        let made: BTreeMap<(Kind, Mention), usize> = made
            .iter()
            .enumerate()
            .flat_map(|(number, entity)| entity.mentions.iter().map(move |at| ((entity.kind, *at), number)))
            .collect();
        let cluster = |place: usize| {
            let (row, mention) = &gold[place];
            made.get(&(row.kind, *mention)).map_or(Err(place), |number| Ok(*number))
        };
        for (place, (row, _)) in gold.iter().enumerate() {
            let (mut together, mut belong, mut both) = (0, 0, 0);
            for (other, (other_row, _)) in gold.iter().enumerate() {
                let same = other_row.entity == row.entity;
                let met = cluster(other) == cluster(place);
                together += usize::from(met);
                belong += usize::from(same);
                both += usize::from(met && same);
            }
            let cubed = self.cubed.entry(row.kind).or_default();
            cubed.mentions += 1;
            cubed.precision += both as f64 / together as f64;
            cubed.recall += both as f64 / belong as f64;
        }
    }

    /// The article's set of kinds and names.
    fn names(&mut self, article: &Article, gold: &[(&Row, Mention)], found: &[Entity]) {
        // The kind of each thing, its spellings, and whether a spelling is its name.
        let mut things: BTreeMap<u32, (Kind, BTreeMap<String, bool>)> = BTreeMap::new();
        for (row, mention) in gold {
            let text = if mention.field == Field::Title { &article.title } else { &article.body };
            let spelling = plain(&text[mention.start as usize..mention.end as usize]);
            let (_, spellings) = things.entry(row.entity).or_insert_with(|| (row.kind, BTreeMap::default()));
            *spellings.entry(spelling).or_default() |= row.is_name;
        }
        let found: BTreeSet<(Kind, String)> =
            found.iter().map(|entity| (entity.kind, plain(&entity.name))).collect();
        for (tallies, any) in [(&mut self.names, false), (&mut self.spellings, true)] {
            for (kind, _) in &found {
                tallies.entry(*kind).or_default().found += 1;
            }
            for (kind, spellings) in things.values() {
                let mut names = spellings.iter().filter(|(_, is_name)| any || **is_name);
                let tally = tallies.entry(*kind).or_default();
                tally.gold += 1;
                tally.right +=
                    usize::from(names.any(|(spelling, _)| found.contains(&(*kind, spelling.clone()))));
            }
        }
    }

    fn write(&self, met: usize, of: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{met} of {of} marked articles, {} mentions\n", total(&self.spans).gold)?;
        table("spans", &self.spans, out)?;
        writeln!(out, "\n{:24}{:>7}{:>7}{:>7}{:>8}", "brought together (B³)", "P", "R", "F1", "gold")?;
        let all = self.cubed.values().fold(Cubed::default(), |all, one| Cubed {
            mentions: all.mentions + one.mentions,
            precision: all.precision + one.precision,
            recall: all.recall + one.recall,
        });
        let kinds = self.cubed.iter().map(|(kind, cubed)| (kind.name(), *cubed));
        for (name, cubed) in kinds.chain([("all", all)]) {
            let mentions = cubed.mentions.max(1) as f64;
            let (precision, recall) = (cubed.precision / mentions, cubed.recall / mentions);
            let f1 = f1(precision, recall);
            writeln!(out, "  {name:22}{precision:7.3}{recall:7.3}{f1:7.3}{:8}", cubed.mentions)?;
        }
        writeln!(out)?;
        table("kind and name", &self.names, out)?;
        writeln!(out)?;
        table("kind and any spelling", &self.spellings, out)
    }
}

fn total(tallies: &BTreeMap<Kind, Tally>) -> Tally {
    tallies.values().fold(Tally::default(), |all, one| Tally {
        gold: all.gold + one.gold,
        found: all.found + one.found,
        right: all.right + one.right,
    })
}

fn table(title: &str, tallies: &BTreeMap<Kind, Tally>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{title:24}{:>7}{:>7}{:>7}{:>8}{:>7}{:>7}", "P", "R", "F1", "gold", "found", "right")?;
    let kinds = tallies.iter().map(|(kind, tally)| (kind.name(), *tally));
    for (name, tally) in kinds.chain([("micro", total(tallies))]) {
        let (precision, recall) = (tally.precision(), tally.recall());
        let f1 = f1(precision, recall);
        let Tally { gold, found, right } = tally;
        writeln!(out, "  {name:22}{precision:7.3}{recall:7.3}{f1:7.3}{gold:8}{found:7}{right:7}")?;
    }
    Ok(())
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// The article as it stands in the corpus: marked places need no translation but for the standfirst, which is
/// the first line of the body.
fn article(fields: &Value) -> Article {
    Article::of_text(text(fields, "title"), format!("{}\n{}", text(fields, "heading"), text(fields, "body")))
}

/// Where a marked mention stands in [`article`].
fn mention(fields: &Value, row: &Row) -> Option<Mention> {
    let text = fields[row.field.as_str()].as_str()?;
    let before = if row.field == "body" { self::text(fields, "heading").len() + 1 } else { 0 };
    let byte = |character: usize| {
        let mut ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        ends.nth(character).and_then(|byte| u32::try_from(before + byte).ok())
    };
    let field = if row.field == "title" { Field::Title } else { Field::Body };
    Some(Mention { field, start: byte(row.range.0)?, end: byte(row.range.1)? })
}

/// A name without what spellings of it differ by: case, accents, hyphens, a leading article, and whether a
/// ministry is called by its full name or by what it is in charge of.
fn plain(name: &str) -> String {
    let mut folded = String::new();
    fold_into(name, &mut folded);
    let folded = folded.replace(['-', '\u{2010}', '\u{2011}'], " ");
    let line = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let office = ["ministere ", "secretariat d'etat "].iter().find_map(|office| line.strip_prefix(office));
    let links: &[&str] = match office {
        Some(_) => &["de l'", "de la ", "a l'", "a la ", "du ", "des ", "de ", "aux ", "au "],
        None => &["les ", "le ", "la ", "l'"],
    };
    let rest = office.unwrap_or(&line);
    links.iter().find_map(|link| rest.strip_prefix(link)).unwrap_or(rest).to_owned()
}
