//! How much an article is about an entity, and what it calls it.

use std::collections::BTreeSet;

use super::Document;
use crate::article::{Entity, Field};

/// The first paragraph counts as far as this, in bytes, or to a fifth of the body.
const LEAD_BYTES: usize = 400;

impl Document {
    /// Returns the weight of an entity, in tenths: 3 in the title, 2 in the first paragraph, and
    /// log₂(1 + mentions). One that only the source's own fields name weighs nothing.
    pub fn salience(&self, entity: &Entity) -> u32 {
        let paragraph = self.body.find('\n').unwrap_or(self.body.len());
        let lead = paragraph.min(LEAD_BYTES.max(self.body.len() / 5)) as u32;
        let in_title = entity.mentions.iter().any(|mention| mention.field == Field::Title);
        let in_lead =
            entity.mentions.iter().any(|mention| mention.field == Field::Body && mention.start < lead);
        let repeated = (10.0 * (1.0 + entity.mentions.len() as f64).log2()).round() as u32;
        30 * u32::from(in_title) + 20 * u32::from(in_lead) + repeated
    }

    /// Returns what the text calls an entity beside its name, each once, in byte order.
    pub fn forms_of(&self, entity: &Entity) -> BTreeSet<String> {
        let mut forms = BTreeSet::new();
        for mention in &entity.mentions {
            let text = if mention.field == Field::Title { &self.title } else { &self.body };
            let Some(form) = text.get(mention.start as usize..mention.end as usize) else { continue };
            if form != entity.name {
                let form: Vec<&str> = form.split_whitespace().collect();
                forms.insert(form.join(" "));
            }
        }
        forms.remove(&entity.name);
        forms
    }
}
