//! What a dossier costs, how it is decided, and how the citizen gets the result.

use super::Life;
use crate::province::{FEE, POST, Sketch};
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::{Calendar, Term};
use lienthong_dossier::{Channel, Command, NoticeMeans, Outcome, PaymentMeans, PostDirection};
use lienthong_names::{AgencyId, DossierCode, NameError};
use rand::Rng;

impl Life {
    /// The fee of the schedule, demanded and paid when the dossier comes in.
    pub(super) fn fee(
        &mut self,
        at: Timestamp,
        sketch: &Sketch,
        channel: Channel,
        desk: &str,
        code: &DossierCode,
    ) -> Result<(), NameError> {
        if sketch.fee == 0 {
            return Ok(());
        }
        let demand = Command::DemandFee { fee: FEE.into(), amount: sketch.fee };
        self.plan(at + SignedDuration::from_secs(10), desk, "tiep-nhan", code, demand, Vec::new())?;
        let means = if channel == Channel::Online { PaymentMeans::Portal } else { PaymentMeans::Cash };
        self.pay(at + SignedDuration::from_secs(30), FEE, sketch.fee, means, desk, code)
    }

    /// The tax on land: the clock stands still until the citizen has paid it, some days later.
    pub(super) fn tax(
        &mut self,
        at: Timestamp,
        custodian: &str,
        desk: &str,
        code: &DossierCode,
    ) -> Result<Timestamp, NameError> {
        let (obligation, amount) = ("thue-tncn", self.rng.random_range(2..60) * 500_000);
        let notice = Command::SetFinancialObligation {
            obligation: obligation.into(),
            name: "Thuế thu nhập cá nhân khi chuyển quyền sử dụng đất".into(),
            amount,
            number: format!("{}/TB-CT", 100 + at.as_second() % 900).into(),
            date: self.calendar.local_date(at).to_string().into(),
            until: None,
        };
        self.plan(at, custodian, "thu-ly", code, notice, Vec::new())?;
        let days = self.rng.random_range(1..6);
        let paid = self.after(at, days * 480);
        self.pay(paid, obligation, amount, PaymentMeans::BankTransfer, desk, code)?;
        Ok(self.after(paid, 20))
    }

    fn pay(
        &mut self,
        at: Timestamp,
        fee: &str,
        amount: u64,
        means: PaymentMeans,
        desk: &str,
        code: &DossierCode,
    ) -> Result<(), NameError> {
        let receipt = format!("BL-{:07}", self.rng.random_range(0..10_000_000)).into();
        let payment = Command::RecordPayment { fee: fee.into(), amount, means, receipt };
        self.plan(at, desk, "tiep-nhan", code, payment, Vec::new())
    }

    /// Approved and decided; then fetched at the desk after a message, or in one case of five brought by the post.
    pub(super) fn finish(
        &mut self,
        at: Timestamp,
        sketch: &Sketch,
        by: &str,
        desk: &str,
        code: &DossierCode,
    ) -> Result<(), NameError> {
        for step in sketch.after {
            self.step(at, by, code, step)?;
        }
        self.plan(at, by, "lanh-dao", code, resolve(at), Vec::new())?;
        if self.rng.random_range(0..5) == 0 {
            return self.by_post(at, desk, code);
        }
        let told = self.after(at, 10);
        let message = Command::NotifyApplicant {
            means: NoticeMeans::NoticeBySms,
            text: "Đã có kết quả, mời đến Bộ phận Một cửa".into(),
        };
        self.plan(told, desk, "tiep-nhan", code, message, Vec::new())?;
        let minutes = self.rng.random_range(30..900);
        let at = self.after(told, minutes);
        self.plan(at, desk, "tiep-nhan", code, hand_out(Channel::Desk), Vec::new())
    }

    fn by_post(&mut self, at: Timestamp, desk: &str, code: &DossierCode) -> Result<(), NameError> {
        let sent = self.after(at, 60);
        let consignment: Box<str> = format!("EE{:09}VN", self.rng.random_range(0..1_000_000_000_u32)).into();
        let hand_over = Command::PostSent {
            consignment: consignment.clone(),
            direction: PostDirection::ToCitizen,
            carrier: AgencyId::new(POST)?,
            office: "Bưu cục trung tâm".into(),
            items: vec!["Kết quả giải quyết".into()],
            due: self.calendar.due(sent, &Term::working_days(3)).ok(),
        };
        self.plan(sent, desk, "tiep-nhan", code, hand_over, Vec::new())?;
        let minutes = self.rng.random_range(400..1_400);
        let brought = self.after(sent, minutes);
        self.plan(brought, POST, "tiep-nhan", code, hand_out(Channel::Post), Vec::new())?;
        self.plan(brought, POST, "tiep-nhan", code, Command::PostArrived { consignment }, Vec::new())
    }
}

fn hand_out(channel: Channel) -> Command {
    Command::ReturnResult { channel, results: Vec::new(), authority: "".into() }
}

/// The decision, as its document says it.
pub(super) fn resolve(at: Timestamp) -> Command {
    let date = Calendar::vietnam_default().local_date(at);
    Command::ResolveDossier {
        outcome: Outcome::Granted,
        number: format!("{}/QĐ", 100 + at.as_second() % 900).into(),
        date: date.to_string().into(),
        signer: "Lãnh đạo cơ quan (hư cấu)".into(),
        results: Vec::new(),
    }
}
