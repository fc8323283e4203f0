//! What is indexed of a document, and as what.
//!
//! | field | holds | for |
//! |---|---|---|
//! | `id` | 16 bytes, indexed | replacing, `id:` |
//! | `title`, `body` | forms with positions | words, phrases |
//! | `title_length`, `body_length` | tokens that are no stop words, column | scores |
//! | `first_day`, `last_day` | days since 1970, columns; absent if unknown | date filters, order |
//! | `order` | first eight bytes of the id, column | ties |
//! | `entered_run`, `entered_at` | number of the run that wrote it, second when that began, columns | what is new |
//! | `person` … `language` | keys, indexed and column | filters, facets |
//! | `person_spelling` … | `key U+001F spelling`, `key U+001E form`, indexed | the name to show, which keys are one |
//! | `person_mentions` … | mentions of each key, column, in the keys' order | counts of mentions |
//! | `person_salience` … | tenths of weight of each key, column, likewise | order by weight |
//! | `url` | as it stands, column: in the engine's other dictionary no two would share an end | `url:` |
//! | `stored` | the document's bytes | everything shown |

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::article::Kind;

/// Version of the table above; an index built with another one is refused.
pub(super) const SCHEMA_VERSION: u32 = 5;

/// Name of the tokenizer that splits encoded forms.
pub(super) const FORMS_TOKENIZER: &str = "kiosque-forms";

/// A field of facet terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetField {
    /// People.
    Person,
    /// Organisations.
    Organization,
    /// Places.
    Place,
    /// Publishers.
    Source,
    /// Authors.
    Author,
    /// Sections.
    Section,
    /// Languages.
    Language,
}

impl FacetField {
    /// All of them, in the order of outputs.
    pub const ALL: [FacetField; 7] = [
        FacetField::Person,
        FacetField::Organization,
        FacetField::Place,
        FacetField::Source,
        FacetField::Author,
        FacetField::Section,
        FacetField::Language,
    ];

    /// The field's name in the index, in facets and in queries.
    pub fn name(self) -> &'static str {
        match self {
            FacetField::Person => "person",
            FacetField::Organization => "organization",
            FacetField::Place => "place",
            FacetField::Source => "source",
            FacetField::Author => "author",
            FacetField::Section => "section",
            FacetField::Language => "language",
        }
    }
}

impl FacetField {
    /// The kind of entity that it counts, if it does.
    pub fn kind(self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| FacetField::from(*kind) == self)
    }
}

impl From<Kind> for FacetField {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => FacetField::Person,
            Kind::Organization => FacetField::Organization,
            Kind::Place => FacetField::Place,
        }
    }
}

/// The fields' handles, in the order of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The article's id.
    pub id: Field,
    /// Forms of the title.
    pub title: Field,
    /// Forms of the body.
    pub body: Field,
    /// The address.
    pub(super) url: Field,
    pub(super) title_length: Field,
    pub(super) body_length: Field,
    pub(super) first_day: Field,
    pub(super) last_day: Field,
    pub(super) order: Field,
    pub(super) entered_run: Field,
    pub(super) entered_at: Field,
    pub(super) stored: Field,
    facets: [Field; FacetField::ALL.len()],
    spellings: [Field; FacetField::ALL.len()],
    mentions: [Field; Kind::ALL.len()],
    salience: [Field; Kind::ALL.len()],
}

impl Fields {
    /// The handle of a facet's keys.
    pub fn facet(&self, facet: FacetField) -> Field {
        self.facets[facet as usize]
    }

    /// The handle of a facet's spellings.
    pub(super) fn spelling(&self, facet: FacetField) -> Field {
        self.spellings[facet as usize]
    }

    /// The handle of the numbers of mentions of a kind's keys.
    pub(super) fn mentions(&self, kind: Kind) -> Field {
        self.mentions[kind as usize]
    }

    /// The handle of the weights of a kind's keys.
    pub(super) fn salience(&self, kind: Kind) -> Field {
        self.salience[kind as usize]
    }
}

/// Name of the column of a kind's mentions.
pub(super) fn mentions_column(kind: Kind) -> String {
    format!("{}_mentions", kind.name())
}

/// Name of the column of a kind's weights.
pub(super) fn salience_column(kind: Kind) -> String {
    format!("{}_salience", kind.name())
}

/// Returns the schema and its handles.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let forms = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(FORMS_TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false),
    );
    let whole = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let facet = TextOptions::default().set_indexing_options(whole.clone()).set_fast("raw");
    let fields = Fields {
        id: builder.add_bytes_field("id", INDEXED),
        title: builder.add_text_field("title", forms.clone()),
        body: builder.add_text_field("body", forms),
        url: builder.add_text_field("url", TextOptions::default().set_fast("raw")),
        title_length: builder.add_u64_field("title_length", FAST),
        body_length: builder.add_u64_field("body_length", FAST),
        first_day: builder.add_i64_field("first_day", NumericOptions::default().set_fast()),
        last_day: builder.add_i64_field("last_day", NumericOptions::default().set_fast()),
        order: builder.add_u64_field("order", FAST),
        entered_run: builder.add_u64_field("entered_run", FAST),
        entered_at: builder.add_i64_field("entered_at", NumericOptions::default().set_fast()),
        stored: builder.add_bytes_field("stored", BytesOptions::default().set_stored()),
        facets: FacetField::ALL.map(|kind| builder.add_text_field(kind.name(), facet.clone())),
        spellings: FacetField::ALL.map(|kind| {
            let spelling = TextOptions::default().set_indexing_options(whole.clone());
            builder.add_text_field(&format!("{}_spelling", kind.name()), spelling)
        }),
        mentions: Kind::ALL.map(|kind| builder.add_u64_field(&mentions_column(kind), FAST)),
        salience: Kind::ALL.map(|kind| builder.add_u64_field(&salience_column(kind), FAST)),
    };
    (builder.build(), fields)
}
