//! `kiosque index` as a person meets it: what a run does, what it says, what the next run makes of it.
//!
//! Counts come from `--format json`, decoded strictly and summed up each time; content from `dump`.

use super::support::{Article, Workspace, gz, json_lines, tar, zst};

/// What a run counts: in, indexed, replaced, unchanged, duplicates, rejected, removed.
fn counts(workspace: &Workspace, line: &str) -> [u64; 7] {
    let articles = workspace.kiosque(&format!("{line} --format json")).account().articles;
    [
        articles.seen,
        articles.indexed,
        articles.replaced,
        articles.unchanged,
        articles.duplicates,
        articles.rejected,
        articles.removed,
    ]
}

fn maree() -> Article {
    Article::new("La marée monte", "Le port de Brest attend une grande marée vendredi.").on("2024-03-10")
}

fn moulin() -> Article {
    Article::new("Le moulin tourne", "Le moulin de Kerouat a repris son service dimanche.").on("2024-04-02")
}

/// A small corpus of three articles in two folders.
fn small() -> Workspace {
    let workspace = Workspace::new();
    workspace
        .write("corpus/maree.json", maree().json())
        .write("corpus/ouest/moulin.md", moulin().md())
        .write("corpus/ouest/phare.txt", Article::new("Le phare", "Le phare d’Eckmühl s’allume.").txt());
    workspace
}

#[test]
fn the_newcomers_first_command() {
    let workspace = Workspace::with_seeds();
    insta::assert_snapshot!(workspace.kiosque("index"), @r"
--- stdout ---
Indexed seeds into index in [TIME]: 106 kB read, [RATE] articles/s

  articles in   96
    indexed     95
    replaced     0
    unchanged    0
    duplicates   1  another article of equal text or id stands for them
    rejected     0
  removed        0

  sources       50 files, 50 read, 0 unchanged
  index         95 articles in 2 segments
--- exit 0 ---
");
    assert_eq!(workspace.dump().len(), 95);
    assert!(workspace.report().is_empty());
}

#[test]
fn the_account_of_the_seeds_decodes_strictly() {
    let workspace = Workspace::with_seeds();
    let account = workspace.kiosque("index --format json").succeeds().account();
    assert_eq!(account.v, 1);
    assert_eq!((account.articles.seen, account.articles.indexed, account.articles.duplicates), (96, 95, 1));
    assert_eq!((account.documents, account.rejections.len()), (Some(95), 0));
    assert!(account.segments.is_some_and(|segments| segments <= 2), "at most two segments are left");
    assert!(account.seconds > 0.0 && account.articles_per_second > 0.0 && account.bytes_in > 50_000);
    assert!(account.peak_memory_bytes.is_none_or(|bytes| bytes > 1 << 20));
    assert_eq!(account.report.as_deref(), Some("index/report.jsonl"));
    assert_eq!((account.sources.found, account.sources.read), (50, 50));
}

#[test]
fn a_second_run_reads_nothing() {
    let workspace = Workspace::with_seeds_indexed();
    let before = workspace.dump();
    let account = workspace.kiosque("index --format json").succeeds().account();
    assert_eq!((account.sources.read, account.sources.unchanged, account.bytes_in), (0, 50, 0));
    assert_eq!((account.articles.unchanged, account.articles.duplicates), (95, 1));
    assert_eq!(workspace.dump(), before);
    insta::assert_snapshot!(workspace.kiosque("index"), @r"
--- stdout ---
Indexed seeds into index in [TIME]: 0 B read, [RATE] articles/s

  articles in   96
    indexed      0
    replaced     0
    unchanged   95
    duplicates   1  another article of equal text or id stands for them
    rejected     0
  removed        0

  sources       50 files, 0 read, 50 unchanged
  index         as before
--- exit 0 ---
");
}

/// Paths and lengths of everything in a folder.
fn files_of(folder: &std::path::Path) -> Vec<(std::path::PathBuf, u64)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.path().is_dir() {
            files.extend(files_of(&entry.path()));
        } else {
            files.push((entry.path(), entry.metadata().expect("there").len()));
        }
    }
    files.sort();
    files
}

#[test]
fn a_trial_writes_nothing() {
    let workspace = Workspace::with_seeds();
    insta::assert_snapshot!(workspace.kiosque("index --dry-run"), @r"
--- stdout ---
Trial: would index seeds into index in [TIME]: 106 kB read, [RATE] articles/s

  articles in   96
    indexed     95
    replaced     0
    unchanged    0
    duplicates   1  another article of equal text or id stands for them
    rejected     0
  removed        0

  sources       50 files, 50 read, 0 unchanged
--- exit 0 ---
");
    assert!(!workspace.exists("index"), "a trial makes no folder");

    workspace.kiosque("index -q").succeeds();
    let before = (workspace.dump(), workspace.read("index/CURRENT"), workspace.read("index/report.jsonl"));
    workspace.write("seeds/nouveau.txt", maree().txt()).remove("seeds/economie/2002-01-02-euro.md");
    assert_eq!(counts(&workspace, "index --dry-run"), [96, 1, 0, 94, 1, 0, 1]);
    let after = (workspace.dump(), workspace.read("index/CURRENT"), workspace.read("index/report.jsonl"));
    assert_eq!(before, after);
    let files = files_of(&workspace.path("index"));
    workspace.write("lexique.txt", "maree = maree marees\n");
    workspace.kiosque("index --dry-run -q --lexicon lexique.txt").succeeds();
    workspace.kiosque("dump -q --lexicon lexique.txt").succeeds();
    assert_eq!(files_of(&workspace.path("index")), files, "nor what a lexicon asks for");
    assert_eq!(counts(&workspace, "index"), [96, 1, 0, 94, 1, 0, 1], "as the trial said");
}

#[test]
fn an_edited_article_is_replaced_and_keeps_its_id() {
    let workspace = small();
    assert_eq!(counts(&workspace, "index corpus"), [3, 3, 0, 0, 0, 0, 0]);
    let id = workspace.kiosque("search marée --format ids").succeeds().stdout;
    let edited = Article { body: "La grande marée est remise à lundi.".into(), ..maree() };
    workspace.write("corpus/maree.json", edited.json());
    assert_eq!(counts(&workspace, "index corpus"), [3, 0, 1, 2, 0, 0, 0]);
    assert_eq!(workspace.kiosque("search lundi --format ids").succeeds().stdout, id);
    workspace.kiosque("search vendredi").exits(1);
}

/// As long as it was and dated as it was, whatever the clock says: the file system tells all the same.
#[test]
fn an_edit_is_found_whatever_its_date() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    for (n, day) in ["lundi   ", "mardi   ", "mercredi"].into_iter().enumerate() {
        let edited = Article { body: format!("Le port de Brest attend une marée {day}."), ..maree() };
        workspace.write("corpus/maree.json", edited.json());
        if n > 0 {
            assert_eq!(counts(&workspace, "index corpus"), [3, 0, 1, 2, 0, 0, 0], "{day}");
        } else {
            workspace.kiosque("index corpus -q").succeeds();
        }
        workspace.kiosque(&format!("search {} --count", day.trim())).exits(0);
    }
    // In a year to come, and in one long gone.
    for seconds in [400 * 86_400, 0] {
        let edited = Article { body: format!("Une marée de {seconds} s."), ..maree() };
        workspace.write("corpus/maree.json", edited.json()).date("corpus/maree.json", seconds);
        assert_eq!(counts(&workspace, "index corpus"), [3, 0, 1, 2, 0, 0, 0], "{seconds}");
    }
}

#[test]
fn an_article_leaves_with_its_file_or_its_line() {
    let workspace = small();
    let one = Article::new("Un chat", "Un chat passe sur le toit de la mairie.").at("https://o.example/1");
    let two = Article::new("Un chien", "Un chien garde la porte de l’école.").at("https://o.example/2");
    workspace.write("corpus/deux.jsonl", json_lines(&[one.clone(), two]));
    workspace.kiosque("index corpus -q --jobs 1").succeeds();
    workspace.remove("corpus/ouest/phare.txt");
    insta::assert_snapshot!(workspace.kiosque("index corpus --jobs 1"), @r"
--- stdout ---
Indexed corpus into index in [TIME]: 0 B read, [RATE] articles/s

  articles in   4
    indexed     0
    replaced    0
    unchanged   4
    duplicates  0
    rejected    0
  removed       1  their files are gone

  sources       3 files, 0 read, 3 unchanged, 1 gone
  index         4 articles in 1 segment
--- exit 0 ---
");
    workspace.kiosque("search phare").exits(1);
    workspace.write("corpus/deux.jsonl", json_lines(&[one]));
    let [_, indexed, .., removed] = counts(&workspace, "index corpus");
    assert_eq!((indexed, removed), (0, 1), "the article of the line that is gone");
}

#[test]
fn missing_files_may_be_kept() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    let before = workspace.dump();
    workspace.remove("corpus/ouest/phare.txt");
    assert_eq!(counts(&workspace, "index corpus --keep-missing"), [3, 0, 0, 3, 0, 0, 0]);
    assert_eq!(workspace.dump(), before);
    assert_eq!(counts(&workspace, "index corpus"), [2, 0, 0, 2, 0, 0, 1], "until a run does not keep them");
}

#[test]
fn a_folder_that_is_gone_takes_its_articles_and_a_root_that_is_gone_none() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    workspace.rename("corpus", "elsewhere");
    let gone = workspace.kiosque("index corpus").exits(2);
    insta::assert_snapshot!(gone, @r"
--- stderr ---
error: none of the paths is there
  because corpus: No such file or directory (os error 2)
hint: check the paths; nothing was changed
--- exit 2 ---
");
    assert_eq!(workspace.titles().len(), 3, "nothing is removed under a root that is not there");
    workspace.rename("elsewhere", "corpus").remove("corpus/ouest");
    assert_eq!(counts(&workspace, "index corpus"), [1, 0, 0, 1, 0, 0, 2]);
}

#[test]
fn a_full_run_builds_anew_from_the_named_paths_alone() {
    let workspace = small();
    workspace.write("autre/chat.txt", Article::new("Le chat", "Le chat dort au grenier.").txt());
    workspace.kiosque("index corpus autre -q").succeeds();
    assert_eq!(workspace.titles().len(), 4);
    assert_eq!(counts(&workspace, "index corpus --full"), [3, 3, 0, 0, 0, 0, 0]);
    assert_eq!(workspace.titles(), ["La marée monte", "Le moulin tourne", "Le phare"]);
}

#[test]
fn what_other_roots_brought_in_stays() {
    let workspace = small();
    workspace.write("autre/chat.txt", Article::new("Le chat", "Le chat dort au grenier.").txt());
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(counts(&workspace, "index autre"), [1, 1, 0, 0, 0, 0, 0]);
    workspace.remove("corpus/maree.json");
    assert_eq!(counts(&workspace, "index autre"), [1, 0, 0, 1, 0, 0, 0], "only its own root is looked at");
    assert_eq!(workspace.titles(), ["La marée monte", "Le chat", "Le moulin tourne", "Le phare"]);
    workspace.remove("corpus/ouest/phare.txt");
    assert_eq!(counts(&workspace, "index corpus/ouest"), [1, 0, 0, 1, 0, 0, 1], "a part of a known root");
    assert_eq!(workspace.titles(), ["La marée monte", "Le chat", "Le moulin tourne"]);
}

#[test]
fn a_folder_takes_in_the_roots_below_it() {
    let grown = small();
    grown.kiosque("index corpus/ouest -q").succeeds();
    grown.kiosque("index corpus -q").succeeds();
    let fresh = small();
    fresh.kiosque("index corpus/ouest corpus -q").succeeds();
    assert_eq!(grown.dump(), fresh.dump(), "as if the folder had been named alone");
    assert!(fresh.dump().iter().any(|line| line.contains("corpus/ouest/phare.txt")));
    grown.remove("corpus/ouest/phare.txt");
    let output = grown.kiosque("index corpus --format json").succeeds();
    assert_eq!((output.account().articles.removed, &*output.stderr), (1, ""), "{output}");
}

#[test]
fn two_roots_of_one_name_are_two_roots() {
    let workspace = Workspace::new();
    workspace
        .write("est/presse/a.txt", Article::new("À l’est", "Du nouveau à Nancy.").txt())
        .write("ouest/presse/a.txt", Article::new("À l’ouest", "Rien de nouveau à Brest.").txt());
    assert_eq!(counts(&workspace, "index est/presse ouest/presse"), [2, 2, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&workspace, "index est/presse ouest/presse"), [2, 0, 0, 2, 0, 0, 0]);
    let paths: Vec<bool> = workspace.dump().iter().map(|line| line.contains("presse-2/a.txt")).collect();
    assert_eq!(paths.iter().filter(|is_second| **is_second).count(), 1);
}

#[test]
fn a_corpus_may_move_with_its_index() {
    let workspace = Workspace::new();
    workspace.write("ici/corpus/maree.txt", maree().txt()).write("ici/corpus/moulin.txt", moulin().txt());
    workspace.kiosque("index ici/corpus --index ici/index -q").succeeds();
    let before = workspace.dump_of("ici/index");
    workspace.rename("ici", "ailleurs/plus/loin");
    let line = "index ailleurs/plus/loin/corpus --index ailleurs/plus/loin/index";
    assert_eq!(counts(&workspace, line), [2, 0, 0, 2, 0, 0, 0]);
    assert_eq!(workspace.dump_of("ailleurs/plus/loin/index"), before);
    let paths = workspace.kiosque("search moulin --format paths --index ailleurs/plus/loin/index").succeeds();
    assert_eq!(paths.lines(), ["ailleurs/plus/loin/corpus/moulin.txt"]);
}

#[test]
fn a_root_may_be_told_anew() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    let before = workspace.dump();
    // A copy: other inodes and times of change, another name.
    for file in ["maree.json", "ouest/moulin.md", "ouest/phare.txt"] {
        let bytes = std::fs::read(workspace.path(&format!("corpus/{file}"))).expect("there");
        workspace.write(&format!("archive/presse/{file}"), bytes);
    }
    workspace.remove("corpus");
    for (root, exit) in [("nulle=archive/presse", 2), ("corpus=nowhere", 2), ("corpus", 2)] {
        workspace.kiosque(&format!("index archive/presse --root {root}")).exits(exit);
    }
    let line = "index archive/presse --root corpus=archive/presse";
    assert_eq!(counts(&workspace, line)[1..], [0, 0, 3, 0, 0, 0]);
    assert_eq!(workspace.dump(), before, "ids, paths and all");
    assert_eq!(counts(&workspace, "index archive/presse")[1..], [0, 0, 3, 0, 0, 0], "it is remembered");
    let told = workspace.kiosque("stats").succeeds().stdout;
    assert!(told.contains("corpus at ") && told.contains("archive/presse"), "{told}");
}

#[test]
fn limits_are_settings() {
    let workspace = small();
    let long = Article::new("Un long article", &"Le conseil a voté. ".repeat(200));
    workspace.write("corpus/long.txt", long.txt());
    workspace.write("kiosque.toml", "[limits]\ndocument-bytes = 2000\n");
    workspace.kiosque("index corpus -q").exits(3);
    let rows = workspace.report();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((&*rows[0].code, rows[0].limit), ("E_TOO_BIG", Some(2000)));
    assert!(rows[0].observed > rows[0].limit, "{rows:?}");
    workspace.write("kiosque.toml", "[limits]\ndocument-bytes = 20000\n");
    workspace.kiosque("index corpus -q").succeeds();
    assert!(workspace.titles().contains(&"Un long article".to_owned()), "a raised limit is heeded at once");
    workspace.write("kiosque.toml", "[limits]\ndocument-byte = 1\n");
    workspace.kiosque("index corpus").exits(2);
}

#[test]
fn the_index_is_never_entered() {
    let workspace = small();
    assert_eq!(counts(&workspace, "index . --index corpus/index"), [3, 3, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&workspace, "index . --index corpus/index"), [3, 0, 0, 3, 0, 0, 0]);
    assert_eq!(counts(&workspace, "index corpus --index corpus/index"), [3, 0, 0, 3, 0, 0, 0]);
}

#[test]
fn globs_choose_what_is_read() {
    let workspace = small();
    workspace
        .write("corpus/.cache/x.txt", "Caché\n\nRien.")
        .write("corpus/brouillon/y.txt", "Brouillon\n\nRien.");
    let titles = |line: &str| {
        workspace.kiosque(&format!("{line} -q --full")).exits(0);
        workspace.titles().join(", ")
    };
    assert_eq!(titles("index corpus --exclude brouillon"), "La marée monte, Le moulin tourne, Le phare");
    assert_eq!(titles("index corpus --include *.txt"), "Brouillon, Le phare");
    assert_eq!(
        titles("index corpus --include *.txt --include *.md --exclude ouest/phare.txt"),
        "Brouillon, Le moulin tourne"
    );
    assert_eq!(titles("index corpus/ouest/*.md"), "Le moulin tourne");
    assert_eq!(titles("index corpus/**/*.txt --exclude brouillon/**"), "Le phare");
    let account = workspace.kiosque("index corpus --full --exclude brouillon --format json").account();
    assert_eq!((account.sources.hidden, account.sources.excluded), (1, 1));
    let bad = workspace.kiosque("index corpus --include a[").exits(2);
    insta::assert_snapshot!(bad, @r#"
--- stderr ---
error: bad glob "a[": unclosed character class; missing ']'
--- exit 2 ---
"#);
}

#[test]
fn a_file_that_a_later_run_leaves_out_keeps_its_articles() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    workspace.kiosque("index corpus --include *.md -q").succeeds();
    assert_eq!(workspace.titles().len(), 3, "a glob chooses what is read; what is there stays");
}

#[test]
fn any_number_of_jobs_gives_the_same_index() {
    let workspace = Workspace::with_seeds();
    let mut answers = Vec::new();
    for jobs in ["1", "8"] {
        let index = format!("index-{jobs}");
        workspace.kiosque(&format!("index -q --jobs {jobs} --index {index}")).succeeds();
        let search = "search océan OR port --facet person:50 --facet place:50 -n 50 --format json --index";
        let answer = workspace.kiosque(&format!("{search} {index}")).succeeds();
        let mut answer: serde_json::Value = answer.json();
        answer["took_ms"] = 0.into();
        answers.push((workspace.dump_of(&index), answer));
    }
    assert!(answers[0] == answers[1], "one thread and eight differ");
}

#[test]
fn every_wrapping_gives_the_same_articles() {
    let lines = json_lines(&[maree().at("https://o.example/1"), moulin().at("https://o.example/2")]);
    let plain = lines.as_bytes();
    let archive = tar(&[("lot/a.jsonl", plain)]);
    let mut dumps = Vec::new();
    for (name, bytes) in [
        ("a.jsonl", plain.to_vec()),
        ("a.jsonl.gz", gz(plain)),
        ("a.jsonl.zst", zst(plain)),
        ("a.tar", archive.clone()),
        ("a.tar.gz", gz(&archive)),
        ("a.tar.zst", zst(&archive)),
        // The content says what it is, whatever the name says.
        ("a.bin", zst(plain)),
    ] {
        let workspace = Workspace::new();
        workspace.write(&format!("corpus/{name}"), bytes);
        workspace.kiosque("index corpus -q").succeeds();
        let without_places: Vec<String> = workspace
            .dump()
            .iter()
            .map(|line| {
                let mut line: serde_json::Value = serde_json::from_str(line).expect("JSON");
                for place in ["path", "member", "origins"] {
                    line[place].take();
                }
                line.to_string()
            })
            .collect();
        assert_eq!(without_places.len(), 2, "{name}");
        dumps.push(without_places);
    }
    assert!(dumps.windows(2).all(|pair| pair[0] == pair[1]), "{dumps:#?}");
}

#[test]
fn standard_input_is_a_source_as_well() {
    let workspace = Workspace::new();
    let lines = json_lines(&[maree(), moulin()]);
    let articles = workspace.feed("index - --format json", lines.as_bytes()).account().articles;
    assert_eq!((articles.seen, articles.indexed), (2, 2));
    let articles = workspace.feed("index - --format json", &gz(lines.as_bytes())).account().articles;
    assert_eq!((articles.seen, articles.unchanged), (2, 2), "read again, and the same");
    let page = workspace.feed("index - --format json", maree().html().as_bytes()).account().articles;
    assert_eq!((page.seen, page.indexed + page.replaced, page.removed), (1, 1, 1), "it is another input");
}

#[test]
fn entities_may_be_left_out() {
    let workspace = Workspace::with_seeds();
    workspace.kiosque("index -q --no-entities").succeeds();
    assert!(workspace.dump().iter().all(|line| line.contains("\"entities\":[]")));
    let [_, _, replaced, unchanged, ..] = counts(&workspace, "index");
    assert!(replaced > 80 && unchanged < 15, "asking for them again reads everything anew");
}

#[test]
fn a_strict_run_stops_at_the_first_failure_and_commits_nothing() {
    let workspace = small();
    workspace.kiosque("index corpus -q").succeeds();
    let before = workspace.dump();
    workspace.write("corpus/bad.jsonl", "{\"title\":\"Bon\",\"body\":\"Un bon article.\"}\n{\"title\":\n");
    insta::assert_snapshot!(workspace.kiosque("index corpus --strict"), @r"
--- stderr ---
warning: corpus/bad.jsonl:2: not JSON: EOF while parsing a value at column 9; repair that record
error: stopped at failure number 1, as asked; nothing was committed
--- exit 4 ---
");
    assert_eq!(workspace.dump(), before);
    assert_eq!(
        counts(&workspace, "index corpus"),
        [5, 1, 0, 3, 0, 1, 0],
        "a patient run takes the good line"
    );
}

#[test]
fn patience_may_be_measured() {
    let workspace = small();
    workspace.write("corpus/bad.jsonl", "{\"title\":\n".repeat(3));
    for (limit, code) in [("2", 4), ("3", 3), ("49%", 4), ("50%", 3), ("0", 4)] {
        workspace.kiosque(&format!("index corpus --full -q --max-failures {limit}")).exits(code);
    }
    let wrong = workspace.kiosque("index corpus --max-failures beaucoup").exits(2);
    assert!(wrong.stderr.contains("\"beaucoup\"") && wrong.stderr.contains("5%"), "{wrong}");
    workspace.kiosque("index corpus --strict --max-failures 3").exits(2);
}

#[test]
fn a_report_goes_where_it_is_asked_for() {
    let workspace = small();
    workspace.write("corpus/vide.txt", "").write("corpus/bad.jsonl", "{\"title\":\n");
    let output = workspace.kiosque("index corpus --report rapport.jsonl").exits(3);
    assert!(output.stdout.contains("full report: rapport.jsonl"), "{output}");
    let rows = super::support::ReportRow::read(&workspace.read("rapport.jsonl"));
    let shown: Vec<_> = rows.iter().map(|row| (&*row.path, &*row.status, &*row.code)).collect();
    assert_eq!(shown, [("corpus/bad.jsonl", "failed", "E_JSON"), ("corpus/vide.txt", "skipped", "E_EMPTY")]);
    assert_eq!(rows, workspace.report(), "the index keeps the same");
}

#[test]
fn settings_come_from_flag_then_environment_then_file_then_default() {
    let workspace = small();
    let lies_in = |index: &str| workspace.exists(&format!("{index}/CURRENT"));
    workspace.write("kiosque.toml", "index = \"from-file\"\nexclude = [\"ouest\"]\ncolor = \"never\"\n");
    workspace.kiosque("index corpus -q").succeeds();
    assert!(lies_in("from-file") && !lies_in("index"));
    assert_eq!(workspace.dump_of("from-file").len(), 1, "the file's globs hold");
    workspace
        .run_command(workspace.command().env("KIOSQUE_INDEX", "from-env").args(["index", "corpus", "-q"]))
        .succeeds();
    assert!(lies_in("from-env"));
    let both = ["index", "corpus", "-q", "--index", "from-flag"];
    workspace.run_command(workspace.command().env("KIOSQUE_INDEX", "never").args(both)).succeeds();
    assert!(lies_in("from-flag") && !lies_in("never"));
    workspace.write("autre.toml", "index = \"from-named\"\n");
    workspace.kiosque("index corpus -q --config autre.toml").succeeds();
    assert_eq!(workspace.dump_of("from-named").len(), 3, "a named file is read instead of the usual one");
    workspace.kiosque("index corpus --config nowhere.toml").exits(2);
}

#[test]
fn a_settings_file_that_is_wrong_is_refused() {
    let workspace = small();
    workspace.write("kiosque.toml", "indx = \"presse\"\n");
    insta::assert_snapshot!(workspace.kiosque("index corpus"), @r"
--- stderr ---
error: kiosque.toml: unknown field `indx`, expected one of `index`, `color`, `jobs`, `memory`, `checkpoint`, `default-language`, `lexicon`, `synonyms`, `aliases`, `limits`, `cross-devices`, `include`, `exclude`
hint: keys: index, color, jobs, memory, checkpoint, default-language, lexicon, synonyms, aliases, limits, cross-devices, include, exclude
--- exit 2 ---
");
    workspace.write("kiosque.toml", "jobs = \"many\"\n");
    workspace.kiosque("index corpus").exits(2);
    assert!(!workspace.exists("index"));
}

#[test]
fn flags_that_are_wrong_say_what_to_write() {
    let workspace = small();
    for (line, hint) in [
        ("index corpus --memory beaucoup", "256M"),
        ("index corpus --default-language klingon9", "fr"),
        ("index corpus --input-format papyrus", "jsonl"),
        ("index corpus --jobs 0", "1"),
        ("index corpus --formt json", "--format"),
        ("indx corpus", "index"),
    ] {
        let output = workspace.kiosque(line).exits(2);
        assert!(output.stdout.is_empty() && output.stderr.contains(hint), "{line}\n{output}");
    }
    assert!(!workspace.exists("index"), "nothing was made");
}

#[test]
fn a_quiet_run_says_nothing_but_errors() {
    let workspace = small();
    let output = workspace.kiosque("index corpus -q");
    insta::assert_snapshot!(output, @"--- exit 0 ---");
}
