//! What is asked, answered and summed up in a consultation, in plain words.

use super::sentence::{self, Sentence};
use super::tell::colon;
use lienthong_dossier::{Event as Fact, PaperReference, Participant, Silence, Stance};

/// One event; `who` is the acting agency.
pub(super) fn event(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::ConsultationOpened { chair, question, closed, confidential, .. } => {
            let chair = sentence::agency(chair);
            let (closed_vi, closed_en) = if *closed {
                (", ý kiến niêm kín đến khi mọi nơi trả lời", ", answers closed until all have answered")
            } else {
                ("", "")
            };
            let (for_vi, for_en) =
                if *confidential { (" (bảo mật)", " (confidential)") } else { ("", "") };
            Sentence::new(
                format!("{chair} tổ chức lấy ý kiến{for_vi}{closed_vi}{}", colon(question)),
                format!("{chair} opened a consultation{for_en}{closed_en}{}", colon(question)),
            )
        }
        Fact::OpinionRequested { to, round, mandatory, addressee_inferred, .. } => {
            let to = participant(to);
            let (again_vi, again_en) = if *round > 1 { (" lại", " again") } else { ("", "") };
            let (must_vi, must_en) = if *mandatory { (" (bắt buộc)", " (mandatory)") } else { ("", "") };
            let (guess_vi, guess_en) = if *addressee_inferred {
                (" – nơi nhận do suy luận, nguồn không nêu", " – addressee inferred, the source does not say")
            } else {
                ("", "")
            };
            Sentence::new(
                format!("Xin ý kiến{again_vi} {to}{must_vi}{guess_vi}"),
                format!("{to} was asked{again_en} for an opinion{must_en}{guess_en}"),
            )
        }
        Fact::OpinionGiven { from, late, secret: Some(paper), .. }
        | Fact::OpinionAmended { from, late, secret: Some(paper), .. } => {
            let (from, PaperReference { number, date, .. }) = (participant(from), paper);
            Sentence::new(
                format!("{from} cho ý kiến bằng văn bản mật số {number} ngày {date}{}", late_vi(*late)),
                format!("{from} gave its opinion by secret paper {number} of {date}{}", late_en(*late)),
            )
        }
        Fact::OpinionGiven { from, late, closed: Some(_), .. } => {
            let from = participant(from);
            Sentence::new(
                format!("{from} cho ý kiến, niêm kín{}", late_vi(*late)),
                format!("{from} gave its opinion, closed{}", late_en(*late)),
            )
        }
        Fact::OpinionAmended { from, version, late, closed: Some(_), .. } => {
            let from = participant(from);
            Sentence::new(
                format!("{from} sửa ý kiến, bản {version}, niêm kín{}", late_vi(*late)),
                format!("{from} amended its opinion, version {version}, closed{}", late_en(*late)),
            )
        }
        Fact::OpinionsOpened { .. } => Sentence::new(
            "Mọi nơi được hỏi đã trả lời hoặc hết thời hạn: mở các ý kiến niêm kín",
            "Nobody's answer is waited for any more: the closed opinions are opened",
        ),
        Fact::OpinionGiven { from, stance, text, late, .. } => {
            let from = participant(from);
            Sentence::new(
                format!("{from} cho ý kiến{}{}{}", stance_vi(*stance), late_vi(*late), colon(text)),
                format!("{from} gave its opinion{}{}{}", stance_en(*stance), late_en(*late), colon(text)),
            )
        }
        Fact::OpinionAmended { from, version, stance, text, late, .. } => {
            let from = participant(from);
            Sentence::new(
                format!(
                    "{from} sửa đổi ý kiến, bản {version}{}{}{}",
                    stance_vi(*stance),
                    late_vi(*late),
                    colon(text)
                ),
                format!(
                    "{from} amended its opinion, version {version}{}{}{}",
                    stance_en(*stance),
                    late_en(*late),
                    colon(text)
                ),
            )
        }
        Fact::OpinionDeclined { from, reason, .. } => {
            let from = participant(from);
            Sentence::new(
                format!("{from} từ chối cho ý kiến: {reason}"),
                format!("{from} declined to give an opinion: {reason}"),
            )
        }
        Fact::OpinionReminded { to, number, note, .. } => {
            let to = participant(to);
            Sentence::new(
                format!("Đôn đốc {to} cho ý kiến, lần {number}{}", colon(note)),
                format!("{to} was reminded, {number}{}", colon(note)),
            )
        }
        Fact::OpinionRequestRevoked { of, reason, .. } => {
            let of = participant(of);
            Sentence::new(
                format!("{who} thu hồi đề nghị cho ý kiến gửi {of}: {reason}"),
                format!("{who} took back its ask of {of}: {reason}"),
            )
        }
        Fact::OpinionLapsed { of, means, article, answerable, .. } => {
            let (of, answerable) = (participant(of), sentence::agency(answerable));
            let (vi, en) = match means {
                Silence::Waits => (String::new(), String::new()),
                Silence::Proceeds => (
                    format!(", việc giải quyết tiếp tục, {answerable} chịu trách nhiệm"),
                    format!(", work goes on, and {answerable} answers for it"),
                ),
                Silence::DeemedAgreed => (
                    format!(", coi như đồng ý theo {article}, {answerable} chịu trách nhiệm"),
                    format!(", which counts as agreement ({article}), and {answerable} answers for it"),
                ),
            };
            Sentence::new(
                format!("Hết thời hạn, {of} không cho ý kiến{vi}"),
                format!("The term is over, and {of} was silent{en}"),
            )
        }
        Fact::OpinionWaived { of, reason, article, .. } => {
            let of = participant(of);
            Sentence::new(
                format!(
                    "{who} quyết định khi không có ý kiến của {of}, cơ quan này vẫn chịu trách nhiệm: {reason} ({article})"
                ),
                format!(
                    "{who} goes on without the opinion of {of}, which stays answerable: {reason} ({article})"
                ),
            )
        }
        Fact::DigestObjected { from, text, .. } => {
            let from = participant(from);
            Sentence::new(
                format!("{from} không nhất trí với bảng tổng hợp: {text}"),
                format!("{from} objects to the digest: {text}"),
            )
        }
        _ => Sentence::new(
            format!("{who} kết thúc lấy ý kiến, lập bảng tổng hợp tiếp thu, giải trình"),
            format!("{who} concluded the consultation with its digest"),
        ),
    }
}

fn participant(who: &Participant) -> String {
    let agency = sentence::agency(&who.agency);
    who.unit
        .as_ref()
        .map_or(agency.clone(), |unit| format!("{} ({agency})", sentence::unit(&who.agency, unit)))
}

const fn stance_vi(stance: Stance) -> &'static str {
    match stance {
        Stance::Agree => ", đồng ý",
        Stance::AgreeWithConditions => ", đồng ý có điều kiện",
        Stance::Disagree => ", không đồng ý",
        Stance::NoAuthority => ", không thuộc thẩm quyền",
        Stance::NotStated => "",
    }
}

const fn stance_en(stance: Stance) -> &'static str {
    match stance {
        Stance::Agree => ": agrees",
        Stance::AgreeWithConditions => ": agrees with conditions",
        Stance::Disagree => ": disagrees",
        Stance::NoAuthority => ": has no authority in the matter",
        Stance::NotStated => "",
    }
}

const fn late_vi(late: bool) -> &'static str {
    if late { " (quá hạn)" } else { "" }
}

const fn late_en(late: bool) -> &'static str {
    if late { " (late)" } else { "" }
}
