//! SendPaper, ReceivePaper: the custody line of paper originals. No clock waits for it.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{papers, r12_in_force, r19_known, stage};
use lienthong_dossier::{Event, Refusals};
use lienthong_names::AgencyId;

/// Sent by a list, by who has them. After the end too: they find their way back to the citizen.
pub(crate) fn send(
    case: &Case<'_>,
    to: &AgencyId,
    manifest: &str,
    items: &[Box<str>],
    note: &str,
) -> Decided {
    r19_known::check(case)?;
    r12_in_force::agency(case, "to", to)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::received(case));
    no.ask(papers::worth_sending(case, to));
    no.ask(papers::listed(case, manifest, items));
    no.extend(papers::held(case, items));
    no.settle()?;
    Ok(vec![Event::PaperSent {
        from: case.agency().clone(),
        to: to.clone(),
        manifest: manifest.into(),
        items: items.to_vec(),
        note: note.into(),
    }])
}

/// Arrived; what of the list did not is missing, and with nobody.
pub(crate) fn receive(case: &Case<'_>, manifest: &str, items: &[Box<str>], note: &str) -> Decided {
    r19_known::check(case)?;
    let sent = papers::known(case, manifest)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(papers::awaited(sent));
    no.ask(papers::on_list(sent, items));
    no.settle()?;
    let missing = sent.items.iter().filter(|item| !items.contains(item)).cloned().collect();
    Ok(vec![Event::PaperReceived {
        manifest: manifest.into(),
        items: items.to_vec(),
        missing,
        note: note.into(),
    }])
}
