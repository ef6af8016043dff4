//! `lienthong demo`: a small fictitious province on this machine, alive, with its page.

mod api;
mod clock;
mod connectors;
mod founding;
mod play;

use crate::cli::Demo;
use crate::deliveries::Telling;
use crate::failure::{Failure, Outcome};
use crate::home::{Clocks, Home};
use crate::registrar::Registrar;
use crate::{live, output, stop};
use clock::DemoClock;
use jiff::ToSpan;
use jiff::civil::Date;
use lienthong_calendar::Calendar;
use lienthong_catalogue::Number;
use lienthong_gateway::Options;
use lienthong_ledger::ports::{Clock, Query};
use lienthong_simulation::life::Life;
use lienthong_simulation::province::{self, DAY_ZERO};
use play::Player;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

pub use api::clock_command;

/// How often the officers look at the clock.
const BEAT: Duration = Duration::from_millis(100);

/// Runs it until Ctrl-C.
pub async fn run(what: Demo) -> Outcome {
    output::say(
        "lienthong demo: a fictitious province; codes below the province and all persons are made up",
    );
    let (dir, temporary) = directory(&what)?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        stop::asked().await;
        stop.send_replace(true);
    });
    let ended = live(&what, &dir, stopped).await;
    if temporary {
        // The system clears its temporary directory in time, if we cannot.
        let _ = std::fs::remove_dir_all(&dir);
    }
    ended
}

async fn live(what: &Demo, dir: &Path, stopped: watch::Receiver<bool>) -> Outcome {
    let day = first_day(what);
    let begin = province::local(day.year(), day.month(), day.day(), 6, 0);
    let clock = Arc::new(DemoClock::new(begin, what.pace.max(1)));
    let house = founding::house(dir, clock.clone()).await?;
    let home = Home::open(house, clock.clone(), Clocks::All).await?;
    let lived = live_in(&home, what, &clock, stopped).await;
    // However it ended, the ledgers are closed in good order.
    home.close().await;
    output::say("stopped");
    lived
}

async fn live_in(
    home: &Home,
    what: &Demo,
    clock: &Arc<DemoClock>,
    stopped: watch::Receiver<bool>,
) -> Outcome {
    let keys = founding::publish(home).await?;
    clock.show(last_recorded(home).await?.max(clock.now()));
    let agencies = keys.keys().cloned().collect();
    let catalogue = home.site().sealed_size(&home.catalogue).await?;
    let life = Life::new(what.seed, first_day(what), what.clean);
    let registrar = Registrar::of(&home.site()).await?;
    let mut player =
        Player::new(home.site(), home.clocked(), registrar, keys, life, Arc::clone(clock), catalogue);
    let rows = home.house.dir.join("rows");
    let model = live::ReadSide::start(
        &rows,
        Arc::clone(&home.ledgers),
        Some(Arc::clone(&home.keys)),
        Arc::clone(&home.attachments),
        clock.clone(),
    )
    .await?;
    let telling = Telling::into_house(&home.house, Arc::clone(&home.ledgers));
    let connectors = connectors::start(telling.inbox(), agencies);
    let caught_up = async || {
        // What a page says of the past must be all of it before it is called played.
        for origin in home.ledgers.origins().await? {
            model.caught_up(&origin, home.site().sealed_size(&origin).await?).await?;
        }
        Ok(())
    };
    let lived = match open(home, telling.beside(model.query()), what, clock).await {
        Ok(open) => {
            let (told, (playing, over)) = (stopped.clone(), oneshot::channel::<()>());
            let serving = tokio::spawn(open.serve_until(ended(told, over)));
            let played = play(&mut player, clock, &stopped, caught_up).await;
            drop(playing);
            let served = serving.await.map_err(|e| Failure::unavailable("LT0916", e.to_string()));
            served.and_then(|served| played.and(served))
        }
        Err(failure) => Err(failure),
    };
    connectors.abort();
    telling.close().await;
    model.close().await;
    lived
}

/// The page and the interface, greeted with what is worth trying.
async fn open(
    home: &Home,
    query: Arc<dyn Query>,
    what: &Demo,
    clock: &Arc<DemoClock>,
) -> Outcome<live::OpenDoor> {
    let door = live::Door {
        query,
        intake: home.site().intake,
        attachments: home.desk(),
        seals: Arc::clone(&home.seals),
        tiles: Arc::clone(&home.tiles),
        clock: clock.clone(),
        options: Options { demo: true, entries: false, extra: api::routes(Arc::clone(clock)) },
    };
    let open = door.open(SocketAddr::from((Ipv4Addr::LOCALHOST, what.port))).await?;
    greet(&home.house.dir, open.address(), first_day(what));
    Ok(open)
}

/// Returns when it is to stop, or plays no more.
async fn ended(mut told: watch::Receiver<bool>, over: oneshot::Receiver<()>) {
    // A sender that is gone has told everything: nobody stops any more, or nothing is played any more.
    tokio::select! {
        _ = told.wait_for(|stop| *stop) => {}
        _ = over => {}
    }
}

fn first_day(what: &Demo) -> Date {
    DAY_ZERO.saturating_sub(i64::from(what.days).days())
}

/// History first, as fast as it goes; then at the clock's pace.
async fn play(
    player: &mut Player,
    clock: &DemoClock,
    stopped: &watch::Receiver<bool>,
    caught_up: impl AsyncFnOnce() -> Outcome,
) -> Outcome {
    let start = province::local(2020, 10, 5, 7, 0);
    if clock.run_to(start) {
        player.play_to(start, stopped).await?;
    }
    let mut told = stopped.clone();
    tokio::select! {
        done = caught_up() => done?,
        _ = told.wait_for(|stop| *stop) => {}
    }
    output::say("history is played; from here on it is live");
    clock.set_running(true);
    while !*stopped.borrow() {
        player.play_to(clock.wanted(), stopped).await?;
        tokio::time::sleep(BEAT).await;
    }
    Ok(())
}

/// A demonstration that is taken up again goes on where its ledger ends.
async fn last_recorded(home: &Home) -> Outcome<jiff::Timestamp> {
    let mut last = jiff::Timestamp::MIN;
    for origin in home.ledgers.origins().await?.iter().filter(|origin| !origin.is_catalogue()) {
        home.site().each_record(origin, 1, |_, raw| last = last.max(raw.record.recorded_at)).await?;
    }
    Ok(last)
}

fn directory(what: &Demo) -> Outcome<(PathBuf, bool)> {
    match &what.dir {
        Some(dir) => Ok((dir.clone(), false)),
        None => {
            let dir = std::env::temp_dir().join(format!("lienthong-demo-{}", std::process::id()));
            std::fs::create_dir_all(&dir).map_err(|e| crate::keyring::io(&dir, &e))?;
            Ok((dir, true))
        }
    }
}

fn greet(dir: &Path, address: SocketAddr, first_day: Date) {
    let code = Number::beginning(province::CENTRE, DAY_ZERO);
    // The first one that ever came in: it is there as soon as history is played.
    let calendar = Calendar::vietnam_default();
    let works = |day: &Date| calendar.is_working_day(*day).unwrap_or(false);
    let came = first_day.series(1.day()).take_while(|day| *day < DAY_ZERO).find(works).unwrap_or(DAY_ZERO);
    let first = Number::beginning(province::CENTRE, came);
    let line = format!(
        r#"{{"agency":"{c}","officer":"tiep-nhan","dossier":"{code}9001","registerDossier":{{"procedure":"2.000591","channel":"DESK"}}}}"#,
        c = province::CENTRE
    );
    output::say(&format!("page: http://{address}/"));
    output::say("\nworth trying in another terminal, while this runs:");
    output::say(&format!("  lienthong dossier timeline {first}0001 --ledger {}", dir.display()));
    output::say(&format!("  lienthong audit verify --ledger {}", dir.display()));
    output::say(&format!(
        "  echo '{line}' | lienthong submit --url http://{address} --key {}",
        dir.join("keys").join(format!("{}.key", province::CENTRE)).display()
    ));
    output::say(&format!("\nevery agency's key lies in {}; Ctrl-C stops\n", dir.join("keys").display()));
}
