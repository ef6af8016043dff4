//! The binary: configuration, composition, command line. The only crate that knows all the others.
//!
//! Belongs here: what is put together with what, files and keys on disk, what a person types and reads.
//! Does not: a rule, a fold, a codec. Start with [`cli`] for what there is, [`home`] for how one process runs it all.

mod archive;
mod cli;
mod commands;
mod decided;
mod deliveries;
mod demo;
mod failure;
mod home;
mod house;
mod keyring;
mod live;
mod metrics;
mod names;
mod output;
mod province;
mod published;
mod reading;
mod receipts;
mod registrar;
mod remote;
mod sender;
mod shelf;
mod site;
mod stop;
mod tally;
mod witnesses;

use clap::Parser;
use cli::{Cli, Command};
use failure::Outcome;
use std::process::ExitCode;

/// Records are made on one thread and given back on another, by the million: half of the time of a verification went into that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            // Why a connection was not made is said by who wanted it.
            tracing_subscriber::EnvFilter::try_from_env("LIENTHONG_LOG")
                .unwrap_or_else(|_| "warn,async_nats::connector=off".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::say(&format!("LT0902 no runtime: {error}"));
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::say(&failure.to_string());
            ExitCode::from(failure.exit.status())
        }
    }
}

async fn run(command: Command) -> Outcome {
    match command {
        Command::Demo(what) => match what.what {
            Some(clock) => demo::clock_command(clock).await,
            None => demo::run(what).await,
        },
        Command::Up(what) => commands::up::run(what).await,
        Command::Serve(what) => commands::serve::run(what).await,
        Command::Import { what } => commands::import::run(what).await,
        Command::Export { what } => commands::export::run(what).await,
        Command::Submit(what) => commands::submit::run(what).await,
        Command::Inbox { what } => commands::inbox::run(what).await,
        Command::Dossier { what } => commands::dossier::run(what).await,
        Command::Flow { what } => commands::flow::run(what).await,
        Command::Audit { what } => commands::audit::run(what).await,
        Command::Calendar { what } => commands::calendar::run(what),
        Command::Catalogue { what } => commands::catalogue::run(what).await,
        Command::Keys { what } => commands::keys::run(what),
        Command::Inspect(what) => commands::inspect::run(*what).await,
        Command::Reconcile(what) => commands::reconcile::run(*what).await,
        Command::Ledger { what } => commands::ledger::run(what).await,
        Command::Doctor(source) => commands::doctor::run(source).await,
        Command::Explain { code, lang } => commands::explain::run(&code, lang.as_deref()),
    }
}
