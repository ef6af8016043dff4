//! What rules say no to, and what is found of keys, of books that were live and of who answers.

pub const STORIES: &str = r#"
story what rules say no to, each once; the same done rightly
finds attempt R03 05-0910 H22.15
finds attempt R04 05-0910 H22.02
finds attempt R05 05-0910 H22.02
finds attempt R13 05-0910 H22.02
finds attempt R12 05-0910 H22.13
finds attempt R08 05-0910 H22.13
finds attempt R25 05-0910 H22.32
finds attempt R20 05-0910 H22.15
finds attempt R19 05-0999 H22.13
finds attempt R22 - H22.13
10-05 08:30 desk 05-0910..0911 comes 9.000101
10-05 09:00 H22.15/thu-ly 05-0910 giveOpinion {"consultation":"c1","from":{"agency":"H22.15"},"stance":"AGREE","text":"đồng ý"} -> LT0303
10-05 09:00 desk 05-0910 requestSupplement {"items":["ho-khau"],"reasons":["Cần"]} -> LT0204
10-05 09:00 desk 05-0910 requestSupplement {"items":[],"reasons":["Cần"]} -> LT0205
10-05 09:00 desk 05-0910 demandFee {"fee":"le-phi","amount":"250000"} -> LT0213
10-05 09:00 H22.13/ai-do 05-0910 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"} -> LT0212
10-05 09:10 H22.13/thu-ly 05-0910 openConsultation {"consultation":"c1","question":"Có ý kiến gì không?","participants":[{"participant":{"agency":"H22.32"},"mandatory":true,$ONE_DAY}]}
10-05 09:20 H22.13/lanh-dao 05-0910 resolveDossier {$GRANTED} -> LT0208
10-05 09:20 H22.32/thu-ly 05-0910 giveOpinion {"consultation":"c1","from":{"agency":"H22.32"},"stance":"NOT_STATED","text":"đồng ý","secret":{"level":"SECRET","number":"3/TM","date":"2020-10-05"}} -> LT0380
10-05 09:20 H22.13/thu-ly 05-0910 transferDossier {"leg":"l1","to":"H22.15","purpose":"APPRAISAL",$ONE_DAY}
10-05 09:30 H22.15/thu-ly 05-0910 refuseLeg {"leg":"l1","reason":"Chưa có bản gốc","ground":"LACKS_ORIGINAL"} -> LT0220
10-05 09:30 H22.13/thu-ly 05-0999 handOver {"toOfficer":"thu-ly"} -> LT0219
10-05 09:30 H22.13/lanh-dao - registerAgency {"id":"H22.13.09","name":"Phòng tự lập","nameEn":"A room","parent":"H22.13","validity":{"from":"2020-10-05T01:00:00Z"},"fictitious":true} -> LT0422
10-05 09:40 desk 05-0910 ends
10-05 09:00 desk 05-0911 demandFee {"fee":"le-phi","amount":"200000"}
10-05 09:00 H22.13/thu-ly 05-0911 reassignOfficer {"officer":"tiep-nhan","reason":"Nghỉ phép"}
10-05 09:10 H22.13/thu-ly 05-0911 openConsultation {"consultation":"c1","question":"Có ý kiến gì không?","participants":[{"participant":{"agency":"H22.15"},"mandatory":true,$ONE_DAY},{"participant":{"agency":"H22.32"},$ONE_DAY}]}
10-05 09:20 H22.15/thu-ly 05-0911 giveOpinion {"consultation":"c1","from":{"agency":"H22.15"},"stance":"AGREE","text":"đồng ý"}
10-05 09:20 H22.32/thu-ly 05-0911 giveOpinion {"consultation":"c1","from":{"agency":"H22.32"},"stance":"NOT_STATED","secret":{"level":"SECRET","number":"3/TM","date":"2020-10-05"}}
10-05 09:20 H22.13/thu-ly 05-0911 transferDossier {"leg":"l1","to":"H22.15","purpose":"APPRAISAL",$ONE_DAY}
10-05 09:30 H22.15/thu-ly 05-0911 refuseLeg {"leg":"l1","reason":"Thiếu phụ lục"}
10-05 09:40 desk 05-0911 requestSupplement {"items":["giay-to"],"reasons":["Chưa chứng thực"]}
10-05 09:50 desk 05-0911 provideSupplement {"items":["giay-to"]}
10-05 09:52 desk 05-0911 ends

story a strict process says no to the same officer and to another place; and yes to what follows it
finds attempt R11 05-0912 H22.13
finds attempt R21 05-0912 H22.13
10-05 08:30 desk 05-0912 comes 9.000104
10-05 09:00 H22.13/thu-ly 05-0912 completeStep {"step":"Thẩm định"}
10-05 09:10 H22.13/thu-ly 05-0912 completeStep {"step":"Phê duyệt"} -> LT0211
10-05 09:20 H22.13/lanh-dao 05-0912 completeStep {"step":"Phê duyệt"}
10-05 09:30 H22.13/thu-ly 05-0912 completeStep {"step":"Đóng dấu"} -> LT0221
10-05 09:40 H22.13/thu-ly 05-0912 completeStep {"step":"Đóng dấu","atCentre":true}
10-05 09:50 desk 05-0912 ends

story twenty rejections of one agency; nineteen of another
finds attempt R03 05-0913 H22.21
finds I08.rejections_pile I08 05-0913 H22.21
finds attempt R03 05-0913 H22.23
10-05 08:30 desk 05-0913 comes 9.000101
10-05 10:00 H22.21/thu-ly 05-0913 giveOpinion {"consultation":"c1","from":{"agency":"H22.21"},"stance":"AGREE","text":"đồng ý"} -> LT0303 x20
10-05 10:00 H22.23/thu-ly 05-0913 giveOpinion {"consultation":"c1","from":{"agency":"H22.23"},"stance":"AGREE","text":"đồng ý"} -> LT0303 x19
10-05 10:30 desk 05-0913 ends

story signed with a key that is revoked from before it; with the same key on the day before
finds R12.revoked_key R12 05-0914 H22.19.01
10-05 08:30 desk 05-0914 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0914 transferDossier {"leg":"l1","to":"H22.19.01","purpose":"APPRAISAL",$FIVE_DAYS}
10-05 10:00 H22.19.01/lanh-dao 05-0914 acknowledgeLeg {"leg":"l1"}
10-06 10:00 H22.19.01/lanh-dao 05-0914 answerLeg {"leg":"l1","text":"Đủ điều kiện"}
10-06 11:00 office - revokeKey {"keyId":"$KEY(H22.19.01)","from":"2020-10-05T17:00:00Z","reason":"Mất khóa"}
10-06 11:10 desk 05-0914 ends

story a desk that is live enters what came after that day; what came before it
finds R24.late_entry R24 H22.42-201005-0101 H22.42
10-05 08:10 office - setGoLive {"agency":"H22.42","from":"2020-10-04T17:00:00Z",$DECIDED}
10-06 09:00 H22.42/tiep-nhan H22.42-201002-0102 adoptDossier {"procedure":"9.000101","channel":"DESK","receivedAt":"2020-10-02T03:00:00Z","oldNumber":"118","remaining":{"phases":[{"halfWorkingDays":10}]}}
10-06 09:00 H22.42/tiep-nhan H22.42-201005-0101 adoptDossier {"procedure":"9.000101","channel":"DESK","receivedAt":"2020-10-05T03:00:00Z","oldNumber":"119","remaining":{"phases":[{"halfWorkingDays":10}]}}
10-06 09:30 H22.42/tiep-nhan H22.42-201002-0102 ends
10-06 09:30 H22.42/tiep-nhan H22.42-201005-0101 ends

story two answer for an agency on two days; for another one does on each
finds R26.not_one_answers R26 - H22.44
10-05 08:10 office - setGoLive {"agency":"H22.44","from":"2020-10-04T17:00:00Z",$DECIDED}
10-05 08:10 office - setGoLive {"agency":"H22.45","from":"2020-10-04T17:00:00Z",$DECIDED}
10-05 08:10 office - endTenure {"agency":"H22.44","officer":"lanh-dao","seat":"SEAT_HEAD","from":"2020-10-06T17:00:00Z",$DECIDED}
10-05 08:10 office - endTenure {"agency":"H22.45","officer":"lanh-dao","seat":"SEAT_HEAD","from":"2020-10-06T17:00:00Z",$DECIDED}
10-05 08:20 office - appointActing {"tenure":{"agency":"H22.44","officer":"thu-ly","name":"Người một (hư cấu)","validity":{"from":"2020-10-06T17:00:00Z"},$DECIDED}}
10-05 08:20 office - appointActing {"tenure":{"agency":"H22.44","officer":"tiep-nhan","name":"Người hai (hư cấu)","validity":{"from":"2020-10-06T17:00:00Z","until":"2020-10-08T17:00:00Z"},$DECIDED}}
10-05 08:20 office - appointActing {"tenure":{"agency":"H22.45","officer":"thu-ly","name":"Người ba (hư cấu)","validity":{"from":"2020-10-06T17:00:00Z"},$DECIDED}}
"#;
