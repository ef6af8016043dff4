//! The verbs of money, of results and of the post.
//!
//! `demands FEE SUM` · `exempts FEE because law` · `pays FEE SUM by MEANS receipt` · `refunds FEE because receipt` ·
//! `sets obligation ID SUM number dated until` · `records result ID OUTCOME number dated signed` · `withdraws result ID because law` ·
//! `reissues result ID because number dated signed` · `reopens because law within` · `tells the applicant saying by MEANS` ·
//! `posts NUMBER to desk|citizen with CARRIER promised` · `delivers NUMBER` · `cannot deliver NUMBER because`

use super::{Speaker, field, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_dossier::{Command, NoticeMeans, PaymentMeans, PostDirection, ResultOutcome};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let because = || Box::<str>::from(act.get("because").unwrap_or_default());
    let law = || Box::<str>::from(act.get("law").unwrap_or_default());
    let receipt = || Box::<str>::from(act.get("receipt").unwrap_or_default());
    let command = match *act.head().as_slice() {
        ["demands", fee, amount] => Command::DemandFee { fee: fee.into(), amount: sum(act, amount)? },
        ["exempts", fee] => Command::ExemptFee { fee: fee.into(), reason: because(), law: law() },
        ["pays", fee, amount] => Command::RecordPayment {
            fee: fee.into(),
            amount: sum(act, amount)?,
            means: act
                .read("by", |text| PaymentMeans::named(text).ok_or("no such word"))?
                .unwrap_or(PaymentMeans::Cash),
            receipt: receipt(),
        },
        ["refunds", fee] => Command::RefundPayment { fee: fee.into(), reason: because(), receipt: receipt() },
        ["sets", "obligation", obligation, amount] => Command::SetFinancialObligation {
            obligation: obligation.into(),
            name: obligation.into(),
            amount: sum(act, amount)?,
            number: field(act, "number", "321/TB"),
            date: field(act, "dated", &speaker.today()),
            until: when(act, "until")?,
        },
        ["records", "result", result, outcome] => {
            let Some(outcome) = ResultOutcome::named(outcome) else {
                return act.trouble(format!("`{outcome}` is no outcome"));
            };
            Command::RecordResult {
                result: result.into(),
                outcome,
                number: field(act, "number", "12/KQ"),
                date: field(act, "dated", &speaker.today()),
                signer: field(act, "signed", "Giám đốc"),
                capacity: None,
                signature: None,
                documents: Vec::new(),
            }
        }
        ["withdraws", "result", result] => {
            Command::WithdrawResult { result: result.into(), reason: because(), law: law() }
        }
        ["reissues", "result", result] => Command::ReissueResult {
            result: result.into(),
            number: field(act, "number", "13/KQ"),
            date: field(act, "dated", &speaker.today()),
            signer: field(act, "signed", "Giám đốc"),
            capacity: None,
            signature: None,
            documents: Vec::new(),
            reason: because(),
        },
        ["reopens"] => Command::ReopenDossier { reason: because(), law: law(), term: act.term()? },
        ["tells", "the", "applicant"] => Command::NotifyApplicant {
            means: act
                .read("by", |text| NoticeMeans::named(text).ok_or("no such word"))?
                .unwrap_or(NoticeMeans::NoticeBySms),
            text: act.get("saying").unwrap_or_default().into(),
        },
        ["posts", number] if number != "papers" => {
            let direction = match act.get("to").as_deref() {
                Some("desk") => PostDirection::ToDesk,
                Some("citizen") => PostDirection::ToCitizen,
                _ => return act.trouble("posts to desk, or to citizen?"),
            };
            let carrier = act.read("with", |text| speaker.names.agency(act.line(), text))?;
            let Some(carrier) = carrier else { return act.trouble("posts with which carrier?") };
            let (office, due) = ("Bưu cục 1".into(), when(act, "promised")?);
            let consignment = if act.names("without", "number") { "" } else { number };
            Command::PostSent {
                consignment: consignment.into(),
                direction,
                carrier,
                office,
                items: vec!["giấy tờ".into()],
                due,
            }
        }
        ["delivers", number] => Command::PostArrived { consignment: number.into() },
        ["cannot", "deliver", number] => {
            Command::PostFailed { consignment: number.into(), reason: because() }
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn sum(act: &Phrases, text: &str) -> Result<u64, Trouble> {
    text.parse().or_else(|_| act.trouble(format!("`{text}` is no sum of money")))
}
