//! Any bytes into every format: no panic, nothing unaccounted.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kiosque::article::RawArticle;
use kiosque::discover::{self, Root, discover};
use kiosque::parse::{FORMATS, Framed, Options, format_named, frame};
use kiosque::stage::{Code, Rejection};
use proptest::prelude::*;

use crate::formats::read_file;

/// A file that grows while it is read is told once, after what was read of it.
#[test]
fn a_file_that_changes_while_it_is_read_is_told() {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().expect("made");
    file.write_all(b"{\"title\":\"Premier\"}\n{\"title\":\"Second\"}\n").expect("written");
    let root = Root {
        name: "corpus".into(),
        location: file.path().to_path_buf(),
        within: String::new(),
        pattern: None,
    };
    let found = discover(&root, &discover::Options::default()).expect("there");
    let mut codes = Vec::new();
    let framing = frame(&found.files[0], &Options::default(), &mut |framed| {
        match framed {
            Framed::Record(_) => file.write_all(b"{\"title\":\"De plus\"}\n").expect("written"),
            Framed::Rejected(rejection) => codes.push(rejection.code),
        }
        ControlFlow::Continue(())
    });
    assert_eq!((framing.changed, codes), (true, vec![Code::Changed]));
}

#[test]
fn whoever_has_enough_is_asked_no_more() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats/archive/usual.tar.zst");
    let root = Root { name: "corpus".into(), location: path, within: String::new(), pattern: None };
    let found = discover(&root, &discover::Options::default()).expect("there");
    let mut count = 0;
    let framing = frame(&found.files[0], &Options::default(), &mut |_| {
        count += 1;
        if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((framing.stopped, count), (true, 2));
}

/// Reads bytes under a name, as one format or as whatever they are taken for.
fn read(bytes: &[u8], ending: &str, format: Option<&str>) -> Vec<Result<RawArticle, Rejection>> {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().expect("made");
    file.write_all(bytes).expect("written");
    let input_format = format.and_then(format_named).map(|format| format.name);
    let read = read_file(file.path(), &Options { input_format, ..Options::default() });
    assert!(!read.is_empty(), "read without a trace");
    for one in &read {
        match one {
            Ok(raw) => assert!(raw.title.is_some() || raw.standfirst.is_some() || !raw.body.is_empty()),
            Err(rejection) => assert_ne!(rejection.code, Code::Panic, "{rejection}"),
        }
    }
    read
}

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats");
    let mut samples: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    samples.sort();
    samples
}

fn ending(path: &Path) -> String {
    let name = path.file_name().expect("a file has a name").to_string_lossy();
    name.find('.').map_or(String::new(), |at| name[at..].to_owned())
}

/// Every place of short samples; of long ones every n-th, so that the whole stays quick.
fn places(length: usize) -> impl Iterator<Item = usize> {
    (0..length).step_by(length.div_ceil(40).max(1))
}

#[test]
fn samples_may_end_anywhere() {
    for sample in samples() {
        let bytes = std::fs::read(&sample).expect("there");
        for end in places(bytes.len()) {
            read(&bytes[..end], &ending(&sample), None);
        }
    }
}

#[test]
fn samples_may_be_damaged_anywhere() {
    for sample in samples() {
        let mut bytes = std::fs::read(&sample).expect("there");
        for (count, at) in places(bytes.len()).enumerate() {
            let kept = bytes[at];
            bytes[at] = [0, 0xff, b'"', b'<', b'{', kept ^ 1][count % 6];
            read(&bytes, &ending(&sample), None);
            bytes[at] = kept;
        }
    }
}

#[test]
fn samples_may_be_read_as_any_format() {
    for sample in samples() {
        let bytes = std::fs::read(&sample).expect("there");
        for format in FORMATS {
            read(&bytes, &ending(&sample), Some(format.name));
        }
    }
}

/// The records before a cut are those of the whole file, and the cut is told once.
#[test]
fn what_a_broken_stream_gave_is_kept() {
    let lines: String = (0..400).map(|n| format!("{{\"title\":\"Titre {n}\",\"text\":\"{n}\"}}\n")).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    gzip.write_all(lines.as_bytes()).expect("written");
    let gzip = gzip.finish().expect("finished");
    let zstd = zstd::encode_all(lines.as_bytes(), 1).expect("packed");
    for (packed, ending) in [(gzip, ".jsonl.gz"), (zstd, ".jsonl.zst")] {
        for end in (20..packed.len()).step_by(packed.len() / 40) {
            let read = read(&packed[..end], ending, Some("jsonl"));
            let (last, before) = read.split_last().expect("something");
            assert_eq!(last.as_ref().expect_err("the cut").code, Code::Truncated);
            for (number, article) in before.iter().enumerate() {
                let article = article.as_ref().expect("whole");
                assert_eq!(article.title.as_deref(), Some(&*format!("Titre {number}")));
            }
        }
    }
}

#[test]
fn bombs_are_told_and_left() {
    let zeros = vec![b' '; 64 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).expect("written");
    let bombs = [
        (gzip.finish().expect("finished"), ".txt.gz"),
        (zstd::encode_all(&zeros[..], 3).expect("packed"), ".txt.zst"),
    ];
    for (bomb, ending) in bombs {
        let read = read(&bomb, ending, None);
        let codes: Vec<Code> = read.iter().filter_map(|one| one.as_ref().err()).map(|r| r.code).collect();
        assert_eq!(codes, [Code::Ratio]);
    }
}

/// A window of 256 MiB would be reserved before the first byte is seen.
#[test]
fn a_window_too_large_is_refused() {
    let mut encoder = zstd::stream::Encoder::new(Vec::new(), 1).expect("begun");
    encoder.window_log(28).expect("a known setting");
    encoder.write_all(b"Titre\n\nTexte.").expect("written");
    encoder.flush().expect("flushed");
    let read = read(&encoder.finish().expect("finished"), ".txt.zst", None);
    let refused: Vec<_> =
        read.iter().filter_map(|one| one.as_ref().err()).map(|r| (r.code, r.limit)).collect();
    assert_eq!(refused, [(Code::Memory, Some((128 << 20, 256 << 20)))]);
}

/// Two entries of the directory that share one member's bytes: how small archives unpack to much.
#[test]
fn members_that_overlap_are_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(b"Titre\n\nTexte.").expect("written");
    let mut bytes = zip.finish().expect("finished").into_inner();
    let find = |bytes: &[u8], magic: &[u8]| {
        bytes.windows(4).rposition(|window| window == magic).expect("a part of every archive")
    };
    let (directory, end) = (find(&bytes, b"PK\x01\x02"), find(&bytes, b"PK\x05\x06"));
    let mut entry = bytes[directory..end].to_vec();
    let name = entry.windows(5).position(|window| window == b"a.txt").expect("its name");
    entry[name] = b'b';
    let length = u32::try_from(2 * entry.len()).expect("short");
    bytes.splice(end..end, entry);
    let end = find(&bytes, b"PK\x05\x06");
    bytes[end + 8] = 2;
    bytes[end + 10] = 2;
    bytes[end + 12..end + 16].copy_from_slice(&length.to_le_bytes());
    let read = read(&bytes, ".zip", None);
    let codes: Vec<Code> = read.iter().filter_map(|one| one.as_ref().err()).map(|r| r.code).collect();
    assert_eq!(codes, [Code::Ratio]);
}

#[test]
fn archives_within_archives_have_an_end() {
    let mut inner = b"Titre\n\nTexte.".to_vec();
    let mut name = "a.txt".to_owned();
    for level in 0..5 {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(&*name, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(&inner).expect("written");
        inner = zip.finish().expect("finished").into_inner();
        name = format!("{level}.zip");
        let read = read(&inner, ".zip", None);
        match &read[0] {
            Ok(article) => assert!(level < 4 && article.title.as_deref() == Some("Titre")),
            Err(rejection) => assert!(level == 4 && rejection.code == Code::Depth, "{rejection}"),
        }
    }
}

#[test]
fn deep_and_long_values_cost_themselves_only() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let lines = format!("{{\"title\":\"a\"}}\n{{\"title\":\"b\",\"x\":{deep}}}\n{{\"title\":\"c\"}}\n");
    let read = read(lines.as_bytes(), ".jsonl", None);
    assert!(read[0].is_ok() && read[2].is_ok());
    let too_deep = read[1].as_ref().expect_err("too deep");
    assert_eq!((too_deep.code, too_deep.limit), (Code::JsonDepth, Some((128, 129))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_accounted_for(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        format in prop::sample::select(FORMATS.iter().map(|format| format.name).collect::<Vec<_>>()),
    ) {
        read(&bytes, "", Some(format));
        read(&bytes, "", None);
    }

    #[test]
    fn any_markup_is_accounted_for(
        text in "([<>{}\\[\\]\"':,;&/=\n\t -]|<p>|</p>|<rss|<item>|\"title\"|\"text\":|---\n|title: |é|a){0,120}",
        format in prop::sample::select(FORMATS.iter().map(|format| format.name).collect::<Vec<_>>()),
    ) {
        read(text.as_bytes(), "", Some(format));
        read(text.as_bytes(), "", None);
    }

    #[test]
    fn any_press_markup_is_accounted_for(
        text in "(<newsItem>|</newsItem>|<NewsItem>|<nitf>|</nitf>|<TEI>|</TEI>|<div type=\"article\">|</div>|<text titre=\"a\" date=\"b\">|</text>|<doc title=\"a\" hostname=\"b\">|</doc>|<article>|</article>|<mets>|<alto>|<TextBlock ID=\"a\">|</TextBlock>|<String CONTENT=\"a\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"ab\"/>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<!DOCTYPE a|<\\?xml |[<>\"'&= /é\n]|\\{\\\\rtf1 |\\}|\\\\'e9|\\\\u-8000\\?|\\\\bin9|HD\\\\tab |AN\\\\tab |\\*\\*\\*\\* \\*a_b\n|-\\*c\n|class=\"article |class=\"DocPublicationName\">|name=\"DOC_ID_|<hr>|Titre : a|\\{\"uri\":|\"ft\":\"a\"|\\}){0,40}",
        format in prop::sample::select(FORMATS.iter().map(|format| format.name).collect::<Vec<_>>()),
    ) {
        read(text.as_bytes(), "", Some(format));
        read(text.as_bytes(), "", None);
    }
}

/// What else happens to files: another charset, bytes swapped, the whole twice, depth, a huge attribute, zeros.
/// Each is read or refused within two seconds of the machine's time.
#[test]
fn samples_may_be_mangled() {
    let inserted = |bytes: &[u8], what: &[u8]| {
        let at = memchr::memchr(b'>', bytes).map_or(bytes.len() / 2, |at| at + 1);
        [&bytes[..at], what, &bytes[at..]].concat()
    };
    type Mangling<'m> = (&'m str, &'m dyn Fn(&[u8]) -> Vec<u8>);
    let manglings: [Mangling<'_>; 9] = [
        ("as latin-1 read as UTF-8", &|bytes| {
            bytes.iter().flat_map(|byte| char::from(*byte).to_string().into_bytes()).collect()
        }),
        ("as UTF-16 without a mark", &|bytes| bytes.iter().flat_map(|byte| [*byte, 0]).collect()),
        ("in swapped pairs", &|bytes| bytes.chunks(2).flat_map(|pair| pair.iter().rev().copied()).collect()),
        ("twice", &|bytes| bytes.repeat(2)),
        ("10,000 deep", &|bytes| inserted(bytes, "<b>".repeat(10_000).as_bytes())),
        ("10,000 lists deep", &|bytes| {
            let at = memchr::memchr(b':', bytes).map_or(bytes.len() / 2, |at| at + 1);
            [&bytes[..at], "[".repeat(10_000).as_bytes(), &bytes[at..]].concat()
        }),
        ("with a huge attribute", &|bytes| {
            inserted(bytes, format!("<b c=\"{}\">", "d".repeat(1 << 20)).as_bytes())
        }),
        ("with zeros between", &|bytes| {
            bytes
                .iter()
                .enumerate()
                .flat_map(|(at, byte)| if at % 97 == 0 { vec![0, *byte] } else { vec![*byte] })
                .collect()
        }),
        ("with its end first", &|bytes| [&bytes[bytes.len() / 2..], &bytes[..bytes.len() / 2]].concat()),
    ];
    for sample in samples() {
        let bytes = std::fs::read(&sample).expect("there");
        for (how, mangled) in &manglings {
            let before = thread_seconds();
            read(&mangled(&bytes), &ending(&sample), None);
            let took = thread_seconds() - before;
            assert!(took < 2.0, "{} {how} took {took:.1} s", sample.display());
        }
    }
}

/// Processor time of this thread, which neighbours do not take.
fn thread_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
