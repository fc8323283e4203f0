//! A run as one page: plots drawn as SVG, nothing fetched, light or dark as the reader's system is.

use std::fmt::Write as _;

use super::{Change, Measurement};

const STYLE: &str = "
:root{--ink:#1b2430;--soft:#5d6b7c;--line:#d8dee6;--paper:#fbfcfd;--card:#fff;--a:#2367c9;--b:#0d9488;--c:#c2570c;--d:#7c3aed}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf2;--soft:#93a1b3;--line:#2f3a48;--paper:#11161d;--card:#19202a;--a:#6ea8ff;--b:#2dd4bf;--c:#fb923c;--d:#c4a2ff}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 20px}h1{font-size:26px;margin:0 0 4px}h2{font-size:17px;margin:0 0 2px}
p{color:var(--soft);margin:0 0 12px}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:18px;margin:22px 0}
@media(max-width:520px){.cards{grid-template-columns:1fr}}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;overflow-x:auto}
svg{width:100%;height:auto;display:block}svg text{fill:var(--ink);font-size:12px}svg .s{fill:var(--soft)}svg .g{stroke:var(--line)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th{color:var(--soft);font-weight:500;text-align:left}
td,th{padding:4px 10px 4px 0;border-bottom:1px solid var(--line)}td.n,th.n{text-align:right}.w{color:var(--c)}.k{color:var(--b)}";

const COLOURS: [&str; 4] = ["var(--a)", "var(--b)", "var(--c)", "var(--d)"];

/// Returns the page of a run; `changes` since an older one stand at its end, where there are any.
pub fn page(run: &[Measurement], warnings: &[String], changes: &[Change]) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    let _ = write!(html, "<title>Kiosque, measured</title><style>{STYLE}</style></head><body><main>");
    html.push_str("<h1>Kiosque, measured</h1>");
    if let Some(first) = run.first() {
        let (corpus, machine) = (&first.corpus, &first.machine);
        let _ = write!(
            html,
            "<p>{}: {} articles, {:.1} MB · {}, {} cores, {:.0} GB, {} · version {}</p>",
            escaped(&corpus.name),
            corpus.articles,
            corpus.bytes as f64 / 1e6,
            escaped(&machine.processor),
            machine.cores,
            machine.memory_bytes as f64 / 1e9,
            escaped(&machine.system),
            escaped(&first.kiosque),
        );
    }
    for warning in warnings {
        let _ = write!(html, "<p class=\"w\">{}</p>", escaped(warning));
    }
    html.push_str("<div class=\"cards\">");
    let of = |measure: &str, figure: &str| -> Vec<&Measurement> {
        run.iter()
            .filter(|one| one.measure == measure && (figure.is_empty() || one.figure == figure))
            .collect()
    };
    let throughput = of("index", "throughput");
    card(
        &mut html,
        "Indexing by jobs",
        "articles a second, whole process; the line spans all runs",
        &bars(&throughput, &Measurement::settings_line),
    );
    let stages = of("stage", "");
    card(
        &mut html,
        "Time by stage",
        "CPU, µs an article, one thread",
        &bars(&stages, &|one| one.figure.clone()),
    );
    let warm: Vec<&Measurement> =
        of("search", "latency").into_iter().filter(|one| one.settings.contains_key("class")).collect();
    card(
        &mut html,
        "Searching, warm",
        "share of answers that came within so many ms (logarithmic)",
        &distributions(&warm),
    );
    let processes: Vec<&Measurement> =
        of("search", "latency").into_iter().filter(|one| one.settings.contains_key("files")).collect();
    card(
        &mut html,
        "Searching, one process a query",
        "ms, median; the line spans all",
        &bars(&processes, &Measurement::settings_line),
    );
    let rates = of("search", "throughput");
    card(&mut html, "Answers by threads", "queries a second", &bars(&rates, &Measurement::settings_line));
    let growth = of("growth", "throughput");
    card(&mut html, "Growth", "articles a second by articles (both logarithmic)", &curve(&growth));
    html.push_str("</div>");
    if !changes.is_empty() {
        table_of_changes(&mut html, changes);
    }
    table(&mut html, run);
    html.push_str("</main></body></html>\n");
    html
}

fn card(html: &mut String, title: &str, what: &str, plot: &str) {
    if !plot.is_empty() {
        let _ = write!(html, "<section><h2>{title}</h2><p>{what}</p>{plot}</section>");
    }
}

/// One bar a figure, at its median, with a line from least to most.
fn bars(all: &[&Measurement], label: &dyn Fn(&Measurement) -> String) -> String {
    let most = all.iter().map(|one| one.summary.max).fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let (left, width, row) = (190.0, 230.0, 28.0);
    let height = all.len() as f64 * row + 4.0;
    let mut svg = format!("<svg viewBox=\"0 0 500 {height}\" role=\"img\">");
    for (at, one) in all.iter().enumerate() {
        let y = at as f64 * row + 4.0;
        let x = |value: f64| left + value / most * width;
        let _ = write!(
            svg,
            "<text class=\"s\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text><rect x=\"{left}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"18\" rx=\"3\" fill=\"{}\" opacity=\".85\"/><path d=\"M{:.1} {:.1}H{:.1}\" stroke=\"currentColor\" stroke-width=\"1.5\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            left - 8.0,
            y + 13.0,
            escaped(&label(one)),
            x(one.summary.p50) - left,
            COLOURS[0],
            x(one.summary.min),
            y + 9.0,
            x(one.summary.max),
            x(one.summary.max) + 7.0,
            y + 13.0,
            shown(one.summary.p50),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Each figure's samples as a rising line: how many lie below.
fn distributions(all: &[&Measurement]) -> String {
    let all: Vec<&&Measurement> =
        all.iter().filter(|one| one.summary.n > 1 && one.summary.min > 0.0).collect();
    let least = all.iter().map(|one| one.summary.min).fold(f64::INFINITY, f64::min);
    let most = all.iter().map(|one| one.summary.max).fold(0.0, f64::max);
    if most <= least {
        return String::new();
    }
    let (low, high) = (least.log10().floor(), most.log10().ceil());
    let x = |value: f64| 30.0 + (value.log10() - low) / (high - low) * 330.0;
    let mut svg = String::from("<svg viewBox=\"0 0 500 230\" role=\"img\">");
    let mut decade = low;
    while decade <= high {
        let at = x(10f64.powf(decade));
        let _ = write!(
            svg,
            "<path class=\"g\" d=\"M{at:.1} 8V200\"/><text class=\"s\" x=\"{at:.1}\" y=\"218\" text-anchor=\"middle\">{}</text>",
            shown(10f64.powf(decade))
        );
        decade += 1.0;
    }
    for (number, one) in all.iter().enumerate() {
        let mut sorted = one.samples.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let step = (sorted.len() / 120).max(1);
        let mut path = String::new();
        for (at, value) in
            sorted.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == sorted.len())
        {
            let share = (at + 1) as f64 / sorted.len() as f64;
            let _ = write!(
                path,
                "{}{:.1} {:.1}",
                if path.is_empty() { 'M' } else { 'L' },
                x(*value),
                200.0 - share * 190.0
            );
        }
        let colour = COLOURS[number % COLOURS.len()];
        let dash = if number >= COLOURS.len() { " stroke-dasharray=\"5 3\"" } else { "" };
        let class = one.settings.get("class").map_or("", String::as_str);
        let y = 22.0 + number as f64 * 18.0;
        let _ = write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/><path d=\"M372 {:.1}h16\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/><text x=\"394\" y=\"{y}\">{}</text>",
            y - 4.0,
            escaped(class)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Figures by number of articles, one line a corpus.
fn curve(all: &[&Measurement]) -> String {
    let mut points: Vec<(&str, f64, f64)> = all
        .iter()
        .filter_map(|one| {
            Some((
                one.settings.get("corpus")?.as_str(),
                one.settings.get("articles")?.parse().ok()?,
                one.summary.p50,
            ))
        })
        .collect();
    points.sort_by(|one, other| one.0.cmp(other.0).then(one.1.total_cmp(&other.1)));
    if points.len() < 2 {
        return String::new();
    }
    let bounds = |of: &dyn Fn(&(&str, f64, f64)) -> f64| {
        let least = points.iter().map(of).fold(f64::INFINITY, f64::min).max(1e-9).log10();
        let most = points.iter().map(of).fold(0.0, f64::max).max(1e-9).log10();
        (least.floor(), most.ceil().max(least.floor() + 1.0))
    };
    let (x_bounds, y_bounds) = (bounds(&|point| point.1), bounds(&|point| point.2));
    let x = |value: f64| 60.0 + (value.log10() - x_bounds.0) / (x_bounds.1 - x_bounds.0) * 400.0;
    let y = |value: f64| 190.0 - (value.log10() - y_bounds.0) / (y_bounds.1 - y_bounds.0) * 170.0;
    let mut svg = String::from("<svg viewBox=\"0 0 500 230\" role=\"img\">");
    for decade in x_bounds.0 as i32..=x_bounds.1 as i32 {
        let value = 10f64.powi(decade);
        let _ = write!(
            svg,
            "<path class=\"g\" d=\"M{0:.1} 20V190\"/><text class=\"s\" x=\"{0:.1}\" y=\"208\" text-anchor=\"middle\">{1}</text>",
            x(value),
            shown(value)
        );
    }
    for decade in y_bounds.0 as i32..=y_bounds.1 as i32 {
        let value = 10f64.powi(decade);
        let _ = write!(
            svg,
            "<path class=\"g\" d=\"M60 {0:.1}H460\"/><text class=\"s\" x=\"52\" y=\"{1:.1}\" text-anchor=\"end\">{2}</text>",
            y(value),
            y(value) + 4.0,
            shown(value)
        );
    }
    for (number, line) in points.chunk_by(|one, other| one.0 == other.0).enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let mut path = String::new();
        for (at, point) in line.iter().enumerate() {
            let _ = write!(path, "{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, x(point.1), y(point.2));
            let _ = write!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>",
                x(point.1),
                y(point.2)
            );
        }
        let _ = write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"66\" y=\"{}\" style=\"fill:{colour}\">{}</text>",
            180 - 16 * number,
            escaped(line[0].0)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn table_of_changes(html: &mut String, changes: &[Change]) {
    html.push_str("<section><h2>Since the older run</h2><p>now over before, with its 95 % interval; coloured where it is more than chance</p><table><tr><th>figure</th><th>settings</th><th class=\"n\">before</th><th class=\"n\">now</th><th class=\"n\">ratio</th></tr>");
    for change in changes {
        let class = match change.better {
            Some(true) => "n k",
            Some(false) => "n w",
            None => "n",
        };
        let _ = write!(
            html,
            "<tr><td>{}: {} ({})</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"{class}\">{:.3} ({:.3} to {:.3})</td></tr>",
            escaped(&change.measure),
            escaped(&change.figure),
            escaped(&change.unit),
            escaped(&change.settings),
            shown(change.medians.0),
            shown(change.medians.1),
            change.ratio,
            change.interval.0,
            change.interval.1
        );
    }
    html.push_str("</table></section><br>");
}

fn table(html: &mut String, run: &[Measurement]) {
    html.push_str("<section><h2>All figures</h2><table><tr><th>figure</th><th>settings</th><th class=\"n\">n</th><th class=\"n\">least</th><th class=\"n\">median</th><th class=\"n\">p90</th><th class=\"n\">p99</th><th class=\"n\">most</th><th>unit</th></tr>");
    for one in run {
        let summary = one.summary;
        let _ = write!(
            html,
            "<tr><td>{}: {}</td><td>{}</td><td class=\"n\">{}</td>",
            escaped(&one.measure),
            escaped(&one.figure),
            escaped(&one.settings_line()),
            summary.n
        );
        for value in [summary.min, summary.p50, summary.p90, summary.p99, summary.max] {
            let _ = write!(html, "<td class=\"n\">{}</td>", shown(value));
        }
        let _ = write!(html, "<td>{}</td></tr>", escaped(&one.unit));
    }
    html.push_str("</table></section>");
}

/// Three figures that count.
fn shown(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 1.0 || small == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
