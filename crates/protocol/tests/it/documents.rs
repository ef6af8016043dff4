//! Of the documents that events name, none is passed over.

use lienthong_dossier::EventKind;
use lienthong_protocol::testing::examples::dossier_event;

#[test]
fn an_event_in_which_a_document_stands_names_it() {
    let mut naming = 0;
    for kind in EventKind::ALL {
        let event = dossier_event(*kind);
        let has_some = format!("{event:?}").contains("[Document {");
        assert_eq!(!event.documents().is_empty(), has_some, "{kind:?}");
        naming += usize::from(has_some);
    }
    assert_eq!(naming, 15, "the examples hold documents");
}
