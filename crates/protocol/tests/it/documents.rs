//! Of the documents that events name, none is passed over.

use lienthong_dossier::EventKind;
use lienthong_protocol::testing::examples::dossier_event;

#[test]
fn an_event_that_has_a_field_for_documents_names_them() {
    for kind in EventKind::ALL {
        let has_some = kind.fields().iter().any(|(name, _)| matches!(*name, "documents" | "results"));
        assert_eq!(!dossier_event(*kind).documents().is_empty(), has_some, "{kind:?}");
    }
}
