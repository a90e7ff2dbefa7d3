//! The house's own rules on the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use banthao_core::moment::Moment;
use banthao_core::proof::{HouseRule, RuleState, read_rules, rules_file, starter_rules};
use banthao_core::store::Store;
use banthao_core::{Failure, Result};
use clap::Subcommand;
use serde::Serialize;
use serde_json::json;

use crate::output::Output;

#[derive(Subcommand)]
pub(crate) enum Rules {
    /// List them, with what the house makes of the rules that are built in.
    List,
    /// Try the examples of all rules, of this desk or in a file. Ends with 1 where one fails.
    Test { file: Option<PathBuf> },
    /// Take over the rules in the file of another desk, as drafts beside those that are here.
    Import {
        #[arg(required_unless_present = "starter")]
        file: Option<PathBuf>,
        /// Those that the program brings along to begin with.
        #[arg(long, conflicts_with = "file")]
        starter: bool,
    },
    /// Write the rules of this desk into a file.
    Export { file: PathBuf },
}

/// A rule with what its examples say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tried {
    rule: HouseRule,
    problem: Option<Failure>,
}

pub(crate) fn run(
    store: &mut Store,
    rules: Rules,
    moment: &Moment,
    output: &Output,
) -> Result<ExitCode> {
    match rules {
        Rules::List => {
            let book = store.rule_book()?;
            let own = book.rules.iter().map(|kept| line_of(&kept.rule, output));
            let built_in = book
                .overruled
                .iter()
                .map(|it| format!("{}  {}", output.words.overrule(it.overrule), it.rule.name()));
            let lines: Vec<String> = own.chain(built_in).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            output.done(&book, &lines);
        }
        Rules::Test { file } => return test(store, file, output),
        Rules::Import { file, starter } => {
            let shared = match file {
                Some(file) if !starter => read_rules(&rules_file(&file)?)?,
                _ => starter_rules(),
            };
            let taken = store.take_house_rules(shared, moment)?;
            let words = output.words;
            let lines = [
                format!("{}: {}", words.rules_added, taken.added),
                format!("{}: {}", words.rules_known, taken.known),
            ];
            output.done(&taken, &lines.each_ref().map(String::as_str));
        }
        Rules::Export { file } => {
            let shared = store.shared_rules()?;
            shared.write(&file)?;
            let path = file.display().to_string();
            output.done(
                &json!({ "path": path, "rules": shared.rules.len() }),
                &[output.words.rules_written, &path],
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn test(store: &Store, file: Option<PathBuf>, output: &Output) -> Result<ExitCode> {
    let rules = match file {
        Some(file) => read_rules(&rules_file(&file)?)?.rules,
        None => store.rule_book()?.rules.into_iter().map(|kept| kept.rule).collect(),
    };
    // As if it were to go live: a draft may fail, and that is what is asked.
    let problem =
        |rule: &HouseRule| HouseRule { state: RuleState::Live, ..rule.clone() }.accept().err();
    let tried = rules.into_iter().map(|rule| Tried { problem: problem(&rule), rule });
    let tried: Vec<Tried> = tried.collect();
    let lines = tried.iter().map(|Tried { rule, problem }| match problem {
        None => format!("ok  {}", rule.name),
        Some(failure) => format!("--  {}", output.words.rule_problem(failure)),
    });
    let lines: Vec<String> = lines.collect();
    output.done(&tried, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let failed = tried.iter().any(|it| it.problem.is_some());
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn line_of(rule: &HouseRule, output: &Output) -> String {
    let words = output.words;
    let state = match rule.state {
        RuleState::Live => words.live,
        RuleState::Draft => words.draft,
    };
    format!("{}  {:<9}  {:<8}  {}", rule.id.0, state, words.severity(rule.severity), rule.name)
}
