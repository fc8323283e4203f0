//! Evaluations for people.

use std::io::{self, Write};

use super::super::output::{Out, Paint, safe};
use super::super::text::{counted, number, seconds};
use super::Facts;
use crate::evaluate::{Comparison, Measure, Outcome, Scores};

/// One system: its measures, beside those of the baseline where there is one.
pub(super) fn one(out: &mut Out, facts: &Facts, outcome: &Outcome, took: f64) -> io::Result<()> {
    head(out, facts, "")?;
    let paint = out.paint;
    let Some(((baseline, others), comparisons)) = facts.baseline.as_ref().zip(outcome.comparisons.as_ref())
    else {
        for measure in Measure::ALL {
            let value = format!("{:.4}", outcome.means.of(measure));
            writeln!(out, "  {:<12}{}", measure.title(), paint.paint(Paint::TITLE, &value))?;
        }
        return foot(out, facts, took);
    };
    let counts = |of: fn(&Comparison) -> usize| {
        Measure::ALL
            .map(|measure| number(of(comparisons.by(measure)) as u64).len())
            .into_iter()
            .fold(6, usize::max)
    };
    let widths = [counts(|one| one.better), counts(|one| one.worse), counts(|one| one.equal)];
    let [better, worse, equal] = widths;
    let names = format!(
        "{:<12}{:>6}  {:>8}  {:>10}  {:>18}  {:>7}  {:>better$}  {:>worse$}  {:>equal$}",
        "", "this", "baseline", "difference", "95 % interval", "p", "better", "worse", "equal"
    );
    writeln!(out, "  {}", paint.paint(Paint::DIM, &names))?;
    for measure in Measure::ALL {
        let one = comparisons.by(measure);
        let value = format!("{:.4}", outcome.means.of(measure));
        let interval = format!("{} to {}", signed(one.interval[0]), signed(one.interval[1]));
        writeln!(
            out,
            "  {:<12}{}  {:>8.4}  {:>10}  {:>18}  {:>7}  {:>better$}  {:>worse$}  {:>equal$}",
            measure.title(),
            paint.paint(Paint::TITLE, &value),
            others.of(measure),
            signed(one.difference),
            interval,
            probability(one.p),
            number(one.better as u64),
            number(one.worse as u64),
            number(one.equal as u64),
        )?;
    }
    writeln!(out)?;
    let line = format!(
        "  baseline: {}; p by a paired randomisation test, interval by bootstrap, over queries",
        safe(baseline)
    );
    writeln!(out, "{}", paint.paint(Paint::DIM, &line))?;
    foot(out, facts, took)
}

/// Many experiments: one a line, the best by nDCG@10 first.
pub(super) fn grid(out: &mut Out, facts: &Facts, outcomes: &[Outcome], took: f64) -> io::Result<()> {
    head(out, facts, &format!(", {}", counted(outcomes.len() as u64, "experiment", "experiments")))?;
    let paint = out.paint;
    let mut order: Vec<&Outcome> = outcomes.iter().collect();
    order.sort_by(|one, other| other.means.of(Measure::Ndcg).total_cmp(&one.means.of(Measure::Ndcg)));
    let columns: String = Measure::ALL.iter().map(|measure| format!("  {:>10}", measure.title())).collect();
    let names = format!("{columns}  {:>10}  {:>7}  experiment", "difference", "p");
    writeln!(out, "{}", paint.paint(Paint::DIM, &names))?;
    let baseline = facts.baseline.as_ref().map(|(name, scores)| (name, *scores));
    let mut told = baseline.is_none();
    for outcome in order {
        let ndcg = outcome.means.of(Measure::Ndcg);
        if let Some((name, scores)) = baseline.filter(|(_, scores)| !told && scores.of(Measure::Ndcg) >= ndcg)
        {
            told = true;
            line(out, &scores, None, &format!("baseline {}", safe(name)), true)?;
        }
        let experiment = outcome.experiment.as_ref().map_or("", |experiment| &*experiment.name);
        let ndcg = outcome.comparisons.as_ref().map(|comparisons| comparisons.by(Measure::Ndcg));
        line(out, &outcome.means, ndcg, experiment, ndcg.is_none())?;
    }
    if let Some((name, scores)) = baseline.filter(|_| !told) {
        line(out, &scores, None, &format!("baseline {}", safe(name)), true)?;
    }
    writeln!(out)?;
    let reference = if baseline.is_some() { "the baseline" } else { "the defaults" };
    let line = format!(
        "  difference and p of nDCG@10 beside {reference}; p is of one comparison: correct it for {}",
        number(outcomes.iter().filter(|outcome| outcome.comparisons.is_some()).count() as u64)
    );
    writeln!(out, "{}", paint.paint(Paint::DIM, &line))?;
    foot(out, facts, took)
}

fn line(
    out: &mut Out,
    means: &Scores,
    comparison: Option<&Comparison>,
    name: &str,
    is_reference: bool,
) -> io::Result<()> {
    let mut text = String::new();
    for measure in Measure::ALL {
        text.push_str(&format!("  {:>10.4}", means.of(measure)));
    }
    let (difference, p) = match comparison {
        Some(one) => (signed(one.difference), probability(one.p)),
        None => ("=".to_owned(), String::new()),
    };
    text.push_str(&format!("  {difference:>10}  {p:>7}  {name}"));
    let text = if is_reference { out.paint.paint(Paint::TITLE, &text) } else { text };
    writeln!(out, "{text}")
}

/// `piaf: 1,986 judged queries, 393 documents`
fn head(out: &mut Out, facts: &Facts, more: &str) -> io::Result<()> {
    let documents = match facts.documents {
        Some(documents) => format!(", {}", counted(documents, "document", "documents")),
        None => String::new(),
    };
    let queries = counted(facts.queries as u64, "judged query", "judged queries");
    writeln!(out, "{}: {queries}{documents}{more}", out.paint.paint(Paint::TITLE, &safe(&facts.name)))?;
    writeln!(out)
}

fn foot(out: &mut Out, facts: &Facts, took: f64) -> io::Result<()> {
    let line = match facts.depth {
        Some(depth) => {
            format!(
                "  answers of {}, in {}",
                counted(depth.into(), "document at most", "documents at most"),
                seconds(took)
            )
        }
        None => return Ok(()),
    };
    writeln!(out)?;
    writeln!(out, "{}", out.paint.paint(Paint::DIM, &line))
}

/// `+0.0120`, `−0.0007`, `0.0000`.
fn signed(value: f64) -> String {
    let text = format!("{:.4}", value.abs());
    let sign = match (text.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0'), value < 0.0) {
        (false, _) => "",
        (true, true) => "−",
        (true, false) => "+",
    };
    format!("{sign}{text}")
}

fn probability(p: f64) -> String {
    if p < 0.0001 { "<0.0001".to_owned() } else { format!("{p:.4}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(
            [0.012, -0.00071, 0.00001, -0.00001].map(signed),
            ["+0.0120", "−0.0007", "0.0000", "0.0000"]
        );
        assert_eq!([1.0, 0.05, 0.00001].map(probability), ["1.0000", "0.0500", "<0.0001"]);
    }
}
