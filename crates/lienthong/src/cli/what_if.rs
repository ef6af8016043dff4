//! `lienthong inspect what-if`: its options.

use super::{Format, Source};
use clap::Args;
use jiff::Timestamp;

/// `lienthong inspect what-if`.
#[derive(Debug, Args)]
pub struct WhatIf {
    /// What is to be otherwise, e.g. 'procedure=1.009974 term=8d', 'procedure=1.009974 receiving=3d', 'procedure=1.009974 leg=opinion
    /// to=H22.15 term=2d' (named=yes: also where the sender named another), 'procedure=1.009974 step=tham-dinh term=2d', 'procedure=1.009974 without-step=tham-dinh', 'calendar=default
    /// off=2020-10-15', 'calendar=default worked=2020-09-02'; several times for several.
    #[arg(long = "set", value_name = "SETTING", required = true)]
    pub settings: Vec<String>,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Which ledger; by default all of them.
    #[arg(long)]
    pub origin: Option<String>,
    /// When what is open is looked at; by default now, by this machine's clock.
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<Timestamp>,
    /// Also dossiers for which nothing would be otherwise.
    #[arg(long)]
    pub all: bool,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
