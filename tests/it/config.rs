//! The command line through the real program, and the documents that describe it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clap::CommandFactory;
use hoadep::cli::Cli;

const TOKEN: &str = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ";

/// Runs the program in an empty directory with nothing but these variables set, and checks that
/// it left the directory empty: nothing was started.
fn hoadep(args: &[&str], variables: &[(&str, &str)]) -> Output {
    let empty = tempfile::tempdir().unwrap();
    let output = hoadep_in(empty.path(), args, variables);
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0, "{args:?} left files behind");
    output
}

fn hoadep_in(directory: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoadep"))
        .args(args)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(directory)
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What the program says about something wrong: one line and exit code 2, or the test fails.
fn complaint(output: &Output) -> String {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(output.stdout.is_empty());
    said
}

#[test]
fn a_wrong_value_is_one_line_that_names_the_option_what_it_got_and_what_it_takes() {
    let long = "9".repeat(5000);
    for (variable, flag, wrong, takes) in [
        ("TELEGRAM_API_URL", "--telegram-api-url", "api.telegram.org", "https://api.telegram.org"),
        ("TELEGRAM_API_URL", "--telegram-api-url", "ftp://a.vn", "http or https URL"),
        ("TELEGRAM_API_URL", "--telegram-api-url", "https://a.vn/?x=1", "http or https URL"),
        ("DATABASE_URL", "--database-url", "mysql://db/hoadep", "sqlite://FILE or postgres://"),
        ("DATABASE_URL", "--database-url", "hoadep.db", "sqlite://FILE or postgres://"),
        ("DATABASE_URL", "--database-url", "sqlite://", "sqlite://FILE"),
        ("HOADEP_LISTEN", "--listen", "8080", "127.0.0.1:8080"),
        ("HOADEP_LISTEN", "--listen", "127.0.0.1:80800", "127.0.0.1:8080"),
        ("HOADEP_PUBLIC_URL", "--public-url", "http://hoadep.example.vn", "https URL"),
        ("HOADEP_PUBLIC_URL", "--public-url", "hoadep.example.vn", "https URL"),
        ("HOADEP_ADMINS", "--admins", "123", "telegram:123456789"),
        ("HOADEP_ADMINS", "--admins", "telegram:an", "telegram:123456789"),
        ("HOADEP_ADMINS", "--admins", "telegram:-5", "telegram:123456789"),
        ("HOADEP_ADMINS", "--admins", "viber:5", "telegram:123456789"),
        ("HOADEP_REVIEW_CHAT", "--review-chat", "123", "negative number"),
        ("HOADEP_REVIEW_CHAT", "--review-chat", "@duyet", "negative number"),
        ("HOADEP_TELEGRAM_RATE", "--telegram-rate", "1001", "from 0 (no pacing) to 1000"),
        ("HOADEP_TELEGRAM_RATE", "--telegram-rate", "-1", "from 0 (no pacing) to 1000"),
        ("HOADEP_TELEGRAM_RATE", "--telegram-rate", "nhiều", "from 0 (no pacing) to 1000"),
        ("HOADEP_TELEGRAM_RATE", "--telegram-rate", "3\n0", "from 0 (no pacing) to 1000"),
        ("HOADEP_TELEGRAM_RATE", "--telegram-rate", &long, "from 0 (no pacing) to 1000"),
        ("HOADEP_TELEGRAM_PAID_RATE", "--telegram-paid-rate", "1001", "from 0 (nothing is paid"),
        ("HOADEP_TELEGRAM_PAID_RATE", "--telegram-paid-rate", "-1", "from 0 (nothing is paid"),
        ("HOADEP_LOCALE", "--locale", "fr", "vi or en"),
        ("HOADEP_BACKUP_AT", "--backup-at", "24:00", "from 00:00 to 23:59"),
        ("HOADEP_BACKUP_AT", "--backup-at", "2h30", "from 00:00 to 23:59"),
        ("HOADEP_BACKUP_KEEP", "--backup-keep", "0", "from 1 to 1000"),
    ] {
        let got = wrong.replace('\n', "\\n");
        let got: String = got.chars().take(80).collect();
        for command in ["run", "check", "migrate"] {
            let by_variable = hoadep(&[command], &[(variable, wrong)]);
            let by_flag = hoadep(&[command, flag, wrong], &[]);
            for output in [by_variable, by_flag] {
                let said = complaint(&output);
                for part in [variable, flag, &got, takes] {
                    assert!(said.contains(part), "{said} has no {part:?}");
                }
                assert!(said.len() < 400, "{said}");
            }
        }
    }
}

#[test]
fn a_wrong_secret_is_named_and_not_shown() {
    let long = "x".repeat(257);
    for (variable, flag, wrong) in [
        ("TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "bimat"),
        ("TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "bimat:AAHdqTcvCH1vGWJxfSeofSAs"),
        ("TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "12345:bimat AAHdqTcvCH1vGW"),
        ("TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "12345:bimat"),
        ("TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "-bimat"),
        ("TELEGRAM_WEBHOOK_SECRET", "--telegram-webhook-secret", "bimat mat"),
        ("TELEGRAM_WEBHOOK_SECRET", "--telegram-webhook-secret", "--bimat!"),
        ("TELEGRAM_WEBHOOK_SECRET", "--telegram-webhook-secret", &long),
        ("DATABASE_URL", "--database-url", "mysql://hoa:bimat@db/hoadep"),
        ("DATABASE_URL", "--database-url", "postgres://hoa:12/bimat@db/hoadep"),
        ("DATABASE_URL", "--database-url", "hoa:bimat@db"),
        ("TELEGRAM_API_URL", "--telegram-api-url", "https://hoa:bimat@a.vn"),
        ("HOADEP_LISTEN", "--listen", TOKEN),
    ] {
        for output in [hoadep(&["run"], &[(variable, wrong)]), hoadep(&["run", flag, wrong], &[])] {
            let said = complaint(&output);
            assert!(said.contains(variable) && said.contains(flag), "{said}");
            for secret in ["bimat", "xxxx", "AAHd"] {
                assert!(!said.contains(secret), "{said}");
            }
        }
    }
}

#[test]
fn a_flag_without_its_value_is_one_line() {
    for flag in ["--listen", "--telegram-bot-token"] {
        assert!(complaint(&hoadep(&["run", flag], &[])).contains(flag));
    }
    let twice = hoadep(&["run", "--locale", "vi", "--locale", "en"], &[]);
    assert!(complaint(&twice).contains("--locale"));
}

#[test]
fn what_the_program_does_not_know_is_named_and_a_token_in_it_is_not_shown() {
    for (args, part) in [
        (&["run", "--liste", "127.0.0.1:1"][..], "--listen"),
        (&["fly"], "fly"),
        (&["run", "--demo"], "--demo"),
        (&["demo", "--database-url", "sqlite://x"], "--database-url"),
    ] {
        let output = hoadep(args, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    let by_flag = format!("--token={TOKEN}");
    for args in [&["run", TOKEN][..], &["run", &by_flag], &[TOKEN]] {
        let output = hoadep(args, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(!stderr(&output).contains("AAHd"), "{}", stderr(&output));
    }
}

#[test]
fn run_without_a_token_says_where_one_comes_from() {
    for variables in [&[][..], &[("TELEGRAM_BOT_TOKEN", "")], &[("TELEGRAM_BOT_TOKEN", " ")]] {
        let said = complaint(&hoadep(&["run"], variables));
        for part in ["TELEGRAM_BOT_TOKEN", "--telegram-bot-token", "@BotFather", "hoadep demo"] {
            assert!(said.contains(part), "{said}");
        }
    }
}

#[test]
fn an_empty_variable_counts_as_not_set_and_is_named_all_the_same() {
    let empty: Vec<(String, &str)> = options().into_iter().map(|o| (o.variable, "")).collect();
    let empty: Vec<(&str, &str)> = empty.iter().map(|(name, value)| (&**name, *value)).collect();
    let said = complaint(&hoadep(&["migrate", "--review-chat", "5"], &empty));
    assert!(said.contains("--review-chat (HOADEP_REVIEW_CHAT)"), "{said}");
}

#[test]
fn a_wrong_log_filter_is_one_line() {
    let said = complaint(&hoadep(&["check"], &[("RUST_LOG", "hoadep=loud")]));
    assert!(said.contains("RUST_LOG") && said.contains("hoadep=loud"), "{said}");
}

#[test]
fn help_shows_no_value_of_the_environment() {
    let variables = [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_WEBHOOK_SECRET", "bimat-webhook"),
        ("DATABASE_URL", "postgres://hoa:bimat@db/hoadep"),
        ("HOADEP_ADMINS", "telegram:5550001"),
    ];
    for args in [
        &["--help"][..],
        &["run", "--help"],
        &["run", "-h"],
        &["check", "-h"],
        &["demo", "-h"],
        &[],
    ] {
        let output = hoadep(args, &variables);
        let said = String::from_utf8(output.stdout.clone()).unwrap() + &stderr(&output);
        assert!(said.contains("Usage: hoadep"), "{said}");
        for secret in ["AAHd", "bimat", "5550001"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[test]
fn help_names_the_variable_of_every_flag_even_of_an_empty_one() {
    let output = hoadep(&["run", "--help"], &[("TELEGRAM_BOT_TOKEN", "")]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    for option in options().iter().filter(|option| option.flag != "--data") {
        assert!(said.contains(&format!("[env: {}]", option.variable)), "{option:?}\n{said}");
    }
}

#[test]
fn the_dotenv_file_is_read_and_the_environment_and_flags_win_over_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(".env");
    fs::write(&file, "HOADEP_LOCALE=fr\nHOADEP_LISTEN=\n").unwrap();
    let said = complaint(&hoadep_in(directory.path(), &["migrate"], &[]));
    assert!(said.contains("HOADEP_LOCALE") && said.contains("fr"), "{said}");

    let said = complaint(&hoadep_in(directory.path(), &["migrate"], &[("HOADEP_LOCALE", "de")]));
    assert!(said.contains("\"de\""), "{said}");

    let said = complaint(&hoadep_in(directory.path(), &["migrate", "--locale", "it"], &[]));
    assert!(said.contains("\"it\""), "{said}");
}

#[test]
fn a_dotenv_line_that_cannot_be_read_is_told_and_not_shown() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(".env");
    fs::write(&file, format!("HOADEP_LOCALE=vi\nTELEGRAM_BOT_TOKEN {TOKEN} bimat\n")).unwrap();
    let said = complaint(&hoadep_in(directory.path(), &["migrate"], &[]));
    assert!(said.contains(".env"), "{said}");
    assert!(!said.contains("AAHd") && !said.contains("bimat"), "{said}");
}

/// One option as people see it.
#[derive(Debug, PartialEq)]
struct Described {
    flag: String,
    variable: String,
    default: String,
    help: String,
}

/// Every option of every command once, in the order of `--help`.
fn options() -> Vec<Described> {
    let mut all: Vec<Described> = Vec::new();
    for command in Cli::command().get_subcommands() {
        let arguments = command.get_arguments().filter(|arg| !arg.is_positional());
        // A switch says how one call is meant, which is nothing to be configured.
        let is_switch = |arg: &clap::Arg| !arg.get_action().takes_values();
        for arg in arguments.filter(|arg| !is_switch(arg)) {
            let default = arg.get_default_values().first();
            let option = Described {
                flag: format!("--{}", arg.get_long().expect("every option has a flag")),
                variable: arg.get_env().expect("and a variable").to_str().unwrap().to_owned(),
                default: default.map_or("none".into(), |v| v.to_str().unwrap().to_owned()),
                help: arg.get_help().expect("and a line of help").to_string(),
            };
            assert!(!option.help.contains('\n'), "{option:?}");
            if !all.contains(&option) {
                all.push(option);
            }
        }
    }
    all
}

#[test]
fn the_readme_has_every_option_as_it_is_and_no_other() {
    let readme = include_str!("../../README.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [flag, variable, default, help] = cells[..] else { panic!("not four cells: {line}") };
        let code = |cell: &str| cell.trim_matches('`').to_owned();
        Described {
            flag: code(flag),
            variable: code(variable),
            default: code(default),
            help: help.to_owned(),
        }
    };
    let written: Vec<Described> =
        readme.lines().filter(|line| line.starts_with("| `--")).map(row).collect();
    assert_eq!(written, options());
}

#[test]
fn the_example_of_a_dotenv_file_has_every_variable_with_its_default() {
    let example = include_str!("../../.env.example");
    let written: Vec<(&str, &str)> = example
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .collect();
    let options = options();
    let expected: Vec<(&str, &str)> = options
        .iter()
        .map(|o| (o.variable.as_str(), if o.default == "none" { "" } else { &o.default }))
        .collect();
    assert_eq!(written.len(), expected.len());
    for pair in expected {
        assert!(written.contains(&pair), "{pair:?} is not in .env.example");
    }
}

#[test]
fn the_definition_of_the_command_line_holds_together() {
    Cli::command().debug_assert();
}
