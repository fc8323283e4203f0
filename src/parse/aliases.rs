//! The names under which the press's data sets keep a field, each with its place in the order.
//!
//! A name is compared without case, accents, spaces, `_`, `-` and `.`, so that `publish_date`,
//! `publishDate` and `Publish-Date` are one. The earlier a name stands in its list, the surer it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Text,
    Title,
    /// A standfirst beside a title, else the title.
    Heading,
    Summary,
    Date,
    Year,
    Month,
    Day,
    Source,
    Url,
    Author,
    Language,
    Section,
    Keywords,
    Guid,
    LocalId,
}

/// Number of roles.
pub(crate) const ROLES: usize = Role::LocalId as usize + 1;

/// The names of each role, the surest first.
pub(crate) const ALIASES: &[(Role, &[&str])] = &[
    (
        Role::Text,
        &[
            "text",
            "texte",
            "body",
            "content",
            "contenu",
            "article_body",
            "article_text",
            "body_text",
            "body_html",
            "body_xhtml",
            "content_text",
            "content_html",
            "content_encoded",
            "maintext",
            "full_text",
            "complete_text",
            "text_content",
            "raw_text",
            "corps",
            "story",
            "article",
            "document",
            "ft",
        ],
    ),
    (
        Role::Title,
        &[
            "title",
            "titre",
            "headline",
            "article_title",
            "titre_article",
            "name",
            "HD",
            "t",
            "title_page",
            "title_rss",
            "tika_metadata_dc_title",
        ],
    ),
    (Role::Heading, &["heading"]),
    (
        Role::Summary,
        &[
            "standfirst",
            "chapo",
            "chapeau",
            "lead",
            "summary",
            "excerpt",
            "abstract",
            "resume",
            "description",
            "description_text",
            "meta_description",
        ],
    ),
    (
        Role::Date,
        &[
            "date_published",
            "published_at",
            "published",
            "publish_date",
            "publication_date",
            "pub_date",
            "date_publish",
            "date_publication",
            "firstcreated",
            "date",
            "created",
            "created_at",
            "versioncreated",
            "timestamp",
            "epoch",
            "d",
            "day",
            "date_text",
            "tika_metadata_dcterms_created",
        ],
    ),
    (Role::Year, &["publication_year", "annee", "year"]),
    (Role::Month, &["publication_month", "mois", "month"]),
    (Role::Day, &["publication_day", "jour", "day"]),
    (
        Role::Source,
        &[
            "journal_clean",
            "source",
            "outlet",
            "publication",
            "journal",
            "newspaper",
            "media",
            "media_name",
            "source_name",
            "SN",
            "sitename",
            "site_name",
            "source_hostname",
            "meta_site_name",
            "publisher",
            "site",
            "hostname",
            "domain",
            "source_domain",
            "canonical_domain",
        ],
    ),
    (
        Role::Url,
        &["canonical_url", "canonical_link", "url", "link", "original_url", "uri", "web_url", "source"],
    ),
    (
        Role::Author,
        &[
            "author",
            "authors",
            "auteur",
            "auteurs",
            "byline",
            "creator",
            "by",
            "author_name",
            "tika_metadata_dc_creator",
        ],
    ),
    (Role::Language, &["language", "lang", "langue", "lg", "in_language", "base_language", "meta_lang"]),
    (
        Role::Section,
        &["section", "rubrique", "article_section", "category", "categories", "SE", "topic", "section_name"],
    ),
    (Role::Keywords, &["keywords", "mots_cles", "tags", "meta_keywords"]),
    (Role::Guid, &["guid", "accession_no", "AN"]),
    (Role::LocalId, &["id", "doc_id", "article_id", "file_id", "identifiant", "ci_id", "_id", "fingerprint"]),
];

/// Fields that hold the article's own fields.
pub(crate) const CONTAINERS: &[&str] = &[
    "article",
    "source",
    "doc",
    "document",
    "meta",
    "metadata",
    "content_metadata",
    "rss_entry",
    "fields",
    "attributes",
    "data",
];

/// Fields that hold a list of articles.
pub(crate) const LISTS: &[&str] = &[
    "articles",
    "docs",
    "documents",
    "results",
    "items",
    "item",
    "records",
    "entries",
    "hits",
    "response",
    "data",
    "posts",
    "news",
    "rows",
    "stories",
    "actualites",
];

type Table = HashMap<String, Vec<(Role, u8)>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::new();
    for (role, names) in ALIASES {
        for (rank, name) in names.iter().enumerate() {
            table.entry(key(name)).or_default().push((*role, rank as u8));
        }
    }
    table
});

/// The roles that a field of this key may have, each with its place in the order.
pub(crate) fn roles(key: &str) -> &'static [(Role, u8)] {
    TABLE.get(key).map_or(&[], Vec::as_slice)
}

/// Whether a field of this name can be an article's text or title.
pub(crate) fn is_telling(name: &str) -> bool {
    roles(&key(name)).iter().any(|(role, _)| matches!(role, Role::Text | Role::Title))
}

/// Whether a field of this name is known at all.
pub(crate) fn is_known(name: &str) -> bool {
    !roles(&key(name)).is_empty()
}

/// Whether `key` is the key of one of these names.
pub(crate) fn is_among(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        let mut bytes = name.bytes().filter(|&byte| byte != b'_');
        key.bytes().all(|byte| bytes.next() == Some(byte)) && bytes.next().is_none()
    })
}

/// Reduces a field's name to what two spellings of it have in common.
pub(crate) fn key(name: &str) -> String {
    let is_filler = |c: &char| matches!(c, '_' | '-' | '.' | ' ' | ':' | '\u{feff}');
    if name.is_ascii() {
        return name.chars().filter(|c| !is_filler(c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    let plain = name.nfd().filter(|c| !is_combining_mark(*c) && !is_filler(c));
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        for name in ["datePublished", "date_published", "Date-Published", "DATE.PUBLISHED"] {
            assert!(roles(&key(name)).contains(&(Role::Date, 0)), "{name}");
        }
        assert_eq!(roles(&key("Résumé")), roles("resume"));
        assert!(is_telling("Titre_Article") && !is_telling("prix"));
        assert!(is_among("contentmetadata", CONTAINERS) && !is_among("content", CONTAINERS));
    }
}
