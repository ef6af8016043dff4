//! XML down to what a log is made of: elements that open and close. Anything else is a fault or no matter.

use super::error::Fault;
use super::lines::{Lines, TooLong};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use std::io::{self, ErrorKind, Read};

/// XML attributes of one tag (not XES attributes, which are elements); the root has a namespace or two besides its own.
const MOST_ATTRIBUTES: usize = 32;

const TEXT: &str = "text where only elements may stand";

/// A fault and its line.
pub(super) type Placed = (u64, Fault);

/// What comes next.
pub(super) enum Token {
    Open(Open),
    Close,
    End,
}

/// An element that opens.
pub(super) struct Open {
    pub(super) line: u64,
    /// Without a namespace prefix.
    pub(super) element: String,
    attributes: Vec<(String, String)>,
}

impl Open {
    /// Takes the value of an XML attribute.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.swap_remove(at).1)
    }

    /// The same; without it the log is broken.
    pub(super) fn require(&mut self, name: &str) -> Result<String, Placed> {
        self.take(name)
            .ok_or_else(|| (self.line, Fault::Xml(format!("<{}> has no `{name}`", self.element).into())))
    }
}

/// The elements of a document, one at a time.
pub(super) struct Tokens<R: Read> {
    xml: quick_xml::Reader<Lines<R>>,
    piece: Vec<u8>,
    /// Nothing was read yet.
    first: bool,
    compressed: bool,
    longest: u64,
}

impl<R: Read> Tokens<R> {
    /// `longest`: how many bytes one piece of XML may have.
    pub(super) fn new(read: R, compressed: bool, longest: u64) -> Self {
        let mut xml = quick_xml::Reader::from_reader(Lines::new(read));
        xml.config_mut().expand_empty_elements = true;
        Self { xml, piece: Vec::new(), first: true, compressed, longest }
    }

    /// The line of the next byte.
    pub(super) fn line(&self) -> u64 {
        self.xml.get_ref().line()
    }

    /// How many bytes of XML were read.
    pub(super) fn position(&self) -> u64 {
        self.xml.get_ref().position()
    }

    pub(super) fn next(&mut self) -> Result<Token, Placed> {
        loop {
            self.piece.clear();
            self.piece.shrink_to(64 * 1024);
            let line = self.line();
            self.xml.get_mut().allow(self.longest);
            let first = std::mem::take(&mut self.first);
            let event = match self.xml.read_event_into(&mut self.piece) {
                Ok(event) => event,
                Err(error) => return Err(self.fault(line, &error)),
            };
            return match event {
                Event::Start(start) => open(line, &start).map(Token::Open).map_err(|fault| (line, fault)),
                Event::End(_) => Ok(Token::Close),
                Event::Eof => Ok(Token::End),
                Event::Comment(_) | Event::PI(_) => continue,
                Event::Decl(declaration) => match encoding(&declaration) {
                    Ok(()) => continue,
                    Err(fault) => Err((line, fault)),
                },
                Event::Text(text) if text.trim_ascii().is_empty() => continue,
                // The mark by which some editors begin a text in UTF-8.
                Event::Text(text) if first && *text == *"\u{feff}" => continue,
                Event::Text(text) => {
                    let space = text.len() - text.trim_ascii_start().len();
                    let newlines = text[..space].matches('\n').count() as u64;
                    Err((line + newlines, Fault::Xml(TEXT.into())))
                }
                Event::CData(_) | Event::GeneralRef(_) => Err((line, Fault::Xml(TEXT.into()))),
                // Entities of a document's own are how small files become large ones.
                Event::DocType(_) => {
                    Err((line, Fault::Xml("a document type declaration, which a log does not have".into())))
                }
                // Never given: empty elements are expanded.
                Event::Empty(empty) => {
                    Err((line, Fault::Xml(format!("<{}/>", empty.name().as_ref()).into())))
                }
            };
        }
    }

    /// What an error of the XML reader is for us. A cut or a broken stream is placed where the bytes end, bad XML where
    /// the piece began.
    fn fault(&self, began: u64, error: &quick_xml::Error) -> Placed {
        match error {
            quick_xml::Error::Io(io) => (self.line(), io_fault(io, self.compressed, self.longest)),
            other => (began, Fault::Xml(other.to_string().into())),
        }
    }
}

/// What a failed read is: a bound of ours, the compression, or the disk.
pub(super) fn io_fault(error: &io::Error, compressed: bool, longest: u64) -> Fault {
    if error.get_ref().is_some_and(|inner| inner.is::<TooLong>()) {
        return Fault::Limit { what: "bytes in one piece of XML", limit: longest };
    }
    match error.kind() {
        ErrorKind::UnexpectedEof if compressed => Fault::Truncated,
        ErrorKind::InvalidInput | ErrorKind::InvalidData if compressed => {
            Fault::Compressed(error.to_string().into())
        }
        _ => Fault::Unreadable(error.to_string().into()),
    }
}

fn open(line: u64, start: &BytesStart<'_>) -> Result<Open, Fault> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        // XES has at most three; looking for doubles among many costs their square.
        if attributes.len() == MOST_ATTRIBUTES {
            return Err(Fault::Limit { what: "XML attributes in one tag", limit: MOST_ATTRIBUTES as u64 });
        }
        let attribute = attribute.map_err(|error| Fault::Xml(error.to_string().into()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Fault::Xml(error.to_string().into()))?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Open { line, element: start.local_name().as_ref().to_owned(), attributes })
}

/// Only UTF-8 is read; any other is named instead of guessed.
fn encoding(declaration: &BytesDecl<'_>) -> Result<(), Fault> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii") => {
            Ok(())
        }
        Some(Ok(name)) => Err(Fault::Xml(format!("encoding {name}: only UTF-8 is read").into())),
        Some(Err(error)) => Err(Fault::Xml(error.to_string().into())),
    }
}
