//! From the command line to a request.

use super::super::args::{ConditionArgs, HitFormat, SearchArgs, SortArg};
use super::super::failure::Failure;
use crate::article::Date;
use crate::clock::Clock;
use crate::query::{PartialDate, Query};
use crate::search::{FacetField, FacetKind, FacetRequest, Filter, Ranking, Request, Since, Sort};

/// Values of a facet that are shown where no number is asked for; of years and months all are.
const FACET_VALUES: usize = 10;
/// Values of a facet at most.
const MOST_VALUES: usize = 10_000;
/// Hits that a page for people may reach to.
const DEEPEST: usize = 10_000;
/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// Whether anything beside a query is asked for, so that the query may be left out.
pub(super) fn has_filters(args: &SearchArgs) -> bool {
    let conditions = &args.conditions;
    conditions.after.is_some()
        || conditions.before.is_some()
        || args.new_since.is_some()
        || !args.facet.is_empty()
        || args.sort != SortArg::Relevance
        || names(conditions).iter().any(|(_, names)| !names.is_empty())
}

fn names(args: &ConditionArgs) -> [(FacetField, &[String]); 7] {
    [
        (FacetField::Person, &args.person),
        (FacetField::Organization, &args.organization),
        (FacetField::Place, &args.place),
        (FacetField::Source, &args.source),
        (FacetField::Author, &args.author),
        (FacetField::Section, &args.section),
        (FacetField::Language, &args.language),
    ]
}

/// The conditions that `search` and `entities` take alike.
pub(in crate::cli) fn conditions(args: &ConditionArgs) -> Result<Vec<Filter>, Failure> {
    let named = names(args)
        .into_iter()
        .flat_map(|(facet, names)| names.iter().map(move |name| Filter::Named(facet, name.clone())));
    let mut filters: Vec<Filter> = named.collect();
    if let Some(date) = &args.after {
        filters.push(Filter::After(read_date("--after", date)?));
    }
    if let Some(date) = &args.before {
        filters.push(Filter::Before(read_date("--before", date)?));
    }
    Ok(filters)
}

/// A request for a query under everything else that the command line asks for.
pub(super) fn request(
    args: &SearchArgs,
    format: HitFormat,
    query: Query,
    clock: &Clock,
) -> Result<Request, Failure> {
    let mut filters = conditions(&args.conditions)?;
    if let Some(text) = &args.new_since {
        filters.push(Filter::NewSince(read_since(text, clock)?));
    }
    let reached = args.top.0.saturating_add(args.skip);
    if format == HitFormat::Text && reached > DEEPEST && args.top.0 != usize::MAX {
        return Err(Failure::usage(format!(
            "--top and --skip reach to hit {reached}, the limit is {DEEPEST}"
        ))
        .hint("take a format for scripts, such as --format jsonl, or all of them: -n all"));
    }
    Ok(Request {
        query,
        filters,
        top: if args.count { 0 } else { args.top.0 },
        skip: args.skip,
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Newest => Sort::Newest,
            SortArg::Oldest => Sort::Oldest,
        },
        recent: args.recent.then(|| i32::try_from(clock.now_nanos().div_euclid(DAY)).unwrap_or(i32::MAX)),
        facets: args.facet.iter().map(|facet| read_facet(facet)).collect::<Result<_, _>>()?,
        ranking: Ranking::default(),
        explain: args.explain,
    })
}

/// A date as a query has it after `date:`, so that both read alike.
fn read_date(flag: &str, text: &str) -> Result<PartialDate, Failure> {
    PartialDate::from_text(text).ok_or_else(|| {
        Failure::usage(format!("{flag}: \"{text}\" is no date"))
            .hint("write 2024, 2024-03, 2024-03-12 or \"12 mars 2024\"")
    })
}

/// A run by its number, a day or a minute of universal time, or so many hours or days before now.
fn read_since(text: &str, clock: &Clock) -> Result<Since, Failure> {
    let wrong = || {
        Failure::usage(format!("--new-since: \"{text}\" is neither a run nor a time"))
            .hint("write the number of a run, 2024-03-12, 2024-03-12T18:30 (UTC), 24h or 7d")
    };
    if let Ok(run) = text.parse() {
        return Ok(Since::Run(run));
    }
    for (sign, seconds) in [('h', 3_600), ('d', 86_400), ('j', 86_400)] {
        if let Some(number) = text.strip_suffix(sign).and_then(|number| number.parse::<u32>().ok()) {
            let now = clock.now_nanos().div_euclid(1_000_000_000);
            return Ok(Since::Seconds(now - i64::from(number) * seconds));
        }
    }
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time)));
    let (year, month, day) = PartialDate::from_text(day).ok_or_else(wrong)?.first_day();
    let first = Date::day(year, month, day).ok_or_else(wrong)?.first_day();
    let seconds = match time {
        None => 0,
        Some(time) => {
            let (hours, minutes) = time.trim_end_matches('Z').split_once(':').ok_or_else(wrong)?;
            let part = |text: &str, most: i64| {
                let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
                text.parse::<i64>().ok().filter(|n| digits && *n <= most).ok_or_else(wrong)
            };
            part(hours, 23)? * 3_600 + part(minutes, 59)? * 60
        }
    };
    Ok(Since::Seconds(i64::from(first) * 86_400 + seconds))
}

fn read_facet(text: &str) -> Result<FacetRequest, Failure> {
    let (name, number) = match text.split_once(':') {
        Some((name, number)) => (name, Some(number)),
        None => (text, None),
    };
    let Some(kind) = FacetKind::all().find(|kind| kind.name() == name) else {
        let names: Vec<&str> = FacetKind::all().map(FacetKind::name).collect();
        return Err(Failure::usage(format!("--facet: there is no facet \"{name}\""))
            .hint(format!("one of: {}", names.join(" "))));
    };
    let limit = match number {
        None if matches!(kind, FacetKind::Year | FacetKind::Month) => MOST_VALUES,
        None => FACET_VALUES,
        Some(number) => {
            let number = number.parse().ok().filter(|limit| (1..=MOST_VALUES).contains(limit));
            number.ok_or_else(|| {
                Failure::usage(format!(
                    "--facet: \"{text}\" asks for no number of values up to {MOST_VALUES}"
                ))
                .hint(format!("write {name} or {name}:5"))
            })?
        }
    };
    Ok(FacetRequest { kind, limit })
}
