//! `lienthong serve`: one service of a province; it shares nothing with the others but NATS.

use crate::cli::{Nats, Serve, Served};
use crate::deliveries::Telling;
use crate::failure::{Exit, Failure, Outcome};
use crate::home;
use crate::house::{Description, House, LOG, catalogue_of};
use crate::keyring::{self, Keyring};
use crate::witnesses::Cosigning;
use crate::{live, metrics, output, province, stop};
use lienthong_audit::sealer::{Sources, seal_all};
use lienthong_consultation::Consultation;
use lienthong_gateway::Options;
use lienthong_inspection::Inspection;
use lienthong_ledger::attachments::{Attachments, Desk, ErasingKeys, Shelf};
use lienthong_ledger::embedded::EmbeddedLedgers;
use lienthong_ledger::inbox::{DELIVERIES, InboxQuery};
use lienthong_ledger::ports::{KeyStore, Ledger as _, Ledgers, Query, Seals, Tiles};
use lienthong_nats::attachments::{self as nats_attachments, NatsAttachments, NatsHandIn};
use lienthong_nats::connect::Connection;
use lienthong_nats::inbox::NatsInbox;
use lienthong_nats::ledgers::NatsLedgers;
use lienthong_nats::query::{NatsQuery, NatsSeals, NatsTiles, SealsQuery, TilesQuery};
use lienthong_nats::seal_out::NatsSealOut;
use lienthong_nats::tail::NatsTail;
use lienthong_nats::{intake, query};
use lienthong_protocol::note::NoteVerifier;
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::runner::{self, Ports};
use lienthong_service::{Rules, Timers};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often the sealed copy's description is brought up to date.
const DESCRIBE_EVERY: Duration = Duration::from_secs(1);

/// Runs it.
pub async fn run(what: Serve) -> Outcome {
    let _shown = metrics::show(what.metrics).await?;
    match what.service {
        Served::Routing => route(&what).await,
        Served::Consultation => decide_alone::<Consultation>(&what).await,
        Served::Publishing => decide_alone::<Publishing>(&what).await,
        Served::Inspection => decide_alone::<Inspection>(&what).await,
        Served::Audit => seal(&what).await,
        Served::Projections => project(&what).await,
        Served::Gateway => gate(&what).await,
    }
}

/// Routing decides, tells agencies what was sealed, and takes in what documents say.
async fn route(what: &Serve) -> Outcome {
    let (connection, ledgers) = ledgers_of(what, Routing::SERVICE.as_str()).await?;
    let vault = vault(&what.nats).await?;
    let inbox = NatsInbox::open(connection.clone()).await.map_err(province::problem)?;
    let attachments = attachments(&connection).await?;
    // Where the key of a dossier's personal values goes, its attachments go.
    let keys = Arc::new(ErasingKeys::new(Arc::clone(&vault), Arc::clone(&attachments), Arc::clone(&ledgers)));
    let seals = Arc::new(NatsSeals::new(Arc::new(NatsQuery::new(connection.clone()))));
    let desk = Desk::new(Arc::clone(&ledgers), seals, Shelf::new(vault, attachments));
    let taking = nats_attachments::serve(&connection, Arc::new(desk)).await?;
    let telling = Telling::start(Arc::new(inbox), Arc::clone(&ledgers));
    let question: Arc<dyn Query> = Arc::new(InboxQuery::new(telling.inbox()));
    let serving = query::serve(&connection, DELIVERIES, &[DELIVERIES], question).await?;
    let decided = decide::<Routing>(what, &connection, ledgers, keys).await;
    telling.close().await;
    taking.stop().await;
    serving.stop().await;
    decided
}

/// The connection of a service, and the province's ledgers by it: one of each a process.
async fn ledgers_of(what: &Serve, role: &str) -> Outcome<(Connection, Arc<dyn Ledgers>)> {
    let connection = province::connect_for_ledgers(&what.nats, role).await?;
    let fingerprint = province::fingerprint(what.fingerprint.as_deref())?;
    let ledgers = Arc::new(NatsLedgers::new(connection.clone(), fingerprint));
    Ok((connection, ledgers))
}

/// A service that decides, and does nothing else.
async fn decide_alone<R: Rules>(what: &Serve) -> Outcome {
    let keys = vault(&what.nats).await?;
    let (connection, ledgers) = ledgers_of(what, R::SERVICE.as_str()).await?;
    decide::<R>(what, &connection, ledgers, keys).await
}

/// A service that decides: takes submissions, appends, follows seals.
async fn decide<R: Rules>(
    what: &Serve,
    connection: &Connection,
    ledgers: Arc<dyn Ledgers>,
    keys: Arc<dyn KeyStore>,
) -> Outcome {
    let role = R::SERVICE.as_str();
    let seals: Arc<dyn Seals> = Arc::new(NatsSeals::new(Arc::new(NatsQuery::new(connection.clone()))));
    let timers = timers::<R>(what)?;
    let ports = Ports { ledgers, seals, keys, clock: home::system_clock(), timers };
    let catalogue = catalogue_of(&what.unit)?;
    let started = runner::start::<R>(ports, catalogue).await?;
    let serving = intake::serve(connection, R::SERVICE, Arc::new(started.handle)).await?;
    output::say(&format!("{role}: serving {} on {}", what.unit, connection.url()));
    tokio::select! {
        () = stop::asked() => {
            serving.stop().await;
            Ok(())
        }
        _ = started.task => Err(Failure::unavailable("LT0511", format!("{role} stopped: its log cannot be followed"))),
    }
}

/// The key by which a service that has clocks says that they ran out.
fn timers<R: Rules>(what: &Serve) -> Outcome<Option<Timers>> {
    let key = what.key.as_deref().map(keyring::read).transpose()?;
    if key.is_none() && R::HAS_TIMERS {
        output::say(
            "note: without --key FILE, the service's own key, clocks that run out are not recorded here",
        );
    }
    Ok(key.map(|file| Timers { key: file.key().clone(), watch: true }))
}

async fn attachments(connection: &Connection) -> Outcome<Arc<dyn Attachments>> {
    let opened = NatsAttachments::open(connection).await.map_err(province::problem)?;
    Ok(Arc::new(opened))
}

async fn vault(nats: &Nats) -> Outcome<Arc<dyn KeyStore>> {
    province::vault(nats, "vault-keeper").await
}

/// The vault as who only reads it. Where users have keys and none of the vault's is given, what was opened is not shown.
async fn vault_to_read(nats: &Nats) -> Outcome<Option<Arc<dyn KeyStore>>> {
    if nats.nkey.is_some() && nats.vault_nkey.is_none() {
        output::say(
            "note: without --vault-nkey FILE closed opinions are not shown here, even once they are opened",
        );
        return Ok(None);
    }
    province::vault(nats, "vault-reader").await.map(Some)
}

/// The sealer, with its own copy on its own disk.
async fn seal(what: &Serve) -> Outcome {
    let dir = directory(what, "audit")?;
    let connection = province::connect_for_ledgers(&what.nats, "audit").await?;
    let keys = Keyring::open(&dir.join("keys"))?;
    let key = keys.get(LOG)?.ok_or_else(|| {
        let path = keys.path(LOG);
        Failure::usage(
            "LT0905",
            format!("{}: the key that `ledger create` made is needed here", path.display()),
        )
    })?;
    let catalogue = catalogue_of(&what.unit)?;
    let log = NoteVerifier::for_log(&catalogue, key.verifying_key());
    let ledgers: Arc<dyn Ledgers> =
        Arc::new(NatsLedgers::sealed_with(connection.clone(), key.verifying_key()));
    let copies = EmbeddedLedgers::default();
    let proofs: Arc<dyn Query> = Arc::new(SealsQuery::new(Arc::new(copies.clone())));
    let cosigning = Cosigning::open(what.policy.as_deref(), &dir)?;
    let shown = cosigning.shown(Arc::new(copies.clone()));
    let questions: Arc<dyn Query> = Arc::new(TilesQuery::beside(shown, proofs));
    let serving = query::serve(&connection, "audit", &[query::PROOF, query::TILE], questions).await?;
    let (tail, out) = (connection.clone(), connection.clone());
    let sources = Sources {
        ledgers,
        tail: Box::new(move |origin| Arc::new(NatsTail::new(tail.clone(), origin.clone()))),
        out: Box::new(move |origin, signer| {
            Arc::new(NatsSealOut::new(out.clone(), origin.clone(), signer.verifier().clone()))
        }),
    };
    output::say(&format!("audit: sealing {} into {}", what.unit, dir.display()));
    let describing = describe(&dir, &what.unit, &log, copies.clone());
    let cosigned = cosigning.keep(&copies, &copies, key.verifying_key());
    tokio::select! {
        () = stop::asked() => {
            serving.stop().await;
            Ok(())
        }
        ended = describing => ended,
        failure = cosigned => Err(failure),
        error = seal_all(&dir, &key, home::system_clock(), sources, copies.clone()) => {
            Err(Failure::coded(Exit::Unavailable, error.code(), error))
        }
    }
}

/// Keeps `ledger.toml` beside the sealed copies, so that they can be read and verified like any house.
async fn describe(dir: &Path, unit: &str, log: &NoteVerifier, copies: EmbeddedLedgers) -> Outcome {
    let mut written: Option<Description> = None;
    loop {
        let mut description = Description {
            unit: unit.to_owned(),
            fingerprint: String::new(),
            office: String::new(),
            log_key: log.to_string(),
            ledgers: Vec::new(),
        };
        for origin in copies.origins().await? {
            let Some(copy) = copies.get(&origin) else { continue };
            if origin.is_catalogue() {
                description.fingerprint = home::first_leaf(&copy as &dyn lienthong_ledger::ports::Ledger)
                    .await?
                    .unwrap_or_default();
            } else {
                description.ledgers.push(copy.origin().name().to_owned());
            }
        }
        if written.as_ref() != Some(&description) {
            House { dir: dir.to_owned(), description: description.clone() }.write()?;
            written = Some(description);
        }
        tokio::time::sleep(DESCRIBE_EVERY).await;
    }
}

/// Read models and their queries.
async fn project(what: &Serve) -> Outcome {
    let dir = directory(what, "projections")?;
    let (connection, ledgers) = ledgers_of(what, "projections").await?;
    let keys = vault_to_read(&what.nats).await?;
    let attachments = attachments(&connection).await?;
    let rows = dir.join("rows");
    let model = live::ReadSide::start(&rows, ledgers, keys, attachments, home::system_clock()).await?;
    let serving = query::serve_with_own(
        &connection,
        "projections",
        &live::questions(),
        live::OWN_QUESTIONS,
        model.query(),
    )
    .await?;
    output::say(&format!("projections: following {} into {}", what.unit, dir.display()));
    tokio::select! {
        () = stop::asked() => {
            serving.stop().await;
            Ok(())
        }
        failure = model.failed() => Err(failure),
    }
}

/// HTTP, over NATS.
async fn gate(what: &Serve) -> Outcome {
    let connection = province::connect(&what.nats, "gateway").await?;
    let queries: Arc<dyn Query> = Arc::new(NatsQuery::new(connection.clone()));
    let seals: Arc<dyn Seals> = Arc::new(NatsSeals::new(Arc::clone(&queries)));
    let tiles: Arc<dyn Tiles> = Arc::new(NatsTiles::new(Arc::clone(&queries)));
    let door = live::Door {
        query: queries,
        attachments: Arc::new(NatsHandIn::new(connection.clone())),
        intake: Arc::new(intake::NatsIntake::new(connection)),
        seals,
        tiles,
        clock: home::system_clock(),
        options: Options { entries: what.log_entries, ..Options::default() },
    };
    let open = door.open(what.listen).await?;
    output::say(&format!("gateway: http://{}", open.address()));
    open.serve_until(stop::asked()).await
}

fn directory(what: &Serve, service: &str) -> Outcome<PathBuf> {
    what.dir
        .clone()
        .ok_or_else(|| Failure::usage("LT0914", format!("{service} needs a directory of its own: --dir DIR")))
}
