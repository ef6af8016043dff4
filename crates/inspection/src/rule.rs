//! What inspection looks for: every rule with its id, its law, how grave it is, and what it looks at (DOMAIN section 5).

use std::fmt;

/// How grave what was found is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; nothing is said to be wrong.
    Hint,
    /// A rule said no to it: nothing happened, but somebody tried.
    Attempt,
    /// It was admitted as a fact, and the law asks otherwise.
    Breach,
}

impl Severity {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Attempt => "attempt",
            Self::Breach => "breach",
        }
    }
}

/// A rule of inspection, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The rule of DOMAIN section 5: `R16`; `I07` where only a number stands behind it.
    pub id: &'static str,
    /// Which of the ways to break it: `leg_late`.
    pub kind: &'static str,
    /// The number that it is measured by: `I01`; empty: none.
    pub number: &'static str,
    /// The law; empty: none of its own.
    pub law: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is looked at, and when it fires.
    pub looks_at: &'static str,
    /// What was found, in Vietnamese.
    pub vi: &'static str,
    /// What was found, in English.
    pub en: &'static str,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $id:literal $kind:literal, $number:literal, $severity:ident, $law:literal, $vi:literal, $en:literal;)+) => {
        /// A rule of inspection.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $doc])+ $rule),+ }

        impl Rule {
            /// Every one, in the order of DOMAIN section 5.
            pub const ALL: &'static [Self] = &[$(Self::$rule),+];

            /// What is to be said of it.
            #[must_use]
            pub const fn said(self) -> Said {
                match self {
                    $(Self::$rule => Said {
                        id: $id,
                        kind: $kind,
                        number: $number,
                        law: $law,
                        severity: Severity::$severity,
                        looks_at: concat!($($doc),+),
                        vi: $vi,
                        en: $en,
                    }),+
                }
            }
        }
    };
}

rules! {
    /// A dossier that came past the one-stop desk and was let in by RegulariseDossier (IrregularityNoted); of who took it.
    OffDesk = "R01" "off_desk", "", Breach, "directive 1d; Decree 61/2018/ND-CP, Article 16 [U]",
        "hồ sơ được tiếp nhận ngoài Bộ phận Một cửa", "a dossier was taken in past the one-stop desk";
    /// IssueApology, StopDossier or NotifyApplicant by another agency than the desk that received the dossier (or who stands in its place);
    /// of that agency.
    IssuedAlone = "R06" "issued_alone", "", Breach, "directive 1d",
        "cơ quan tự gửi văn bản cho công dân, không qua Bộ phận Một cửa", "an agency went to the citizen alone, not through the desk";
    /// HandOver that starts a step, or CompleteStep of one that is not open, which the published process does not let follow the step done last,
    /// or that begins while another is open; in a process that is not strict. Steps that the process does not have count too, and one that
    /// returns, which only ReturnResult begins. Also ResolveDossier before
    /// the process came to a step that returns (where it has one). Once a record; of who did it.
    OutOfOrder = "R10" "out_of_order", "", Breach, "directive 1đ",
        "bước thực hiện không theo quy trình đã công bố", "a step does not follow the published process";
    /// CompleteStep of a kind receive, appraise or approve by an officer who has done a step of another of these kinds in the same agency, or
    /// appraises in an appraisal; in a process that is not strict. Of the agency.
    SameOfficer = "R11" "same_officer", "", Breach, "separation of duties",
        "một cán bộ làm cả hai trong ba việc tiếp nhận, thẩm định, phê duyệt", "one officer did two of receiving, appraising, approving";
    /// An admitted act signed with a key that was revoked afterwards, from an instant not after the act's effective instant; of the key's
    /// agency, each record.
    RevokedKey = "R12" "revoked_key", "", Breach, "",
        "ký bằng khóa đã bị thu hồi tại thời điểm đó", "signed with a key that was revoked from before that time";
    /// ApologyIssued less than one working day before the day promised: from the day of the apology to the promised day (the new
    /// appointment, where one was given, else what the clock says) lies no working day. On the desk's calendar; of who issued it.
    ApologyLate = "R14" "apology_late", "", Breach, "Decree 61/2018/ND-CP as amended by 107/2021 [U]",
        "xin lỗi không trước ngày hẹn trả ít nhất một ngày", "an apology less than a day before the date";
    /// Reappointed when a new day had been given before; of who did it.
    ReappointedAgain = "R14" "reappointed_again", "", Breach, "Decree 61/2018/ND-CP as amended by 107/2021 [U]",
        "hẹn lại ngày trả kết quả lần thứ hai", "a second re-appointment";
    /// DossierRegistered online that was not answered (DossierReceived, DossierRefused, or a SupplementRequested before them) by the end of 8
    /// working hours from when it was registered, on the calendar of who registered it; found at that record, of that agency. A lapsed or
    /// withdrawn one counts as answered then.
    AnsweredLate = "R15" "answered_late", "", Breach, "Decree 61/2018/ND-CP, Article 18 [U]",
        "hồ sơ trực tuyến không được trả lời trong 8 giờ làm việc", "an online application was not answered within 8 working hours";
    /// DossierReceived (by ReceiveDossier) that nobody had in hand by the close of the day of reception (of the next working day where it was
    /// received after closing or on a day off), or by the end of the first span of the working day after it where it was received after 15:00.
    /// Having it in hand: the first HandOver, ReassignOfficer, CompleteStep, TransferDossier, OpenConsultation, OpenAppraisal, ProposeSupplement,
    /// RequestSupplement, PauseDossier, ResolveDossier, RecordResult, StopDossier, AnnulReception or DecideWithdrawal after it. On the desk's calendar; found at
    /// the reception, of the desk.
    HandedOverLate = "R15" "handed_over_late", "", Breach, "Decree 61/2018/ND-CP, Article 18 [U]",
        "hồ sơ không được chuyển cho đơn vị chuyên môn trong ngày", "not handed over to the specialised unit in time";
    /// OpinionLapsed; of who was asked.
    OpinionLate = "R16" "opinion_late", "", Breach, "directive 1g", "không cho ý kiến trong thời hạn", "an opinion was not given in time";
    /// LegOverdue; of the leg's agency.
    LegLate = "R16" "leg_late", "", Breach, "directive 1g", "lượt liên thông quá hạn", "a leg was not answered in time";
    /// StepOverdue; of the step's agency.
    StepLate = "R16" "step_late", "", Breach, "directive 1g", "bước xử lý quá hạn", "a step was not done in time";
    /// DossierOverdue; of the custodian then.
    DossierLate = "R16" "dossier_late", "", Breach, "directive 1g", "hồ sơ quá hạn", "a dossier was not decided in time";
    /// DossierOverdue with no ApologyIssued before it; of the desk.
    NoApology = "R16" "no_apology", "", Breach, "directive 1g", "hồ sơ quá hạn mà không có thư xin lỗi", "overdue without an apology";
    /// DossierResolved whose result was not handed out (all of it) within 30 days of 24 hours (I06); found at DossierResolved, of the desk. One that was
    /// reopened within that time is not waited for.
    Uncollected = "R16" "uncollected", "I06", Breach, "directive 1g", "kết quả chưa được trả sau thời hạn", "a result was not handed out for days";
    /// LegRead not followed by acceptance, refusal, sending back, an answer, or the end of the dossier within 8 working hours (I07), on the
    /// calendar of the leg's agency; found at LegRead. Not of an ask for an opinion.
    ReadNotAccepted = "I07" "read_not_accepted", "I07", Breach, "directive 1g",
        "đã mở lượt liên thông mà không nhận", "a leg was read and not accepted";
    /// An admitted act about a dossier recorded more than 4 working hours after it occurred (I01), on its agency's calendar. Not a clock's, not history, not of an
    /// accredited offline desk within its tolerance, not RegulariseDossier or AdoptDossier; of who did it.
    RecordedLate = "R18" "recorded_late", "I01", Breach, "directive 1g", "ghi nhận muộn", "recorded late";
    /// An admitted act about a dossier that occurred between 22:00 and 05:00 local time, or on a day off of its agency (I02). Not a clock's, not history; not what
    /// a citizen or the post does (RegisterDossier online, ProvideSupplement, AskWithdrawal, RateService, FileComplaint, RecordPayment, PostSent,
    /// PostArrived, PostFailed, ReturnResult by post), not RecordArrival; of who did it.
    ImprobableHour = "R18" "improbable_hour", "I02", Breach, "directive 1g", "thời điểm thực hiện bất thường", "done at an improbable hour";
    /// An admitted act about a dossier said to have occurred more than 5 minutes before its cause did (clocks of machines differ): an act on a leg or an ask before the act that sent it, any other act about
    /// a dossier before the act that registered it. Both by `occurred_at`. Not a clock's, not history, not RegulariseDossier or AdoptDossier; of who did it.
    BeforeCause = "R18" "before_cause", "", Breach, "directive 1g", "việc xảy ra trước nguyên nhân của nó", "it occurred before its cause";
    /// ResultRecorded or DossierResolved whose document bears a date before the local day on which the last leg for resolution or appraisal that was
    /// sent to its agency was sent; of that agency.
    DatedBeforeTransfer = "R18" "dated_before_transfer", "", Breach, "directive 1g",
        "kết quả đề ngày trước khi hồ sơ được chuyển đến", "a result dated before the transfer that carried it";
    /// CompleteStep of a step that the process puts at the Centre, done elsewhere; in a process that is not strict. Of who did it.
    Elsewhere = "R21" "elsewhere", "", Breach, "directive 1đ",
        "bước phải làm tại Trung tâm được làm ở nơi khác", "a step of the Centre was done elsewhere";
    /// ProcedurePublished decided later than its legal basis asks; of the agency that answers for the basis.
    PublishedLate = "R23" "published_late", "", Breach, "directive 1c", "thủ tục công bố chậm", "a procedure was published late";
    /// ProcedurePublished of a version that says otherwise than the documents of its `legal_bases` prescribe of it. Of the term, of the papers and of
    /// the fees each the document counts that says something of it and came into effect last; papers and fees go by their ids. A paper or a
    /// fee that is not prescribed; one that is, and was not published; a paper that must be there, or be there as an original, in one alone;
    /// another sum; another term, or online a longer one. Also LegalBasisRegistered that shows the same of a version in force, or one that will be,
    /// and nothing showed it before. Of the agency that answers for the document.
    PublishedOtherwise = "R23" "published_otherwise", "", Breach, "directive 1c",
        "thủ tục công bố khác căn cứ pháp lý", "a procedure was published otherwise than its legal basis says";
    /// DossierAdopted whose old book received it on or after the desk's go-live; of the desk.
    LateEntry = "R24" "late_entry", "", Breach, "", "hồ sơ tiếp nhận sau ngày vận hành mà nhập muộn", "a dossier received after go-live was entered late";
    /// A run of working days on which nobody, or more than one, answers for an agency that works with the system (a go-live that has come);
    /// of that agency, at the record of its catalogue stream that was the last one said by the first of these days.
    NotOneAnswers = "R26" "not_one_answers", "", Breach, "directive 1g, 8",
        "không có đúng một người chịu trách nhiệm", "not exactly one person answers for an agency";
    /// The second leg of a dossier that is refused or sent back for competence since it was last decided, and each one after it; of who refused.
    PingPong = "R27" "ping_pong", "", Breach, "directive 1g", "từ chối thẩm quyền lần thứ hai", "refused twice for competence";
    /// ClockPaused by an act (not OutsideLeg) within the last 8 working hours before the dossier is due, both ends in (I03), on the desk's calendar; of
    /// who did it. Neither one that is overdue, nor one whose clock stands still already.
    PausedClose = "R28" "paused_close", "I03", Breach, "directive 1g", "tạm dừng sát hạn", "paused close to the due date";
    /// The same of WithdrawalAsked; of the desk that says so.
    WithdrawnClose = "R28" "withdrawn_close", "I03", Breach, "directive 1g", "rút hồ sơ sát hạn", "withdrawn close to the due date";
    /// The same of ReceptionAnnulled; of who did it.
    AnnulledClose = "R28" "annulled_close", "I03", Breach, "directive 1g", "hủy tiếp nhận sát hạn", "annulled close to the due date";
    /// The tenth dossier, and no later one of the same run, that one officer closes (DossierResolved, DossierStopped, DossierWithdrawn) within 15
    /// minutes, each within the last 8 working hours before it was due (I04); at the record of the tenth, of the officer's agency.
    BulkClosing = "R28" "bulk_closing", "I04", Breach, "directive 1g", "kết thúc hàng loạt sát hạn", "closed in bulk close to the due date";
    /// The third ClockPaused of a dossier (not OutsideLeg), and each one after it (I05); of who did it.
    PausedAgain = "R28" "paused_again", "I05", Breach, "directive 1g", "tạm dừng nhiều lần", "paused again and again";
    /// The fifth dossier, and no later one of the same run, that is withdrawn (DossierWithdrawn) when it was overdue, by one agency within 5
    /// working days (I10); at the record of the fifth.
    OverdueEmptied = "R28" "overdue_emptied", "I10", Breach, "directive 1g", "rút hàng loạt hồ sơ quá hạn", "the list of overdue dossiers was emptied";
    /// DossierResolved where the process in force foresees a leg for an opinion to a named agency, other than the one that resolves, and no ask and no leg
    /// ever went to that agency; of who resolved it. Once a dossier.
    OpinionUnasked = "R29" "opinion_unasked", "", Breach, "directive 1đ", "chưa lấy ý kiến mà luật yêu cầu", "the law demands an opinion that was not asked";
    /// A rejection under R01, R03, R04, R05, R08, R11, R12, R13, R19, R20, R21, R22 or R25: the first of an agency, dossier (or catalogue item), rule and local
    /// day; one for each rule that it names; of who was refused. Its rule is the one that said no.
    Attempt = "attempt" "attempt", "", Attempt, "", "việc bị từ chối theo quy tắc", "a rule said no to it";
    /// The twentieth rejection of one agency within 5 working days, and no later one of the same run (I08); of that agency.
    RejectionsPile = "I08" "rejections_pile", "I08", Breach, "", "nhiều lần bị từ chối", "rejections pile up";
    /// Two steps done one after the other in less than a tenth, or more than ten times, of the median of at least 100 earlier pairs of the
    /// same two steps under the same version of a procedure (I09), in working minutes; of who did the second.
    OutOfProfile = "I09" "out_of_profile", "I09", Hint, "", "khoảng cách giữa hai bước bất thường", "two steps out of their profile";
}

impl Rule {
    /// `R16.leg_late`: what commands and figures call it. An attempt's names the rule that said no only in its finding.
    #[must_use]
    pub fn name(self) -> String {
        let said = self.said();
        if said.id == said.kind { said.id.to_owned() } else { format!("{}.{}", said.id, said.kind) }
    }

    /// Those that a word names: a rule of DOMAIN (`R16`), a number (`I06`), a kind (`leg_late`), a name (`R16.leg_late`).
    #[must_use]
    pub fn named(word: &str) -> Vec<Self> {
        let fits = |rule: &Self| {
            let said = rule.said();
            [said.id, said.kind, said.number].contains(&word) || rule.name() == word
        };
        if word.is_empty() { Vec::new() } else { Self::ALL.iter().copied().filter(fits).collect() }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// Rules whose rejections are attempts (DOMAIN section 5).
pub const ATTEMPTS: &[&str] =
    &["R01", "R03", "R04", "R05", "R08", "R11", "R12", "R13", "R19", "R20", "R21", "R22", "R25"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_a_name_of_its_own_and_goes_by_it() {
        let names: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert_eq!(Rule::named(&rule.name()), [*rule]);
            assert!(Rule::named(rule.said().id).contains(rule));
        }
        assert_eq!(Rule::named("I03").len(), 3);
        assert!(Rule::named("").is_empty() && Rule::named("R99").is_empty());
    }

    #[test]
    fn every_rule_that_domain_marks_found_is_looked_for() {
        let ids: BTreeSet<&str> =
            Rule::ALL.iter().flat_map(|rule| [rule.said().id, rule.said().number]).collect();
        let found = [
            "R01", "R06", "R10", "R11", "R12", "R14", "R15", "R16", "R18", "R21", "R23", "R24", "R26", "R27",
            "R28", "R29",
        ];
        let numbers = ["I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10"];
        for id in found.iter().chain(&numbers) {
            assert!(ids.contains(id), "{id}");
        }
    }
}
