//! What is done close to the day on which a dossier is due, and after it.

pub const STORIES: &str = r#"
story paused in the last eight working hours; the day before
finds R28.paused_close R28 05-0950 H22.14
10-05 08:30 desk 05-0950..0951 comes 9.000102
10-06 16:30 H22.14/lanh-dao 05-0951 pauseDossier $PAUSE
10-07 15:00 H22.14/lanh-dao 05-0950 pauseDossier $PAUSE
10-08 10:00 desk 05-0950..0951 ends

story taken back in the last eight working hours; the day before
finds R28.withdrawn_close R28 05-0952 H22.02
10-05 08:30 desk 05-0952..0953 comes 9.000102
10-06 16:30 desk 05-0953 askWithdrawal {"reason":"Đổi ý"}
10-06 16:40 H22.14/lanh-dao 05-0953 decideWithdrawal {"granted":true}
10-07 09:00 desk 05-0952 askWithdrawal {"reason":"Đổi ý"}
10-07 09:10 H22.14/lanh-dao 05-0952 decideWithdrawal {"granted":true}

story annulled within hours of when it is due; days before
finds R28.annulled_close R28 05-0954 H22.02
10-05 08:30 desk 05-0954 comes 9.000105
10-05 08:30 desk 05-0955 comes 9.000101
10-05 09:00 desk 05-0954..0955 annulReception {"reason":"Trùng hồ sơ"}

story ten closed on their last day by one officer within a quarter of an hour; nine by another
finds R28.bulk_closing R28 05-0969 H22.14
10-05 08:30 desk 05-0960..0978 comes 9.000102
10-07 15:00 H22.14/thu-ly 05-0960..0968 resolveDossier {$GRANTED}
10-07 15:10 H22.14/thu-ly 05-0969 resolveDossier {$GRANTED}
10-07 15:00 H22.14/tiep-nhan 05-0970..0978 resolveDossier {$GRANTED}
10-08 10:00 desk 05-0960..0978 returnResult {"channel":"DESK"}

story paused three times; twice
finds R28.paused_again R28 05-0980 H22.13
10-05 08:30 desk 05-0980..0981 comes 9.000101
10-05 09:00 H22.13/lanh-dao 05-0980..0981 pauseDossier $PAUSE
10-05 09:10 H22.13/lanh-dao 05-0980..0981 resumeDossier {"reason":"Đã có"}
10-05 09:20 H22.13/lanh-dao 05-0980..0981 pauseDossier $PAUSE
10-05 09:30 H22.13/lanh-dao 05-0980..0981 resumeDossier {"reason":"Đã có"}
10-05 09:40 H22.13/lanh-dao 05-0980 pauseDossier $PAUSE
10-05 09:50 desk 05-0980..0981 ends

story five that are late are taken back within five days; four of another agency
finds R16.dossier_late R16 05-0982..0986 H22.14
finds R16.dossier_late R16 05-0987..0990 H22.13
finds R28.overdue_emptied R28 05-0986 H22.14
10-05 08:30 desk 05-0982..0986 comes 9.000102
10-05 08:30 desk 05-0987..0990 comes 9.000106
10-06 09:00 desk 05-0982..0990 issueApology $SORRY
10-08 09:00 desk 05-0982..0990 askWithdrawal {"reason":"Đổi ý"}
10-08 09:10 H22.14/lanh-dao 05-0982..0985 decideWithdrawal {"granted":true}
10-08 09:20 H22.14/lanh-dao 05-0986 decideWithdrawal {"granted":true}
10-08 09:10 H22.13/lanh-dao 05-0987..0990 decideWithdrawal {"granted":true}
"#;
