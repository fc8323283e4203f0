//! The library as other programs use it: open, search, read hits one by one, ask what else would find something.

use kiosque::query::{Operator, PartialDate, Query, parse};
use kiosque::search::{FacetField, FacetKind, FacetRequest, Filter, Index, Request, Sort, Threads};

use super::support::Workspace;

#[test]
fn an_index_is_opened_and_asked() {
    let workspace = Workspace::with_seeds_indexed();
    let index = Index::open(&workspace.path("index")).expect("an index");

    let mut request = Request::new(parse("titre:éolien OR glacier").expect("a query"));
    request.filters.push(Filter::After(PartialDate::new(2025, None, None).expect("a year")));
    request.facets.push(FacetRequest { kind: FacetKind::Field(FacetField::Person), limit: 3 });
    let answer = index.search(&request).expect("an answer");
    assert_eq!(answer.hits.len() as u64, answer.total.min(10));
    assert!(answer.facets[0].1.len() <= 3 && !answer.facets[0].1.is_empty());
    for hit in &answer.hits {
        assert!(hit.document.date.is_some_and(|date| date.civil().0 >= 2025));
        for mark in hit.title.highlights.iter().map(|range| &hit.title.text[range.clone()]) {
            assert!(
                mark.to_lowercase().starts_with("éol") || mark.to_lowercase().starts_with("glac"),
                "{mark}"
            );
        }
    }

    // Any number of hits, one at a time.
    let found = index.find(&Request { top: usize::MAX, ..Request::new(parse("*").expect("a query")) });
    let found = found.expect("an answer");
    assert_eq!((found.total, found.len(), found.ranks()), (95, 95, Some((1, 95))));
    let ranks: Vec<usize> = found.hits().map(|hit| hit.expect("a hit").rank).collect();
    assert!(ranks.into_iter().eq(1..=95));
    let beyond = index.find(&Request { skip: 95, ..request.clone() }).expect("an answer");
    assert!(beyond.is_empty() && beyond.is_beyond());

    // Words of a text rather than a query; several at once.
    let texts = ["le port et la digue", "un glacier", "xylophone"];
    let totals = Threads::start(2).expect("threads").each(&texts, |text| {
        let query = Query::of_words(text, Operator::Or).expect("words");
        index.search(&Request { sort: Sort::Newest, ..Request::new(query) }).expect("an answer").total
    });
    assert!(totals[0] > totals[1] && totals[1] > 0 && totals[2] == 0);

    // Nothing found: what would find something.
    let typed = "glacierr";
    let request = Request::new(parse(typed).expect("a query"));
    assert_eq!(index.search(&request).expect("an answer").total, 0);
    assert!(!index.suggest(&request, typed, &|text| parse(text).ok()).expect("proposals").is_empty());
    assert!(Index::open(&workspace.path("nowhere")).is_err());
}
