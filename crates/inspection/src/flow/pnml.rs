//! A net as PNML (ISO/IEC 15909-2), which other tools read: with the final marking as they write it, beside the pages.

use super::net::Net;
use std::fmt::Write as _;

impl Net {
    /// The net as a PNML document with a name. Places are called by their number, transitions by their step.
    #[must_use]
    pub fn to_pnml(&self, name: &str) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pnml>\n");
        let net = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel";
        let _ = writeln!(
            text,
            "  <net id=\"process\" type=\"{net}\">\n    <name><text>{}</text></name>",
            escaped(name)
        );
        text.push_str("    <page id=\"page\">\n");
        for place in 0..self.places().len() {
            let marking =
                if place == self.start() { "<initialMarking><text>1</text></initialMarking>" } else { "" };
            let _ = writeln!(
                text,
                "      <place id=\"p{place}\"><name><text>p{place}</text></name>{marking}</place>"
            );
        }
        for (n, step) in self.transitions().iter().enumerate() {
            let name = escaped(step.name.as_str());
            let _ =
                writeln!(text, "      <transition id=\"t{n}\"><name><text>{name}</text></name></transition>");
        }
        for (n, step) in self.transitions().iter().enumerate() {
            let _ = writeln!(text, "      <arc id=\"i{n}\" source=\"p{}\" target=\"t{n}\"/>", step.from);
            let _ = writeln!(text, "      <arc id=\"o{n}\" source=\"t{n}\" target=\"p{}\"/>", step.to);
        }
        text.push_str("    </page>\n    <finalmarkings>\n      <marking>");
        let _ = write!(text, "<place idref=\"p{}\"><text>1</text></place>", self.end());
        text.push_str("</marking>\n    </finalmarkings>\n  </net>\n</pnml>\n");
        text
    }
}

/// A text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::flow::net::tests::net;

    #[test]
    fn a_net_of_two_steps_is_written_whole() {
        let net = net(&["*a & b > <b>", "<b>"]).unwrap();
        let lines: Vec<_> = net.to_pnml("a < b").lines().map(|line| line.trim().to_owned()).collect();
        assert_eq!(
            lines[3..14],
            [
                "<name><text>a &lt; b</text></name>",
                "<page id=\"page\">",
                "<place id=\"p0\"><name><text>p0</text></name><initialMarking><text>1</text></initialMarking></place>",
                "<place id=\"p1\"><name><text>p1</text></name></place>",
                "<place id=\"p2\"><name><text>p2</text></name></place>",
                "<transition id=\"t0\"><name><text>a &amp; b</text></name></transition>",
                "<transition id=\"t1\"><name><text>&lt;b&gt;</text></name></transition>",
                "<arc id=\"i0\" source=\"p0\" target=\"t0\"/>",
                "<arc id=\"o0\" source=\"t0\" target=\"p1\"/>",
                "<arc id=\"i1\" source=\"p1\" target=\"t1\"/>",
                "<arc id=\"o1\" source=\"t1\" target=\"p2\"/>",
            ]
        );
        assert!(lines.contains(&"<marking><place idref=\"p2\"><text>1</text></place></marking>".to_owned()));
    }
}
