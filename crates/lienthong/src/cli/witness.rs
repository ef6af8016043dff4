//! `lienthong audit witness`: another body's process, that keeps what it saw of a log.

use super::Format;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// `lienthong audit witness`.
#[derive(Debug, Args)]
pub struct RunWitness {
    /// The witness's own directory: its key, what it has cosigned, and what proves that a log forked. Made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// The witness's name, such as `hdnd.hagiang.example/w1`: with the first start it gets a key of that name.
    #[arg(long)]
    pub name: Option<String>,
    /// A C2SP policy; its lines `log KEY [URL]` are the logs that are cosigned, and no other. URL is where one is published: an address
    /// before `checkpoint` and `tile/`, or a directory as `audit publish` writes it.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Where it takes checkpoints, by POST to /add-checkpoint. Without it, it looks once at each log that has a URL.
    #[arg(long, value_name = "ADDRESS", requires = "policy")]
    pub listen: Option<SocketAddr>,
    /// While it listens, how often it looks itself at each log that has a URL.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub every: u64,
    /// How what was seen comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
