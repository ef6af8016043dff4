//! `lienthong up`: every service in one process, on a house.

use crate::cli::Up;
use crate::deliveries::Telling;
use crate::failure::{Failure, Outcome};
use crate::home::{self, Clocks, Founding, Home};
use crate::house::House;
use crate::witnesses::Cosigning;
use crate::{live, metrics, output, stop};
use lienthong_gateway::Options;
use lienthong_ledger::ports::Clock;
use std::sync::Arc;

/// Runs it.
pub async fn run(what: Up) -> Outcome {
    let _shown = metrics::show(what.metrics).await?;
    let clock = home::system_clock();
    let house = open(&what, Arc::clone(&clock)).await?;
    let home = Home::open(house, Arc::clone(&clock), Clocks::All).await?;
    let served = serve(&what, &home, clock).await;
    // However it ended, the ledgers are closed in good order.
    home.close().await;
    served
}

async fn serve(what: &Up, home: &Home, clock: Arc<dyn Clock>) -> Outcome {
    let cosigning = Cosigning::open(what.policy.as_deref(), &home.house.dir)?;
    let log = *home.house.verifier(&home.catalogue)?.key();
    let rows = home.house.dir.join("rows");
    let model = live::ReadSide::start(
        &rows,
        Arc::clone(&home.ledgers),
        Some(Arc::clone(&home.keys)),
        Arc::clone(&home.attachments),
        Arc::clone(&clock),
    )
    .await?;
    let telling = Telling::into_house(&home.house, Arc::clone(&home.ledgers));
    let door = live::Door {
        query: telling.beside(model.query()),
        intake: home.site().intake,
        attachments: home.desk(),
        seals: Arc::clone(&home.seals),
        tiles: cosigning.shown(Arc::clone(&home.tiles)),
        clock,
        options: Options { entries: what.log_entries, ..Options::default() },
    };
    let served = match door.open(what.listen).await {
        Ok(open) => {
            let (house, unit) = (what.ledger.display(), &home.house.description.unit);
            output::say(&format!("{house}: {unit} is open at http://{}", open.address()));
            tokio::select! {
                served = open.serve_until(stop::asked()) => served,
                failure = cosigning.keep(&*home.ledgers, &*home.tiles, log) => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    };
    // Also where the port was taken: what was begun is ended in good order.
    telling.close().await;
    model.close().await;
    served
}

async fn open(what: &Up, clock: Arc<dyn Clock>) -> Outcome<House> {
    if House::is_at(&what.ledger) {
        if let Some(name) = &what.name {
            let origin = House::open(&what.ledger)?.origin_of(name)?;
            House::add_ledger(&what.ledger, &origin)?;
        }
        return House::open(&what.ledger);
    }
    let (Some(unit), Some(name)) = (&what.unit, &what.name) else {
        let text = format!(
            "{}: there is no house yet; to make one, add --unit H22 --name 2026",
            what.ledger.display()
        );
        return Err(Failure::usage("LT0903", text));
    };
    let founding = Founding::small(unit, &format!("Văn phòng {unit}"), std::slice::from_ref(name))?;
    home::found(&what.ledger, founding, clock).await
}
