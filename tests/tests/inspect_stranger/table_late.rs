//! What comes late, or not at all: legs, opinions, steps, dossiers, apologies, answers, results.

pub const STORIES: &str = r#"
story a leg that nobody answers in time; one that is
finds R16.leg_late R16 05-0920 H22.16
10-05 08:30 desk 05-0920..0921 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0920..0921 transferDossier {"leg":"l1","to":"H22.16","purpose":"APPRAISAL",$ONE_DAY}
10-05 09:30 H22.16/thu-ly 05-0921 acknowledgeLeg {"leg":"l1"}
10-06 16:00 H22.16/thu-ly 05-0921 answerLeg {"leg":"l1","text":"Đủ điều kiện"}
10-07 10:00 desk 05-0920..0921 ends

story an opinion that does not come in time; one that does
finds R16.opinion_late R16 05-0922 H22.31
10-05 08:30 desk 05-0922..0923 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0922..0923 openConsultation {"consultation":"c1","question":"Có ý kiến gì không?","participants":[{"participant":{"agency":"H22.31"},$ONE_DAY}]}
10-06 16:00 H22.31/thu-ly 05-0923 giveOpinion {"consultation":"c1","from":{"agency":"H22.31"},"stance":"AGREE","text":"đồng ý"}
10-07 10:00 desk 05-0922..0923 ends

story a step that is not done in time; one that is
finds R16.step_late R16 05-0924 H22.13
10-05 08:30 desk 05-0924..0925 comes 9.000103
10-05 09:00 H22.13/lanh-dao 05-0924..0925 handOver {"toOfficer":"thu-ly","step":"Thẩm định"}
10-06 16:00 H22.13/thu-ly 05-0925 completeStep {"step":"Thẩm định"}
10-07 10:00 desk 05-0924..0925 ends

story a dossier that is late without an apology; one that is decided on its last day, with one
finds R16.dossier_late R16 05-0926 H22.14
finds R16.no_apology R16 05-0926 H22.02
10-05 08:30 desk 05-0926..0927 comes 9.000102
10-06 09:00 desk 05-0927 issueApology $SORRY
10-07 10:00 H22.14/lanh-dao 05-0927 resolveDossier {$GRANTED}
10-08 10:00 desk 05-0926 ends
10-08 10:00 desk 05-0927 returnResult {"channel":"DESK"}

story an apology on the last day; the one above came the day before
finds R14.apology_late R14 05-0928 H22.02
10-05 08:30 desk 05-0928 comes 9.000102
10-07 09:00 desk 05-0928 issueApology $SORRY
10-07 10:00 desk 05-0928 ends

story a second new day; one alone
finds R14.reappointed_again R14 05-0929 H22.02
10-05 08:30 desk 05-0929..0930 comes 9.000101
10-05 09:00 desk 05-0929..0930 reappoint {"until":"2020-10-23T10:00:00Z","reason":"Chờ xác minh"}
10-05 09:10 desk 05-0929 reappoint {"until":"2020-10-26T10:00:00Z","reason":"Chờ xác minh"}
10-05 09:20 desk 05-0929..0930 ends

story sent online, and answered after more than eight working hours; on the same day
finds R15.answered_late R15 05-0931 H22.02
10-05 08:30 desk 05-0931..0932 registerDossier {"procedure":"9.000101","channel":"ONLINE"}
10-05 14:00 desk 05-0932 receiveDossier {"channel":"ONLINE","handedIn":["don","giay-to"]}
10-05 14:10 H22.13/lanh-dao 05-0932 handOver {"toUnit":"chuyen-mon","toOfficer":"thu-ly"}
10-06 09:00 desk 05-0931 receiveDossier {"channel":"ONLINE","handedIn":["don","giay-to"]}
10-06 09:10 H22.13/lanh-dao 05-0931 handOver {"toUnit":"chuyen-mon","toOfficer":"thu-ly"}
10-06 09:20 desk 05-0931..0932 ends

story handed over the next day; every other dossier is on the same
finds R15.handed_over_late R15 05-0933 H22.02
10-05 08:30 desk 05-0933 registerDossier {"procedure":"9.000101","channel":"DESK"}
10-05 08:30 desk 05-0933 receiveDossier {"channel":"DESK","handedIn":["don","giay-to"]}
10-06 09:00 H22.13/lanh-dao 05-0933 handOver {"toUnit":"chuyen-mon","toOfficer":"thu-ly"}
10-06 09:10 desk 05-0933 ends

story a result that nobody fetches for thirty days; one that is fetched on the last of them
finds R16.uncollected R16 05-0934 H22.02
10-05 08:30 desk 05-0934..0935 comes 9.000101
10-05 10:00 H22.13/lanh-dao 05-0934..0935 resolveDossier {$GRANTED}
11-04 09:00 desk 05-0935 returnResult {"channel":"DESK"}
11-04 14:00 desk 05-0934 returnResult {"channel":"DESK"}

story a leg that is read and lies; one that is taken within eight working hours
finds I07.read_not_accepted I07 05-0936 H22.18
10-05 08:30 desk 05-0936..0937 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0936..0937 transferDossier {"leg":"l1","to":"H22.18","purpose":"APPRAISAL",$FIVE_DAYS}
10-05 10:00 H22.18/thu-ly 05-0936..0937 readLeg {"leg":"l1"}
10-06 09:00 H22.18/thu-ly 05-0937 acknowledgeLeg {"leg":"l1"}
10-06 11:00 H22.18/thu-ly 05-0936 acknowledgeLeg {"leg":"l1"}
10-07 10:00 desk 05-0936..0937 ends
"#;
