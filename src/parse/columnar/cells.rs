//! The cells of a batch as JSON: text as it stands, times in ISO, lists and structures within a depth.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use serde_json::{Map, Number, Value};

/// Values within values, at most.
const DEPTH: usize = 16;
/// Entries of one list, at most.
const ENTRIES: usize = 100_000;

/// A row of a batch as an object of its cells that are not empty.
pub(super) fn row(batch: &RecordBatch, at: usize) -> Map<String, Value> {
    let mut row = Map::new();
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        let value = cell(column, at, DEPTH);
        if !value.is_null() {
            row.insert(field.name().clone(), value);
        }
    }
    row
}

fn cell(column: &ArrayRef, at: usize, depth: usize) -> Value {
    if depth == 0 || at >= column.len() || column.is_null(at) {
        return Value::Null;
    }
    let text = |text: &str| Value::String(text.to_owned());
    let bytes = |bytes: &[u8]| std::str::from_utf8(bytes).map_or(Value::Null, text);
    let float = |number: f64| Number::from_f64(number).map_or(Value::Null, Value::Number);
    match column.data_type() {
        DataType::Utf8 => text(column.as_string::<i32>().value(at)),
        DataType::LargeUtf8 => text(column.as_string::<i64>().value(at)),
        DataType::Utf8View => text(column.as_string_view().value(at)),
        DataType::Binary => bytes(column.as_binary::<i32>().value(at)),
        DataType::LargeBinary => bytes(column.as_binary::<i64>().value(at)),
        DataType::BinaryView => bytes(column.as_binary_view().value(at)),
        DataType::Boolean => Value::Bool(column.as_boolean().value(at)),
        DataType::Int8 => column.as_primitive::<Int8Type>().value(at).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(at).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(at).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).into(),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(at).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(at).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(at).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(at).into(),
        DataType::Float32 => float(column.as_primitive::<Float32Type>().value(at).into()),
        DataType::Float64 => float(column.as_primitive::<Float64Type>().value(at)),
        DataType::Date32 => {
            time(i128::from(column.as_primitive::<Date32Type>().value(at)) * 86_400_000_000_000, false)
        }
        DataType::Date64 => {
            time(i128::from(column.as_primitive::<Date64Type>().value(at)) * 1_000_000, false)
        }
        DataType::Timestamp(unit, zone) => {
            let nanoseconds = match unit {
                TimeUnit::Second => {
                    i128::from(column.as_primitive::<TimestampSecondType>().value(at)) * 1_000_000_000
                }
                TimeUnit::Millisecond => {
                    i128::from(column.as_primitive::<TimestampMillisecondType>().value(at)) * 1_000_000
                }
                TimeUnit::Microsecond => {
                    i128::from(column.as_primitive::<TimestampMicrosecondType>().value(at)) * 1_000
                }
                TimeUnit::Nanosecond => {
                    i128::from(column.as_primitive::<TimestampNanosecondType>().value(at))
                }
            };
            time(nanoseconds, zone.is_some())
        }
        DataType::List(_) => list(&column.as_list::<i32>().value(at), depth),
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(at), depth),
        DataType::FixedSizeList(..) => list(&column.as_fixed_size_list().value(at), depth),
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            let cells =
                fields.iter().zip(columns).map(|(field, column)| (field, cell(column, at, depth - 1)));
            let cells = cells.filter(|(_, value)| !value.is_null());
            Value::Object(cells.map(|(field, value)| (field.name().clone(), value)).collect())
        }
        DataType::Dictionary(..) => {
            let Some(dictionary) = column.as_any_dictionary_opt() else { return Value::Null };
            let key = cell(&dictionary.keys().slice(at, 1), 0, depth - 1);
            let key = key.as_u64().and_then(|key| usize::try_from(key).ok());
            key.map_or(Value::Null, |key| cell(dictionary.values(), key, depth - 1))
        }
        // Nothing of an article is written so.
        _ => Value::Null,
    }
}

fn list(entries: &ArrayRef, depth: usize) -> Value {
    let entries = (0..entries.len().min(ENTRIES)).map(|at| cell(entries, at, depth - 1));
    Value::Array(entries.filter(|entry| !entry.is_null()).collect())
}

/// A moment as ISO has it; midnight without a zone is a day.
fn time(nanoseconds: i128, has_zone: bool) -> Value {
    let Ok(moment) = Timestamp::from_nanosecond(nanoseconds) else { return Value::Null };
    if has_zone {
        return Value::String(moment.to_string());
    }
    let moment = jiff::tz::TimeZone::UTC.to_datetime(moment);
    let text = if moment.time() == jiff::civil::Time::midnight() {
        moment.date().to_string()
    } else {
        moment.to_string()
    };
    Value::String(text)
}
