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
    // Of the amended opinion the example has none; it has the field all the same.
    let fields = EventKind::ALL.iter().flat_map(|kind| kind.fields());
    let with_field = fields.filter(|(name, _)| *name == "documents").count();
    assert_eq!((naming, with_field), (14, 14), "the examples hold documents, one of them as results");
}
