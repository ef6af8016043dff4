//! Every setting of every stream, in full, with why. Nothing here is left to a default of the server's or the client's.

use crate::names;
use async_nats::jetstream::stream::{Compression, Config, DiscardPolicy, RetentionPolicy, StorageType};
use lienthong_names::Origin;
use lienthong_protocol::subjects;
use std::collections::HashMap;
use std::time::Duration;

/// Metadata key by which a stream says which ledger it is.
pub const ORIGIN: &str = "lienthong-origin";

/// The stream of deliveries.
pub const INBOX: &str = "LT_INBOX";

/// The stream that says up to which record of each ledger everything is told.
pub const TOLD: &str = "TOLD";

/// A delivery holds the events of one record as JSON.
const DELIVERY_MESSAGE_MAX: i32 = 512 * 1024;

/// The bucket of attachments: an object store.
pub const ATTACHMENTS_BUCKET: &str = "attachments";

/// The stream of that bucket.
#[must_use]
pub fn attachments_stream() -> String {
    format!("OBJ_{ATTACHMENTS_BUCKET}")
}

/// The bucket of data keys, in the vault's account.
pub const KEYS_BUCKET: &str = "keys";

/// A record has at most 65,535 bytes; its headers are small.
const RECORD_MESSAGE_MAX: i32 = 66 * 1024;

/// Within this time an id is refused a second time whatever its stream; for ever, the stream's own revision does it.
/// A window costs the server some 150 bytes an id.
pub const DEDUPE_WINDOW: Duration = Duration::from_secs(600);

/// The stream of a ledger's records, sealed or not: `ledger.<l>.>`.
#[must_use]
pub fn log(origin: &Origin, replicas: usize) -> Config {
    Config {
        description: Some(format!("lienthong: records of {origin}, in the broker's order")),
        max_message_size: RECORD_MESSAGE_MAX,
        duplicate_window: DEDUPE_WINDOW,
        ..append_only(
            subjects::ledger_stream_name(origin),
            subjects::ledger_subjects(origin),
            origin,
            replicas,
        )
    }
}

/// The stream of a ledger's seals, one message a sealed batch: `seal.<l>`.
#[must_use]
pub fn seals(origin: &Origin, replicas: usize) -> Config {
    Config {
        description: Some(format!("lienthong: sealed batches of {origin}")),
        // A batch is cut to fit the server's `max_payload`.
        max_message_size: -1,
        // Two seals are told apart by the expected sequence, not by ids.
        duplicate_window: Duration::from_secs(120),
        ..append_only(names::seal_stream(origin), subjects::seal_subject(origin), origin, replicas)
    }
}

/// The stream of deliveries: a work queue, from which a message goes when its agency has acknowledged it, and never else.
#[must_use]
pub fn inbox(replicas: usize) -> Config {
    Config {
        description: Some("lienthong: what agencies are told and have not acknowledged".to_owned()),
        retention: RetentionPolicy::WorkQueue,
        max_message_size: DELIVERY_MESSAGE_MAX,
        duplicate_window: DEDUPE_WINDOW,
        // The operator may take away what waits for an agency that is no more: it stands in the ledger all the same.
        deny_delete: false,
        deny_purge: false,
        ..kept(INBOX.to_owned(), "inbox.>".to_owned(), replicas)
    }
}

/// The stream of places: one message a ledger, the last one.
#[must_use]
pub fn told(replicas: usize) -> Config {
    Config {
        description: Some("lienthong: up to which record everything is told".to_owned()),
        max_messages_per_subject: 1,
        // What is older than the last goes.
        discard: DiscardPolicy::Old,
        deny_delete: false,
        deny_purge: false,
        duplicate_window: Duration::from_secs(120),
        ..kept(TOLD.to_owned(), "told.>".to_owned(), replicas)
    }
}

/// What records and seals have in common: nothing is ever taken out, moved, changed or left to memory.
fn append_only(name: String, subject: String, origin: &Origin, replicas: usize) -> Config {
    Config {
        metadata: HashMap::from([(ORIGIN.to_owned(), origin.to_string())]),
        ..kept(name, subject, replicas)
    }
}

fn kept(name: String, subject: String, replicas: usize) -> Config {
    Config {
        name,
        subjects: vec![subject],
        metadata: HashMap::new(),
        // On the disk, for ever, in one piece.
        storage: StorageType::File,
        retention: RetentionPolicy::Limits,
        max_age: Duration::ZERO,
        max_bytes: -1,
        max_messages: -1,
        max_messages_per_subject: -1,
        // Without limits neither matters; should one ever be set, a new record is refused before an old one is thrown away.
        discard: DiscardPolicy::New,
        discard_new_per_subject: false,
        deny_delete: true,
        deny_purge: true,
        // What would replace or expire a record.
        allow_rollup: false,
        allow_message_ttl: false,
        allow_message_schedules: false,
        allow_message_counter: false,
        subject_delete_marker_ttl: None,
        sealed: false,
        // An append is a promise only when it is acknowledged, and one command is one message.
        no_ack: false,
        allow_atomic_publish: false,
        allow_batch_publish: false,
        persist_mode: None,
        num_replicas: replicas,
        placement: None,
        // One request reads a whole stream.
        allow_direct: true,
        mirror_direct: false,
        mirror: None,
        sources: None,
        republish: None,
        subject_transform: None,
        first_sequence: None,
        max_consumers: -1,
        consumer_limits: None,
        // Compressed and encrypted blocks have been damaged by the server's own compaction.
        compression: Some(Compression::None),
        template_owner: String::new(),
        pause_until: None,
        description: None,
        max_message_size: -1,
        duplicate_window: Duration::ZERO,
    }
}

/// The bucket of attachments, as clients of object stores know it. What is replaced or erased gives way to a rolled-up message, which is as far as a
/// service's right goes; `deny_delete` keeps everybody from taking single messages out.
#[must_use]
pub fn attachments(replicas: usize) -> Config {
    let subjects = ["C", "M"].map(|kind| format!("$O.{ATTACHMENTS_BUCKET}.{kind}.>"));
    Config {
        description: Some("lienthong: what documents say, encrypted".to_owned()),
        subjects: subjects.to_vec(),
        allow_rollup: true,
        // The server demands it of a stream that is rolled up.
        deny_purge: false,
        duplicate_window: Duration::from_secs(120),
        ..kept(attachments_stream(), String::new(), replicas)
    }
}

/// The bucket of data keys: one value a key and no history. Not as a client makes buckets, which no message can be taken out of: what is
/// erased is overwritten by the server, and not only passed over.
#[must_use]
pub fn keys(replicas: usize) -> Config {
    Config {
        description: Some("lienthong: keys of personal values and of closed opinions".to_owned()),
        max_messages_per_subject: 1,
        max_message_size: 1024,
        deny_delete: false,
        ..kept(format!("KV_{KEYS_BUCKET}"), format!("$KV.{KEYS_BUCKET}.>"), replicas)
    }
}
