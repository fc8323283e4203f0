//! The only room that speaks: arguments, environment, terminal, exit codes.
//!
//! Each command is a file: syntax comes from `args`, things from `settings`, words and colours from here.
//! Results go to standard output, everything else to standard error. The room decides how things are
//! said, never what is true.

mod analyze;
mod annotate;
mod args;
mod bench;
mod cores;
mod csv;
mod deadline;
mod entities;
mod eval;
mod exit;
mod extract;
mod failure;
mod index;
mod lock;
mod marked;
mod output;
mod pager;
mod passage;
mod progress;
mod report;
mod search;
mod settings;
mod show;
mod signals;
mod table;
mod tell;
mod text;
mod upkeep;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::Exit;
use failure::Failure;
use output::Err;
use settings::Settings;

/// Runs the command line of this process and returns its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(args::mark_query_words(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => {
            let usage = error.use_stderr();
            // Where it cannot be printed there is nobody to tell.
            let _ = error.print();
            return if usage { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let err = Err::open(cli.common.color.unwrap_or_default(), settings::colour_wishes());
    if !cli.common.verbose {
        // A defect met in an article is a line of the report; its trace is for those who ask for more.
        std::panic::set_hook(Box::new(|_| {}));
    }
    match std::panic::catch_unwind(|| run(&cli)) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            failure.print(err);
            failure.exit.into()
        }
        Err(_) => {
            if let Some(damage) = damage(&cli) {
                damage.print(err);
                return damage.exit.into();
            }
            err.line("error: a defect of Kiosque; the last commit of the index stands");
            err.line("hint: please report it, with what you did");
            Exit::Bug.into()
        }
    }
}

/// What is damaged in the index, where a defect may be no more than what came of that.
fn damage(cli: &Cli) -> Option<Failure> {
    let settings = Settings::assemble(cli).ok()?;
    let finding = crate::index::inspect(&settings.index).ok()?.findings.into_iter().next()?;
    let path = settings.index.join(finding.file);
    Some(crate::index::Error::Damaged { path, what: finding.what }.into())
}

fn run(cli: &Cli) -> Result<Exit, Failure> {
    let settings = Settings::assemble(cli)?;
    match &cli.command {
        Command::Index(args) => index::run(args, &settings),
        Command::Search(args) => search::run(args, &settings),
        Command::Show(args) => show::run(args, &settings),
        Command::Entities(args) => entities::run(args, &settings),
        Command::Annotate(args) => annotate::run(args, &settings),
        Command::Extract(args) => extract::run(args, &settings),
        Command::Analyze(args) => analyze::run(args, &settings),
        Command::Dump(_) => tell::dump(&settings),
        Command::Stats(args) => tell::stats(args, &settings),
        Command::Verify(args) => upkeep::verify(args, &settings),
        Command::Optimize(args) => upkeep::optimize(args, &settings),
        Command::Gc(args) => upkeep::gc(args, &settings),
        Command::Eval(args) => eval::run(args, &settings),
        Command::Bench(args) => bench::run(args, &settings),
        Command::Formats(args) => tell::formats(args, &settings),
        Command::Completions(args) => tell::completions(args, &settings),
        Command::Man(args) => tell::man(args, &settings),
    }
}
