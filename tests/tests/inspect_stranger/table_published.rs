//! What the Office publishes for these stories, and steps of a process that is not strict, done wrongly and rightly.

pub const STORIES: &str = r#"
story the Office publishes what these stories are about, one procedure two days after its basis asks for it
finds R23.published_late R23 - H22.14
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-1","number":"61/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.13","publicationDue":"2020-10-05"}
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-2","number":"62/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.14","publicationDue":"2020-10-02"}
10-05 08:00 office - publishProcedure {"code":"9.000101","name":"Mười ngày","competent":"H22.13","term":{"phases":[{"halfWorkingDays":20}]},"legalBases":["CAN-CU-1"],"fees":[{"id":"le-phi","name":"Lệ phí","amount":"200000"}],$PUBLISHED}
10-05 08:00 office - publishProcedure {"code":"9.000102","name":"Hai ngày","competent":"H22.14","term":{"phases":[{"halfWorkingDays":4}]},"legalBases":["CAN-CU-2"],$PUBLISHED}
10-05 08:00 office - publishProcedure {"code":"9.000103","name":"Theo quy trình","competent":"H22.13","term":{"phases":[{"halfWorkingDays":20}]},$PUBLISHED}
10-05 08:00 office - publishProcess {"procedure":"9.000103",$STEPS}
10-05 08:00 office - publishProcedure {"code":"9.000104","name":"Theo quy trình chặt","competent":"H22.13","term":{"phases":[{"halfWorkingDays":20}]},$PUBLISHED}
10-05 08:00 office - publishProcess {"procedure":"9.000104","strict":true,$STEPS}
10-05 08:00 office - publishProcedure {"code":"9.000105","name":"Bốn giờ","competent":"H22.13","term":{"phases":[{"workingMinutes":240}]},$PUBLISHED}
10-05 08:00 office - publishProcedure {"code":"9.000106","name":"Hai ngày, nơi khác","competent":"H22.13","term":{"phases":[{"halfWorkingDays":4}]},$PUBLISHED}

story what a document prescribes is registered, and one procedure has a fee that is higher; another is published as it is prescribed
finds R23.published_otherwise R23 - H22.13
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-3","number":"63/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.13","prescribes":[{"procedure":"9.000107","term":{"phases":[{"halfWorkingDays":10}]},"papers":{"items":$PAPERS},"fees":{"items":[{"id":"le-phi","name":"Lệ phí","amount":"50000"}]}},{"procedure":"9.000108","term":{"phases":[{"halfWorkingDays":10}]},"papers":{"items":$PAPERS},"fees":{}}]}
10-05 08:00 office - publishProcedure {"code":"9.000107","name":"Thu cao","competent":"H22.13",$FIVE_DAYS,"legalBases":["CAN-CU-3"],"fees":[{"id":"le-phi","name":"Lệ phí","amount":"60000"}],$PUBLISHED}
10-05 08:00 office - publishProcedure {"code":"9.000108","name":"Đúng quy định","competent":"H22.13",$FIVE_DAYS,"legalBases":["CAN-CU-3"],$PUBLISHED}

story what a document prescribes is registered only after what was published by it; another one that nothing differs from
finds R23.published_otherwise R23 - H22.14
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-4","number":"64/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.14"}
10-05 08:00 office - publishProcedure {"code":"9.000109","name":"Chậm","competent":"H22.14",$FIVE_DAYS,"legalBases":["CAN-CU-4"],$PUBLISHED}
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-4","number":"64/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.14","prescribes":[{"procedure":"9.000109","papers":{"items":$PAPERS}}]}
10-05 08:00 office - registerLegalBasis {"id":"CAN-CU-4","number":"64/2018/NĐ-CP (hư cấu)","title":"Một cửa","effectiveOn":"2020-09-21","responsible":"H22.14","prescribes":[{"procedure":"9.000109","papers":{"items":$PAPERS},"term":{"phases":[{"halfWorkingDays":6}]}}]}

story taken in past the desk and brought to it; another one at the desk
finds attempt R01 H22.13-201005-0901 H22.13
finds R01.off_desk R01 H22.13-201005-0901 H22.13
10-05 08:30 H22.13/tiep-nhan H22.13-201005-0901 registerDossier {"procedure":"9.000101","channel":"DESK"} -> LT0201
10-05 09:00 desk H22.13-201005-0901 regulariseDossier {"procedure":"9.000101","channel":"DESK","handedIn":["don","giay-to"],"irregularity":"OFF_DESK","takenAt":"2020-10-05T01:30:00Z","takenBy":"H22.13","taker":"Lê Văn C (hư cấu)","reason":"Nhận tại phòng"}
10-05 09:10 desk H22.13-201005-0901 ends
10-05 08:30 desk 05-0901 comes 9.000101
10-05 09:10 desk 05-0901 ends

story the agency writes to the citizen alone; the desk does
finds R06.issued_alone R06 05-0902 H22.13
10-05 08:30 desk 05-0902..0903 comes 9.000101
10-05 09:00 H22.13/thu-ly 05-0902 notifyApplicant {"means":"NOTICE_BY_SMS","text":"Đang xử lý"}
10-05 09:00 desk 05-0903 notifyApplicant {"means":"NOTICE_BY_SMS","text":"Đang xử lý"}
10-05 09:10 desk 05-0902..0903 ends

story approved before it is appraised; appraised before
finds R10.out_of_order R10 05-0904 H22.13
10-05 08:30 desk 05-0904..0905 comes 9.000103
10-05 09:00 H22.13/lanh-dao 05-0904 handOver {"toOfficer":"tiep-nhan","step":"Phê duyệt"}
10-05 09:00 H22.13/lanh-dao 05-0905 handOver {"toOfficer":"tiep-nhan","step":"Thẩm định"}
10-05 09:10 desk 05-0904..0905 ends

story one officer appraises and approves; two do
finds R11.same_officer R11 05-0906 H22.13
10-05 08:30 desk 05-0906..0907 comes 9.000103
10-05 09:00 H22.13/thu-ly 05-0906..0907 completeStep {"step":"Thẩm định"}
10-05 09:10 H22.13/thu-ly 05-0906 completeStep {"step":"Phê duyệt"}
10-05 09:10 H22.13/lanh-dao 05-0907 completeStep {"step":"Phê duyệt"}
10-05 09:20 desk 05-0906..0907 ends

story stamped elsewhere than at the Centre; there
finds R21.elsewhere R21 05-0908 H22.13
10-05 08:30 desk 05-0908..0909 comes 9.000103
10-05 09:00 H22.13/thu-ly 05-0908..0909 completeStep {"step":"Thẩm định"}
10-05 09:10 H22.13/lanh-dao 05-0908..0909 completeStep {"step":"Phê duyệt"}
10-05 09:20 H22.13/thu-ly 05-0908 completeStep {"step":"Đóng dấu"}
10-05 09:20 H22.13/thu-ly 05-0909 completeStep {"step":"Đóng dấu","atCentre":true}
10-05 09:30 desk 05-0908..0909 ends
"#;
