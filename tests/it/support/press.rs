//! Articles for tests, and the wrappings that the press sends them in.

use std::io::Write;

/// An article to write in one of several formats; what is empty is left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Article {
    pub(crate) title: String,
    /// Paragraphs, one a line.
    pub(crate) body: String,
    pub(crate) date: String,
    pub(crate) source: String,
    pub(crate) section: String,
    pub(crate) url: String,
    pub(crate) id: String,
}

impl Article {
    pub(crate) fn new(title: &str, body: &str) -> Self {
        Article { title: title.to_owned(), body: body.to_owned(), ..Article::default() }
    }

    pub(crate) fn on(mut self, date: &str) -> Self {
        self.date = date.to_owned();
        self
    }

    pub(crate) fn at(mut self, url: &str) -> Self {
        self.url = url.to_owned();
        self
    }

    pub(crate) fn in_section(mut self, section: &str) -> Self {
        self.section = section.to_owned();
        self
    }

    pub(crate) fn published_by(mut self, source: &str) -> Self {
        self.source = source.to_owned();
        self
    }

    /// Title, blank line, paragraphs.
    pub(crate) fn txt(&self) -> String {
        format!("{}\n\n{}\n", self.title, self.body.replace('\n', "\n\n"))
    }

    fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("id", &self.id),
            ("date", &self.date),
            ("source", &self.source),
            ("section", &self.section),
            ("url", &self.url),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, &**value)).collect()
    }

    /// One JSON object on one line.
    pub(crate) fn json(&self) -> String {
        let mut object = serde_json::Map::new();
        object.insert("title".into(), self.title.as_str().into());
        object.insert("body".into(), self.body.as_str().into());
        for (name, value) in self.fields() {
            object.insert(name.into(), value.into());
        }
        serde_json::Value::Object(object).to_string()
    }

    /// Front matter and paragraphs.
    pub(crate) fn md(&self) -> String {
        let mut out = format!("---\ntitle: {:?}\n", self.title);
        for (name, value) in self.fields() {
            out.push_str(&format!("{name}: {value:?}\n"));
        }
        format!("{out}---\n\n{}\n", self.body.replace('\n', "\n\n"))
    }

    /// A page with the facts in its head and the text in `article`.
    pub(crate) fn html(&self) -> String {
        let meta = |name: &str, value: &str| match value {
            "" => String::new(),
            _ => format!("<meta property=\"{name}\" content=\"{value}\">\n"),
        };
        let paragraphs: String = self.body.lines().map(|line| format!("<p>{line}</p>\n")).collect();
        format!(
            "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <meta property=\"og:type\" content=\"article\">\n{}{}{}{}</head>\n<body>\n<article>\n\
             <h1>{title}</h1>\n{paragraphs}</article>\n</body>\n</html>\n",
            meta("og:title", &self.title),
            meta("article:published_time", &self.date),
            meta("og:site_name", &self.source),
            meta("og:url", &self.url),
            title = self.title,
        )
    }
}

/// One JSON object a line.
pub(crate) fn json_lines(articles: &[Article]) -> String {
    articles.iter().map(|article| article.json() + "\n").collect()
}

/// Gzip of these bytes.
pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// Zstandard of these bytes.
pub(crate) fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 3).expect("memory takes it")
}

/// A tar archive of these members.
pub(crate) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).expect("memory takes it");
    }
    archive.into_inner().expect("memory takes it")
}
