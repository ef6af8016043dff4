//! Examples of what procedures stand on, and of what becomes of them.

use super::{agency, at, decision, dossier, origin, procedure_code};
use jiff::civil::date;
use lienthong_catalogue::{CutDecision, CutKind, CutOutcome, CutProposal, Evidence, LegalBasis, Repeal};
use lienthong_names::{CutId, LegalBasisId};

fn basis_id() -> LegalBasisId {
    LegalBasisId::new("ND-61-2018").unwrap()
}

fn cut_id() -> CutId {
    CutId::new("H22.14-cat-giam-1").unwrap()
}

pub(super) fn basis() -> LegalBasis {
    LegalBasis {
        id: basis_id(),
        number: "61/2018/NĐ-CP".into(),
        title: "Thực hiện cơ chế một cửa, một cửa liên thông".into(),
        effective_on: date(2018, 6, 21),
        responsible: agency("H22.14"),
        publication_due: Some(date(2018, 7, 21)),
        prescribes: Vec::new(),
    }
}

pub(super) fn repeal() -> Repeal {
    Repeal {
        procedure: procedure_code(),
        from: at("2021-01-01T00:00:00+07:00"),
        reason: "Nghị định mới bãi bỏ thủ tục".into(),
        legal_basis: Some(basis_id()),
        decision: decision(),
    }
}

pub(super) fn proposal() -> CutProposal {
    CutProposal {
        id: cut_id(),
        procedure: procedure_code(),
        kind: CutKind::Paper,
        item: "don".into(),
        evidence: vec![Evidence::Dossier(dossier()), Evidence::Record { origin: origin(), sequence: 42 }],
        reason: "Dữ liệu đã có trong cơ sở dữ liệu quốc gia".into(),
    }
}

pub(super) fn decided() -> CutDecision {
    CutDecision {
        id: cut_id(),
        outcome: CutOutcome::PartlyAccepted,
        reason: "Bỏ bản chính, giữ bản điện tử".into(),
        decision: decision(),
    }
}
