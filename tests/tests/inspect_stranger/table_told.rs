//! What is told of times that cannot be so, of competence, and of an opinion that the process foresees.

pub const STORIES: &str = r#"
story recorded on the next day; within four working hours
finds R18.recorded_late R18 05-0940 H22.13
10-05 08:30 desk 05-0940..0941 comes 9.000101
10-05 11:00 H22.13/thu-ly 05-0941 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"} @10-05 08:50
10-06 09:00 H22.13/thu-ly 05-0940 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"} @10-05 08:50
10-06 10:00 desk 05-0940..0941 ends

story done at half past ten at night; at eight in the evening
finds R18.improbable_hour R18 05-0942 H22.13
10-05 08:30 desk 05-0942..0943 comes 9.000101
10-05 20:00 H22.13/thu-ly 05-0943 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"}
10-05 22:30 H22.13/thu-ly 05-0942 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"}
10-06 10:00 desk 05-0942..0943 ends

story said to have been done before there was a dossier; within the five minutes by which clocks differ
finds R18.before_cause R18 05-0944 H22.13
10-05 08:30 desk 05-0944..0945 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0944 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"} @10-05 08:20
10-05 09:00 H22.13/thu-ly 05-0945 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"} @10-05 08:27
10-05 09:10 desk 05-0944..0945 ends

story a result dated before the dossier was sent to who gives it; of the same day
finds R18.dated_before_transfer R18 05-0946 H22.01
10-05 08:30 desk 05-0946..0947 comes 9.000101
10-06 09:00 H22.13/thu-ly 05-0946..0947 transferDossier {"leg":"l1","to":"H22.01","purpose":"RESOLUTION",$FIVE_DAYS}
10-06 09:10 H22.01/thu-ly 05-0946..0947 acknowledgeLeg {"leg":"l1"}
10-06 09:20 H22.01/lanh-dao 05-0946 recordResult {"result":"giay","outcome":"ISSUED","number":"1/GP","date":"2020-10-05","signer":"Trần Thị B (hư cấu)"}
10-06 09:20 H22.01/lanh-dao 05-0947 recordResult {"result":"giay","outcome":"ISSUED","number":"1/GP","date":"2020-10-06","signer":"Trần Thị B (hư cấu)"}
10-06 10:00 desk 05-0946..0947 ends

story refused twice for competence; once, and once for something else
finds R27.ping_pong R27 05-0948 H22.18
10-05 08:30 desk 05-0948..0949 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0948..0949 transferDossier {"leg":"l1","to":"H22.15","purpose":"APPRAISAL",$ONE_DAY}
10-05 09:10 H22.15/thu-ly 05-0948..0949 refuseLeg {"leg":"l1","reason":"Thuộc ngành xây dựng","ground":"COMPETENCE"}
10-05 09:20 H22.13/thu-ly 05-0948..0949 transferDossier {"leg":"l2","to":"H22.18","purpose":"APPRAISAL",$ONE_DAY}
10-05 09:30 H22.18/thu-ly 05-0948 refuseLeg {"leg":"l2","reason":"Thuộc ngành tài chính","ground":"COMPETENCE"}
10-05 09:30 H22.18/thu-ly 05-0949 refuseLeg {"leg":"l2","reason":"Thiếu phụ lục"}
10-05 09:40 desk 05-0948..0949 ends

story decided without the opinion that the process foresees; with it
finds R29.opinion_unasked R29 05-0991 H22.12
10-05 08:30 desk 05-0991..0992 comes 2.000488
10-05 09:00 H22.12/thu-ly 05-0992 openConsultation {"consultation":"c1","question":"Có án tích không?","participants":[{"participant":{"agency":"H22.31"},"mandatory":true,$ONE_DAY}]}
10-05 09:10 H22.31/thu-ly 05-0992 giveOpinion {"consultation":"c1","from":{"agency":"H22.31"},"stance":"AGREE","text":"đồng ý"}
10-05 09:20 H22.12/thu-ly 05-0992 concludeConsultation {"consultation":"c1","digest":[{"from":{"agency":"H22.31"},"round":1,"version":1,"treatment":"ACCEPTED","textSha256":"$SHA(đồng ý)"}]}
10-06 10:00 H22.12/thu-ly 05-0991..0992 completeStep {"step":"Thẩm định"}
10-06 10:10 H22.12/lanh-dao 05-0991..0992 completeStep {"step":"Phê duyệt"}
10-06 10:20 H22.12/lanh-dao 05-0991..0992 resolveDossier {$GRANTED}
10-06 10:30 desk 05-0991..0992 returnResult {"channel":"DESK"}
"#;
