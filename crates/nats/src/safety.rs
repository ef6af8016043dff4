//! Whether a server and a stream keep what they acknowledge.
//!
//! JetStream acknowledges before the bytes are on the disk unless `sync_interval: always` is set, and a client cannot ask for
//! that setting: it is read from the monitoring port. Nobody answering there counts as unsafe.

use crate::problem::Problem;
use crate::settings::DEDUPE_WINDOW;
use async_nats::jetstream::stream::{
    Config, DiscardPolicy, Info, PersistenceMode, RetentionPolicy, StorageType,
};
use serde::Deserialize;
use std::time::Duration;

/// How long a monitoring port may take.
const MONITOR_TIMEOUT: Duration = Duration::from_secs(3);

/// The part of `/varz` that matters.
#[derive(Debug, Deserialize)]
struct Varz {
    #[serde(default)]
    server_id: String,
    #[serde(default)]
    jetstream: Option<JetStream>,
}

#[derive(Debug, Default, Deserialize)]
struct JetStream {
    #[serde(default)]
    config: Option<JetStreamConfig>,
}

#[derive(Debug, Default, Deserialize)]
struct JetStreamConfig {
    #[serde(default)]
    sync_always: bool,
}

/// Every monitored server syncs before it acknowledges, and the one we are connected to is among them.
///
/// # Errors
/// LT0704.
pub async fn check_sync(monitors: &[String], connected: &str) -> Result<(), Problem> {
    let mut ids = Vec::new();
    for monitor in monitors {
        let unsafe_because =
            |why: &str| Problem::UnsafeSync { monitor: monitor.clone(), why: why.to_owned() };
        let varz = varz(monitor.clone()).await.map_err(|why| unsafe_because(&why))?;
        let config = varz.jetstream.and_then(|jetstream| jetstream.config);
        if !config.is_some_and(|config| config.sync_always) {
            return Err(unsafe_because("the server acknowledges before the bytes are on the disk"));
        }
        ids.push(varz.server_id);
    }
    if ids.iter().any(|id| id == connected) {
        return Ok(());
    }
    let monitor = monitors.join(",");
    Err(Problem::UnsafeSync {
        monitor,
        why: "it speaks for another server than the one connected to".to_owned(),
    })
}

async fn varz(monitor: String) -> Result<Varz, String> {
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(MONITOR_TIMEOUT)).build().into();
        agent.get(format!("{monitor}/varz")).call()?.body_mut().read_json::<Varz>()
    });
    match asked.await {
        Ok(answer) => {
            answer.map_err(|e| format!("the monitoring port does not answer ({e}), which counts as unsafe"))
        }
        Err(e) => Err(format!("the monitoring port could not be asked: {e}")),
    }
}

/// The settings by which a stream could lose, change or refuse to show a record; empty when it is safe.
#[must_use]
pub fn faults(info: &Info, clustered: bool) -> Vec<String> {
    let config = &info.config;
    let mut faults = Vec::new();
    let mut must = |right: bool, fault: &str| {
        if !right {
            faults.push(fault.to_owned());
        }
    };
    must(config.storage == StorageType::File, "storage must be `file`");
    must(config.retention == RetentionPolicy::Limits, "retention must be `limits`");
    must(config.deny_delete, "deny_delete must be set");
    must(config.deny_purge, "deny_purge must be set");
    must(config.max_age.is_zero(), "max_age must be 0");
    must(config.max_bytes <= 0, "max_bytes must be unlimited");
    must(config.max_messages <= 0, "max_msgs must be unlimited");
    must(config.max_messages_per_subject <= 0, "max_msgs_per_subject must be unlimited");
    must(!config.allow_rollup, "allow_rollup_hdrs must not be set");
    must(!config.allow_message_ttl, "allow_msg_ttl must not be set");
    must(!config.no_ack, "no_ack must not be set");
    must(config.allow_direct, "allow_direct must be set");
    must(config.mirror.is_none() && config.sources.is_none(), "it must not be a mirror");
    must(config.subject_transform.is_none(), "subject_transform must not be set");
    must(synchronous(config), "persist_mode must not be `async`");
    must(!clustered || config.num_replicas >= 3, "a cluster must keep three replicas");
    faults
}

fn synchronous(config: &Config) -> bool {
    !matches!(config.persist_mode, Some(PersistenceMode::Async))
}

/// The settings by which a delivery could be lost that nobody acknowledged; empty when none could.
#[must_use]
pub fn inbox_faults(info: &Info, clustered: bool) -> Vec<String> {
    let config = &info.config;
    let mut faults = Vec::new();
    let mut must = |right: bool, fault: &str| {
        if !right {
            faults.push(fault.to_owned());
        }
    };
    must(config.storage == StorageType::File, "storage must be `file`");
    must(config.retention == RetentionPolicy::WorkQueue, "retention must be `workqueue`");
    must(config.discard == DiscardPolicy::New, "discard must be `new`");
    must(config.max_age.is_zero(), "max_age must be 0");
    must(config.max_bytes <= 0, "max_bytes must be unlimited");
    must(config.max_messages <= 0, "max_msgs must be unlimited");
    must(config.max_messages_per_subject <= 0, "max_msgs_per_subject must be unlimited");
    must(!config.allow_rollup, "allow_rollup_hdrs must not be set");
    must(!config.allow_message_ttl, "allow_msg_ttl must not be set");
    must(!config.no_ack, "no_ack must not be set");
    must(config.allow_direct, "allow_direct must be set");
    must(config.duplicate_window >= DEDUPE_WINDOW, "duplicate_window must be 10 minutes");
    must(synchronous(config), "persist_mode must not be `async`");
    must(!clustered || config.num_replicas >= 3, "a cluster must keep three replicas");
    faults
}

/// The settings by which a bucket of attachments could lose one, or could not be rid of one; empty when all is well.
#[must_use]
pub fn attachment_faults(info: &Info, clustered: bool) -> Vec<String> {
    let config = &info.config;
    let mut faults = Vec::new();
    let mut must = |right: bool, fault: &str| {
        if !right {
            faults.push(fault.to_owned());
        }
    };
    must(config.storage == StorageType::File, "storage must be `file`");
    must(config.retention == RetentionPolicy::Limits, "retention must be `limits`");
    must(config.discard == DiscardPolicy::New, "discard must be `new`");
    must(config.max_age.is_zero(), "max_age must be 0");
    must(config.max_messages <= 0, "max_msgs must be unlimited");
    must(config.max_messages_per_subject <= 0, "max_msgs_per_subject must be unlimited");
    must(config.allow_rollup, "allow_rollup_hdrs must be set: what is erased could not be taken out");
    must(!config.allow_message_ttl, "allow_msg_ttl must not be set");
    must(!config.no_ack, "no_ack must not be set");
    must(config.allow_direct, "allow_direct must be set");
    must(synchronous(config), "persist_mode must not be `async`");
    must(!clustered || config.num_replicas >= 3, "a cluster must keep three replicas");
    faults
}

/// # Errors
/// LT0703 when the bucket could lose an attachment.
pub fn check_attachments(info: &Info, clustered: bool) -> Result<(), Problem> {
    check(info, attachment_faults(info, clustered))
}

/// # Errors
/// LT0703 when the stream could lose a record.
pub fn check_stream(info: &Info, clustered: bool) -> Result<(), Problem> {
    check(info, faults(info, clustered))
}

/// # Errors
/// LT0703 when the stream could lose a delivery.
pub fn check_inbox(info: &Info, clustered: bool) -> Result<(), Problem> {
    check(info, inbox_faults(info, clustered))
}

fn check(info: &Info, faults: Vec<String>) -> Result<(), Problem> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::UnsafeStream { stream: info.config.name.clone(), faults })
    }
}
