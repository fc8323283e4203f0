//! Which columns of a table may hold something of an article.

use arrow_schema::{DataType, Fields};

use crate::parse::aliases::{self, CONTAINERS};
use crate::parse::input::Fault;
use crate::stage::Code;

/// Columns within columns that are looked into.
const DEPTH: usize = 4;

/// Returns the places of the columns to read.
///
/// # Errors
///
/// Where no column can be a title or a text.
pub(super) fn columns(fields: &Fields) -> Result<Vec<usize>, Fault> {
    if !has_telling(fields, DEPTH) {
        let names: Vec<&str> = fields.iter().take(12).map(|field| field.name().as_str()).collect();
        let more = if fields.len() > names.len() { ", …" } else { "" };
        let detail = format!("no title or text column; columns are: {}{more}", names.join(", "));
        return Err(Fault::new(Code::Csv, detail));
    }
    let is_of_use = |name: &str, kind: &DataType| {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name);
        aliases::is_known(name)
            || aliases::is_known(last)
            || aliases::is_among(&aliases::key(name), CONTAINERS)
            || matches!(kind, DataType::Struct(_))
    };
    let places = fields.iter().enumerate();
    Ok(places.filter(|(_, field)| is_of_use(field.name(), field.data_type())).map(|(at, _)| at).collect())
}

fn has_telling(fields: &Fields, depth: usize) -> bool {
    depth > 0
        && fields.iter().any(|field| {
            let name = field.name();
            let last = name.rsplit(['.', '/']).next().unwrap_or(name);
            aliases::is_telling(name)
                || aliases::is_telling(last)
                || matches!(field.data_type(), DataType::Struct(inner) if has_telling(inner, depth - 1))
        })
}
