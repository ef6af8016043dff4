//! A log from its bytes, one trace at a time.
//!
//! Memory is that of the largest trace, and [`Limits`] bounds that one: a hostile file costs time, never memory.

use super::error::{Fault, XesError};
use super::lines::unpacked;
use super::model::{Attribute, Classifier, Event, Extension, Global, LogHeader, Trace, Value, text};
use super::tokens::{Open, Placed, Token, Tokens, io_fault};
use super::value;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much of a log is held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one piece of XML: a tag with its texts, a comment.
    pub piece: u64,
    /// Bytes of XML of one trace, or of all that stands before the first.
    pub bytes: u64,
    /// Events of one trace.
    pub events: u32,
    /// Attributes of one trace with its events, or of all that stands before the first.
    pub attributes: u32,
    /// How deep attributes may be nested.
    pub depth: u32,
}

impl Default for Limits {
    /// 1 MiB a piece, 64 MiB, 100,000 events and 1,000,000 attributes a trace, 16 deep.
    fn default() -> Self {
        Self { piece: 1 << 20, bytes: 64 << 20, events: 100_000, attributes: 1_000_000, depth: 16 }
    }
}

/// Reads a log; iterate it for its traces. After the first error it ends.
pub struct XesReader<'a> {
    tokens: Tokens<Box<dyn Read + Send + 'a>>,
    file: Box<str>,
    limits: Limits,
    compressed: bool,
    header: LogHeader,
    /// Line of a trace whose start was read already.
    begun: Option<u64>,
    ended: bool,
    /// What the current trace, or the header, took so far.
    attributes: u32,
    from: u64,
}

impl XesReader<'static> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// [`XesError`] when the file cannot be read, is no log, or has a broken header.
    pub fn open(path: &Path, limits: Limits) -> Result<Self, XesError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Self::new(&name, file, limits),
            Err(error) => Err(unread(&name, Fault::Unreadable(error.to_string().into()))),
        }
    }
}

impl<'a> XesReader<'a> {
    /// Reads the header from bytes, compressed or not. `file` is their name in messages.
    ///
    /// # Errors
    /// [`XesError`] when they cannot be read, are no log, or have a broken header.
    pub fn new(file: &str, read: impl Read + Send + 'a, limits: Limits) -> Result<Self, XesError> {
        let (plain, compressed) = unpacked(read).map_err(|error| unread(file, io_fault(&error, false, 0)))?;
        let mut reader = Self {
            tokens: Tokens::new(plain, compressed, limits.piece),
            file: file.into(),
            limits,
            compressed,
            header: LogHeader::default(),
            begun: None,
            ended: false,
            attributes: 0,
            from: 0,
        };
        reader.root().and_then(|()| reader.head()).map_err(|placed| reader.error(placed, None))?;
        Ok(reader)
    }

    /// What stands before the traces.
    #[must_use]
    pub fn header(&self) -> &LogHeader {
        &self.header
    }

    /// The name of the file in messages.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether the bytes were compressed.
    #[must_use]
    pub fn compressed(&self) -> bool {
        self.compressed
    }

    fn error(&self, (line, fault): Placed, case: Option<&str>) -> XesError {
        XesError { file: self.file.clone(), line, case: case.map(Into::into), fault }
    }

    fn root(&mut self) -> Result<(), Placed> {
        let no = |line, what: String| Err((line, Fault::NotXes(what.into())));
        match self.tokens.next() {
            Ok(Token::Open(open)) if open.element == "log" => Ok(()),
            Ok(Token::Open(open)) => no(open.line, format!("it begins with <{}>, not <log>", open.element)),
            Ok(Token::Close | Token::End) => no(self.tokens.line(), "there is nothing in it".to_owned()),
            // Bytes before any element: a picture or a table, not a log with a fault.
            Err((line, Fault::Xml(why))) => no(line, why.into()),
            Err(placed) => Err(placed),
        }
    }

    /// Reads up to the first trace or the end of the log.
    fn head(&mut self) -> Result<(), Placed> {
        while let Some(mut open) = self.child()? {
            match open.element.as_str() {
                "trace" => {
                    self.begun = Some(open.line);
                    return Ok(());
                }
                "extension" => {
                    let (name, prefix, uri) =
                        (open.require("name")?, open.require("prefix")?, open.require("uri")?);
                    self.count(open.line)?;
                    self.header.extensions.push(Extension { name, prefix, uri });
                    self.nothing_inside(&open)?;
                }
                "classifier" => {
                    let (name, keys) = (open.require("name")?, open.require("keys")?);
                    self.count(open.line)?;
                    self.header.classifiers.push(Classifier { name, keys });
                    self.nothing_inside(&open)?;
                }
                "global" => {
                    let scope = open.take("scope").unwrap_or_else(|| "event".to_owned());
                    self.count(open.line)?;
                    let attributes = self.children(1)?;
                    self.header.globals.push(Global { scope, attributes });
                }
                _ => {
                    let attribute = self.attribute(open, 1)?;
                    self.header.attributes.push(attribute);
                }
            }
        }
        self.rest()
    }

    /// After `</log>`: nothing but space and comments, and the end, so that a compressed file's checksum is compared.
    fn rest(&mut self) -> Result<(), Placed> {
        self.ended = true;
        match self.tokens.next()? {
            Token::End => Ok(()),
            Token::Open(open) => {
                Err((open.line, Fault::Xml(format!("<{}> after </log>", open.element).into())))
            }
            Token::Close => {
                Err((self.tokens.line(), Fault::Xml("an element closes that did not open".into())))
            }
        }
    }

    /// The next trace. Its case is known to `case` as soon as its name was read, so that a fault can be placed.
    fn trace(&mut self, case: &mut Option<Box<str>>) -> Result<Option<Trace>, Placed> {
        let line = match self.begun.take() {
            Some(line) => line,
            None => match self.child()? {
                Some(open) if open.element == "trace" => open.line,
                Some(open) => {
                    return Err((
                        open.line,
                        Fault::Xml(format!("<{}> among the traces", open.element).into()),
                    ));
                }
                None => return self.rest().map(|()| None),
            },
        };
        self.attributes = 0;
        self.from = self.tokens.position();
        let mut trace = Trace { line, ..Trace::default() };
        while let Some(open) = self.child()? {
            if open.element == "event" {
                let event = self.event(open.line, trace.events.len())?;
                trace.events.push(event);
            } else {
                trace.attributes.push(self.attribute(open, 1)?);
                *case = text(&trace.attributes, "concept:name").map(Into::into);
            }
        }
        Ok(Some(trace))
    }

    fn event(&mut self, line: u64, index: usize) -> Result<Event, Placed> {
        let limit = self.limits.events;
        match u32::try_from(index) {
            Ok(index) if index < limit => {
                self.count(line)?;
                Ok(Event { line, index, attributes: self.children(1)? })
            }
            _ => Err((line, Fault::Limit { what: "events in one case", limit: limit.into() })),
        }
    }

    /// The attributes up to the end of the element that holds them.
    fn children(&mut self, depth: u32) -> Result<Vec<Attribute>, Placed> {
        let mut attributes = Vec::new();
        while let Some(open) = self.child()? {
            attributes.push(self.attribute(open, depth)?);
        }
        Ok(attributes)
    }

    /// An attribute with everything in it. In a list, what `<values>` holds is the value and the rest is nested; in a
    /// container everything is the value.
    fn attribute(&mut self, mut open: Open, depth: u32) -> Result<Attribute, Placed> {
        self.count(open.line)?;
        if depth > self.limits.depth {
            let limit = self.limits.depth.into();
            return Err((open.line, Fault::Limit { what: "attributes within one another", limit }));
        }
        match open.element.as_str() {
            "list" => {
                let key = open.require("key")?;
                let (mut nested, mut values) = (Vec::new(), Vec::new());
                while let Some(inner) = self.child()? {
                    if inner.element == "values" {
                        values.append(&mut self.children(depth + 1)?);
                    } else {
                        nested.push(self.attribute(inner, depth + 1)?);
                    }
                }
                Ok(Attribute { key, value: Value::List(values), nested })
            }
            "container" => {
                let key = open.require("key")?;
                let values = self.children(depth + 1)?;
                Ok(Attribute { key, value: Value::Container(values), nested: Vec::new() })
            }
            _ => {
                let value = value::read(&mut open)?;
                let key = open.require("key")?;
                Ok(Attribute { key, value, nested: self.children(depth + 1)? })
            }
        }
    }

    /// The next element inside the current one; `None` at its end.
    fn child(&mut self) -> Result<Option<Open>, Placed> {
        match self.tokens.next()? {
            Token::Open(open) => Ok(Some(open)),
            Token::Close => Ok(None),
            Token::End => Err((self.tokens.line(), Fault::Xml("the file ends before </log>".into()))),
        }
    }

    fn nothing_inside(&mut self, open: &Open) -> Result<(), Placed> {
        match self.child()? {
            None => Ok(()),
            Some(inner) => {
                Err((inner.line, Fault::Xml(format!("<{}> inside <{}>", inner.element, open.element).into())))
            }
        }
    }

    /// Counts one more thing held in memory.
    fn count(&mut self, line: u64) -> Result<(), Placed> {
        self.attributes += 1;
        if self.attributes > self.limits.attributes {
            let limit = self.limits.attributes.into();
            return Err((line, Fault::Limit { what: "attributes in one case or header", limit }));
        }
        if self.tokens.position() - self.from > self.limits.bytes {
            return Err((
                line,
                Fault::Limit { what: "bytes in one case or header", limit: self.limits.bytes },
            ));
        }
        Ok(())
    }
}

impl Iterator for XesReader<'_> {
    type Item = Result<Trace, XesError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut case = None;
        let result = self.trace(&mut case).map_err(|placed| self.error(placed, case.as_deref()));
        self.ended |= result.is_err();
        result.transpose()
    }
}

fn unread(file: &str, fault: Fault) -> XesError {
    XesError { file: file.into(), line: 0, case: None, fault }
}
