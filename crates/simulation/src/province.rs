//! Hà Giang in the autumn of 2020, small: real kinds of agencies, made-up codes and made-up people.

use jiff::Timestamp;
use jiff::civil::date;
use lienthong_calendar::{CalendarData, Term};
use lienthong_catalogue::{
    Agency, CalendarEntry, ChecklistItem, Command, Decision, Desk, Fee, Grant, PausePolicy, Place, Procedure,
    Process, Step, StepKind, Succession, Tenure, Unit, Validity,
};
use lienthong_names::{AgencyId, NameError, OfficerId, ProcedureCode, StepName, UnitId};

/// The unit.
pub const UNIT: &str = "H22";
/// The ledger of the demonstration's year.
pub const LEDGER: &str = "2020";
/// The provincial Office.
pub const OFFICE: &str = "H22.01";
/// The provincial Public Administration Service Centre: the one-stop desk.
pub const CENTRE: &str = "H22.02";
/// Goes around the system now and then.
pub const AROUND: &str = "H22.13";
/// Says nothing when asked.
pub const SILENT: &str = "H22.17";
/// The public postal service, which carries results to citizens.
pub const POST: &str = "H22.61";
/// A ward that ceases, and the one that takes its place.
pub const MERGED: (&str, &str) = ("H22.41.02", "H22.41.01");
/// Habitually late.
pub const LATE: [&str; 2] = ["H22.14", "H22.20"];

/// An agency's kind, by which its officers' day differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The Office of the People's Committee.
    Office,
    /// The Centre.
    Centre,
    /// A department of the province.
    Department,
    /// A vertical agency.
    Vertical,
    /// A district.
    District,
    /// A commune.
    Commune,
    /// The public postal service.
    Post,
}

/// Code, kind, name, English name. Second-level codes are made up.
pub const AGENCIES: &[(&str, Kind, &str, &str)] = &[
    (OFFICE, Kind::Office, "Văn phòng UBND tỉnh", "Office of the People's Committee"),
    (CENTRE, Kind::Centre, "Trung tâm Phục vụ hành chính công tỉnh", "Public Administration Service Centre"),
    ("H22.11", Kind::Department, "Sở Nội vụ", "Department of Home Affairs"),
    ("H22.12", Kind::Department, "Sở Tư pháp", "Department of Justice"),
    (AROUND, Kind::Department, "Sở Công Thương", "Department of Industry and Trade"),
    ("H22.14", Kind::Department, "Sở Kế hoạch và Đầu tư", "Department of Planning and Investment"),
    ("H22.15", Kind::Department, "Sở Tài chính", "Department of Finance"),
    ("H22.16", Kind::Department, "Sở Nông nghiệp và PTNT", "Department of Agriculture"),
    (SILENT, Kind::Department, "Sở Giao thông vận tải", "Department of Transport"),
    ("H22.18", Kind::Department, "Sở Xây dựng", "Department of Construction"),
    ("H22.19", Kind::Department, "Sở Tài nguyên và Môi trường", "Department of Natural Resources"),
    ("H22.20", Kind::Department, "Sở Văn hóa, Thể thao và Du lịch", "Department of Culture"),
    ("H22.21", Kind::Department, "Sở Thông tin và Truyền thông", "Department of Information"),
    ("H22.22", Kind::Department, "Sở Lao động - TB&XH", "Department of Labour"),
    ("H22.23", Kind::Department, "Sở Khoa học và Công nghệ", "Department of Science"),
    ("H22.24", Kind::Department, "Sở Giáo dục và Đào tạo", "Department of Education"),
    ("H22.25", Kind::Department, "Sở Y tế", "Department of Health"),
    ("H22.26", Kind::Department, "Sở Ngoại vụ", "Department of Foreign Affairs"),
    ("H22.27", Kind::Department, "Thanh tra tỉnh", "Inspectorate"),
    ("H22.28", Kind::Department, "Ban Dân tộc", "Committee for Ethnic Affairs"),
    ("H22.31", Kind::Vertical, "Công an tỉnh", "Police"),
    ("H22.32", Kind::Vertical, "Bộ CHQS tỉnh", "Military Command"),
    ("H22.33", Kind::Vertical, "Bảo hiểm xã hội tỉnh", "Social Insurance"),
    ("H22.34", Kind::Vertical, "Cục Thuế tỉnh", "Tax Department"),
    ("H22.41", Kind::District, "UBND thành phố Hà Giang", "Hà Giang City"),
    ("H22.42", Kind::District, "UBND huyện Đồng Văn", "Đồng Văn District"),
    ("H22.43", Kind::District, "UBND huyện Mèo Vạc", "Mèo Vạc District"),
    ("H22.44", Kind::District, "UBND huyện Yên Minh", "Yên Minh District"),
    ("H22.45", Kind::District, "UBND huyện Quản Bạ", "Quản Bạ District"),
    ("H22.46", Kind::District, "UBND huyện Vị Xuyên", "Vị Xuyên District"),
    ("H22.47", Kind::District, "UBND huyện Bắc Mê", "Bắc Mê District"),
    ("H22.48", Kind::District, "UBND huyện Hoàng Su Phì", "Hoàng Su Phì District"),
    ("H22.49", Kind::District, "UBND huyện Xín Mần", "Xín Mần District"),
    ("H22.50", Kind::District, "UBND huyện Bắc Quang", "Bắc Quang District"),
    ("H22.51", Kind::District, "UBND huyện Quang Bình", "Quang Bình District"),
    (POST, Kind::Post, "Bưu điện tỉnh", "Provincial Post"),
    ("H22.41.01", Kind::Commune, "UBND phường Trần Phú", "Trần Phú Ward"),
    ("H22.41.02", Kind::Commune, "UBND phường Minh Khai", "Minh Khai Ward"),
    ("H22.42.01", Kind::Commune, "UBND xã Lũng Cú", "Lũng Cú Commune"),
];

/// How a procedure runs in the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Received, done and returned at one agency's own desk, the same day.
    SameDay,
    /// One agency works through its steps.
    Alone,
    /// Opinions of other agencies are asked first.
    Opinions(&'static [&'static str]),
    /// Sent on for resolution to the Office, for the chairman's signature.
    Upwards,
}

/// A procedure of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Sketch {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Lĩnh vực.
    pub field: &'static str,
    /// Who resolves it; empty: whoever's desk receives it.
    pub competent: &'static str,
    /// Working days.
    pub days: u32,
    /// Its fee in đồng; 0: none.
    pub fee: u64,
    /// A tax on land follows from it.
    pub taxed: bool,
    /// How it runs.
    pub way: Way,
    /// How often it comes, relative to the others.
    pub weight: u32,
}

/// The procedures of the demonstration: five worked ones of the field and some simple ones. Codes are made up.
pub const PROCEDURES: &[Sketch] = &[
    Sketch {
        code: "2.001827",
        name: "Chứng thực bản sao từ bản chính",
        field: "Chứng thực",
        competent: "",
        days: 1,
        fee: 20_000,
        taxed: false,
        way: Way::SameDay,
        weight: 40,
    },
    Sketch {
        code: "1.004746",
        name: "Đăng ký lại kết hôn",
        field: "Hộ tịch",
        competent: "",
        days: 5,
        fee: 0,
        taxed: false,
        way: Way::Alone,
        weight: 12,
    },
    Sketch {
        code: "1.005398",
        name: "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất",
        field: "Đất đai",
        competent: "H22.19",
        days: 13,
        fee: 100_000,
        taxed: true,
        way: Way::Opinions(&["H22.34"]),
        weight: 16,
    },
    Sketch {
        code: "1.009642",
        name: "Chấp thuận chủ trương đầu tư của UBND cấp tỉnh",
        field: "Đầu tư",
        competent: "H22.14",
        days: 35,
        fee: 0,
        taxed: false,
        way: Way::Opinions(&["H22.15", "H22.18", "H22.19", "H22.17", "H22.16", "H22.31", "H22.32"]),
        weight: 5,
    },
    Sketch {
        code: "1.009974",
        name: "Cấp giấy phép xây dựng mới",
        field: "Xây dựng",
        competent: "H22.18",
        days: 20,
        fee: 150_000,
        taxed: false,
        way: Way::Opinions(&["H22.31", "H22.20", "H22.32"]),
        weight: 8,
    },
    Sketch {
        code: "1.004446",
        name: "Gia hạn giấy phép khai thác khoáng sản",
        field: "Khoáng sản",
        competent: "H22.19",
        days: 45,
        fee: 5_000_000,
        taxed: false,
        way: Way::Upwards,
        weight: 4,
    },
    Sketch {
        code: "2.000488",
        name: "Cấp Phiếu lý lịch tư pháp",
        field: "Lý lịch tư pháp",
        competent: "H22.12",
        days: 10,
        fee: 200_000,
        taxed: false,
        way: Way::Opinions(&["H22.31"]),
        weight: 14,
    },
    Sketch {
        code: "2.000591",
        name: "Cấp Giấy chứng nhận đủ điều kiện an toàn thực phẩm",
        field: "An toàn thực phẩm",
        competent: "H22.25",
        days: 15,
        fee: 700_000,
        taxed: false,
        way: Way::Alone,
        weight: 10,
    },
    Sketch {
        code: "1.000105",
        name: "Báo cáo giải trình nhu cầu sử dụng người lao động nước ngoài",
        field: "Việc làm",
        competent: "H22.22",
        days: 10,
        fee: 0,
        taxed: false,
        way: Way::Upwards,
        weight: 5,
    },
    Sketch {
        code: "2.000033",
        name: "Thông báo hoạt động khuyến mại",
        field: "Xúc tiến thương mại",
        competent: "H22.13",
        days: 5,
        fee: 0,
        taxed: false,
        way: Way::Alone,
        weight: 9,
    },
];

const FAMILY: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Hoàng", "Vàng", "Giàng", "Sùng", "Lò", "Phàn", "Nông", "Hà", "Mai"];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc"];
const GIVEN: [&str; 14] =
    ["An", "Bình", "Chiến", "Dung", "Hà", "Hương", "Khánh", "Lan", "Mỷ", "Páo", "Sơn", "Thảo", "Tuấn", "Yến"];

/// A made-up name, the `n`-th.
#[must_use]
pub fn person(n: usize) -> String {
    let pick = |words: &'static [&'static str], n: usize| words[n % words.len()];
    format!(
        "{} {} {}",
        pick(&FAMILY, n * 7 + n / 5),
        pick(&MIDDLE, n * 5 + n / 3),
        pick(&GIVEN, n * 11 + n / 2)
    )
}

/// The officers of every agency: who receives, who works on it, who decides.
pub const OFFICERS: [(&str, &str, &str); 3] = [
    ("tiep-nhan", "mot-cua", "Công chức tiếp nhận"),
    ("thu-ly", "chuyen-mon", "Công chức thụ lý"),
    ("lanh-dao", "lanh-dao", "Lãnh đạo"),
];

/// Which of them is the head.
const HEAD: usize = 2;

/// From when [`MERGED`] holds: Thursday 1 October 2020.
#[must_use]
pub fn merger() -> Timestamp {
    local(2020, 10, 1, 0, 0)
}

/// Who acts in an agency's place at an instant.
#[must_use]
pub fn standing(agency: &str, at: Timestamp) -> &str {
    let (gone, there) = MERGED;
    if agency == gone && at >= merger() { there } else { agency }
}

/// When everything of the demonstration is in being.
#[must_use]
pub fn since() -> Timestamp {
    local(2020, 1, 1, 0, 0)
}

/// An instant in the province's time (UTC+7 all year).
#[must_use]
pub fn local(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    date(year, month, day)
        .at(hour, minute, 0, 0)
        .to_zoned_datetime(zone)
        .map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp())
}

/// The Office as it opens the ledger.
///
/// # Errors
/// Never for the names above; they are checked like any other.
pub fn office() -> Result<(Agency, Vec<Grant>), NameError> {
    let id = AgencyId::new(OFFICE)?;
    let (_, _, name, english) = AGENCIES[0];
    Ok((agency(OFFICE, Kind::Office, name, english)?, officers(&id, 0)?))
}

/// The commands that publish the province, in the order in which one builds on the other. Each is one submission's worth:
/// what a later one needs is sealed by then.
///
/// # Errors
/// Never for the names above; they are checked like any other.
pub fn publication() -> Result<Vec<Command>, NameError> {
    let mut commands = vec![Command::SetCalendar(CalendarEntry {
        id: "default".into(),
        data: CalendarData::vietnam_default(),
        decision: Some(decision("12/QĐ-UBND")),
    })];
    commands.push(Command::AppointHead(head(&AgencyId::new(OFFICE)?, 0)?));
    for (n, (code, kind, name, english)) in AGENCIES.iter().enumerate().skip(1) {
        let id = AgencyId::new(code)?;
        commands.push(Command::RegisterAgency(agency(code, *kind, name, english)?));
        if matches!(kind, Kind::Centre | Kind::District | Kind::Commune) {
            commands.push(Command::RegisterDesk(Desk {
                agency: id.clone(),
                name: format!("Bộ phận Một cửa, {name}").into(),
                serves: Vec::new(),
                validity: Validity { from: since(), until: None },
                decision: Some(decision("13/QĐ-UBND")),
            }));
        }
        commands.extend(officers(&id, n)?.into_iter().map(Command::GrantRole));
        commands.push(Command::AppointHead(head(&id, n)?));
    }
    for sketch in PROCEDURES {
        commands.push(Command::PublishProcedure(Box::new(procedure(sketch)?)));
        if sketch.way != Way::SameDay {
            commands.push(Command::PublishProcess(process(sketch)?));
        }
    }
    let (gone, there) = MERGED;
    commands.push(Command::SucceedAgency(Succession {
        predecessor: AgencyId::new(gone)?,
        successor: AgencyId::new(there)?,
        from: merger(),
        decision: decision("1021/NQ-UBTVQH14 (hư cấu)"),
    }));
    Ok(commands)
}

fn agency(code: &str, kind: Kind, name: &str, english: &str) -> Result<Agency, NameError> {
    let unit = |id: &str, name: &str| Ok(Unit { id: UnitId::new(id)?, name: name.into() });
    Ok(Agency {
        id: AgencyId::new(code)?,
        name: name.into(),
        name_en: english.into(),
        // The Office opens the ledger: it has nobody above it there.
        parent: if code == OFFICE { None } else { Some(AgencyId::new(OFFICE)?) },
        units: vec![
            unit("mot-cua", "Bộ phận Một cửa")?,
            unit("chuyen-mon", "Phòng chuyên môn")?,
            unit("lanh-dao", "Lãnh đạo")?,
        ],
        validity: Validity { from: since(), until: None },
        fictitious: true,
        postal: kind == Kind::Post,
    })
}

fn officers(agency: &AgencyId, n: usize) -> Result<Vec<Grant>, NameError> {
    let grant = |(place, (id, unit, title)): (usize, &(&str, &str, &str))| {
        Ok(Grant {
            agency: agency.clone(),
            officer: OfficerId::new(id)?,
            name: named(n, place).into(),
            unit: Some(UnitId::new(unit)?),
            title: (*title).into(),
            validity: Validity { from: since(), until: None },
        })
    };
    OFFICERS.iter().enumerate().map(grant).collect()
}

/// The officer who decides is the agency's head.
fn head(agency: &AgencyId, n: usize) -> Result<Tenure, NameError> {
    let (id, ..) = OFFICERS[HEAD];
    Ok(Tenure {
        agency: agency.clone(),
        officer: OfficerId::new(id)?,
        name: named(n, HEAD).into(),
        validity: Validity { from: since(), until: None },
        decision: decision("14/QĐ-UBND"),
    })
}

/// The officer at a place of an agency.
fn named(n: usize, place: usize) -> String {
    format!("{} (hư cấu)", person(n * 3 + place))
}

fn procedure(sketch: &Sketch) -> Result<Procedure, NameError> {
    let item = |id: &str, name: &str| ChecklistItem {
        id: id.into(),
        name: name.into(),
        required: true,
        original_first: false,
    };
    let steps = ["Tiếp nhận", "Thẩm định", "Phê duyệt", "Đóng dấu", "Trả kết quả"];
    Ok(Procedure {
        code: ProcedureCode::new(sketch.code)?,
        name: sketch.name.into(),
        field: sketch.field.into(),
        decision: decision("1503/QĐ-UBND"),
        in_force_from: since(),
        desks: if sketch.competent.is_empty() { Vec::new() } else { vec![AgencyId::new(CENTRE)?] },
        competent: if sketch.competent.is_empty() { None } else { Some(AgencyId::new(sketch.competent)?) },
        term: Some(Term::working_days(sketch.days)),
        checklist: vec![item("don", "Đơn theo mẫu"), item("giay-to", "Giấy tờ kèm theo")],
        steps: steps.iter().map(|step| StepName::new(step)).collect::<Result<_, _>>()?,
        channels: Vec::new(),
        pauses: PausePolicy::default(),
        fees: fee(sketch).into_iter().collect(),
        results: Vec::new(),
        online_term: None,
        escalation: Box::default(),
        opinions: Box::default(),
        appraisal: Box::default(),
        fictitious: true,
        legal_bases: Vec::new(),
    })
}

/// The step in which a dossier is worked on.
pub(crate) const APPRAISAL: &str = "Thẩm định";

/// How it is worked: what takes time is the appraisal, which has three quarters of the days.
fn process(sketch: &Sketch) -> Result<Process, NameError> {
    let appraisal = Step {
        id: StepName::new(APPRAISAL)?,
        kind: StepKind::Appraise,
        place: Place::Agency,
        term: Some(Term::working_days((sketch.days * 3).div_ceil(4))),
        starts: true,
        next: Vec::new(),
    };
    Ok(Process {
        procedure: ProcedureCode::new(sketch.code)?,
        decision: decision("1504/QĐ-UBND"),
        in_force_from: since(),
        strict: false,
        receiving_term: (sketch.way == Way::Upwards)
            .then(|| Term::working_days((sketch.days * 3).div_ceil(4))),
        steps: vec![appraisal],
        legs: Vec::new(),
    })
}

/// The one fee that the demonstration's procedures know.
pub(crate) const FEE: &str = "le-phi";

fn fee(sketch: &Sketch) -> Option<Fee> {
    let name = "Phí, lệ phí".into();
    (sketch.fee > 0).then(|| Fee { id: FEE.into(), name, amount: sketch.fee, online_amount: None })
}

pub(crate) fn decision(number: &str) -> Decision {
    Decision {
        number: number.into(), date: date(2020, 1, 1), signer: "Chủ tịch UBND tỉnh (hư cấu)".into()
    }
}
