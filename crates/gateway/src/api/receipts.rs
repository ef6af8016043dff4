//! The receipt of a command, again: where its verdict stands is the read side's to say, the proof is the seal's.

use crate::Gateway;
use crate::answers::{RefusalRow, VerdictPlace, VerdictsAnswer};
use crate::api::reads::id;
use crate::api::schema::{ReceiptAgain, ReceiptsAgain};
use crate::asking::one;
use crate::extract::Path;
use crate::failure::{ErrorBody, Failure};
use axum::Json;
use axum::extract::State;
use lienthong_names::{AgencyId, CommandId, Precedence, Refusal, Rejection};
use lienthong_protocol::{Receipt, json};
use serde_json::Value;

/// The receipts of a command, again
///
/// The same verdict, sequence and leaf as the first time; the checkpoint may be newer. Mostly one: a command id has one verdict
/// for each dossier that its agency sent it about, in each ledger.
#[utoipa::path(get, path = "/api/v1/receipts/{agency}/{command_id}", tag = "submit",
    params(("agency" = String, Path, description = "Agency code"), ("command_id" = String, Path, description = "UUID")),
    responses((status = 200, body = ReceiptsAgain), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 500, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub(crate) async fn receipts(
    State(gateway): State<Gateway>,
    Path((agency, command_id)): Path<(String, String)>,
) -> Result<Json<ReceiptsAgain>, Failure> {
    let (agency, command_id): (AgencyId, CommandId) = (id(&agency)?, id(&command_id)?);
    let mut parameters = one("agency", agency.as_str());
    parameters.insert("command_id".to_owned(), Value::String(command_id.to_string()));
    let answer: VerdictsAnswer = gateway.ask_for("receipt", parameters).await?;
    let mut receipts = Vec::with_capacity(answer.verdicts.len());
    for place in answer.verdicts {
        let receipt = gateway.prove(&agency, command_id, &place).await?;
        let receipt = json::to_json("Receipt", &receipt.encode())
            .map_err(|error| Failure::not_understood("receipt", &error))?;
        let VerdictPlace { about, command, recorded_at, .. } = place;
        receipts.push(ReceiptAgain { about, command, recorded_at, receipt });
    }
    Ok(Json(ReceiptsAgain { as_of: answer.as_of, receipts }))
}

impl Gateway {
    /// The proof of a verdict. Sequence and leaf are the seal's; rows that say otherwise are not believed in the verdict either.
    async fn prove(
        &self,
        agency: &AgencyId,
        command_id: CommandId,
        place: &VerdictPlace,
    ) -> Result<Receipt, Failure> {
        let unclear = |error: &dyn std::fmt::Display| Failure::not_understood("receipt", error);
        let origin = place.origin.parse().map_err(|error| unclear(&error))?;
        let stream = place.stream.parse().map_err(|error| unclear(&error))?;
        let proof = self.seals.prove(&origin, &stream, place.revision).await?;
        let proof = proof.filter(|proof| {
            proof.sequence == place.sequence && proof.leaf.to_string().eq_ignore_ascii_case(&place.leaf)
        });
        let proof = proof.ok_or_else(|| {
            Failure::not_proved(&format!("{} {} {}", place.origin, place.stream, place.revision))
        })?;
        let rejection = match (place.admitted, &place.rejection) {
            (true, None) => None,
            (false, Some(reasons)) => Some(rejection(reasons).map_err(|error| unclear(&error))?),
            _ => return Err(unclear(&"verdict and rejection contradict each other")),
        };
        Ok(Receipt {
            origin,
            stream,
            agency: agency.clone(),
            command_id,
            rejection,
            sequence: proof.sequence,
            revision: place.revision,
            leaf: proof.leaf,
            path: proof.path,
            checkpoint: proof.checkpoint.to_vec(),
            // It was answered before, or it would not be in the rows.
            already_known: true,
        })
    }
}

fn rejection(reasons: &[RefusalRow]) -> Result<Rejection, String> {
    let read = |reason: &RefusalRow| {
        let precedence = Precedence::of_word(&reason.precedence)
            .ok_or_else(|| format!("there is no precedence `{}`", reason.precedence))?;
        Ok(Refusal {
            precedence,
            code: reason.code.clone().into(),
            rule: reason.rule.clone().into(),
            article: reason.article.clone().into(),
            field: reason.field.clone(),
            vi: reason.vi.clone(),
            en: reason.en.clone(),
        })
    };
    reasons.iter().map(read).collect::<Result<_, String>>().map(Rejection::as_recorded)
}
