//! A log to its bytes, one trace at a time: XES 1.0 (IEEE 1849), as other people's tools read it.

use super::model::{Attribute, Classifier, Extension, Global, LogHeader, Trace, Value};
use super::value;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a log.
pub struct XesWriter<W: Write> {
    sink: Sink<W>,
}

enum Sink<W: Write> {
    Plain(BufWriter<W>),
    Gzip(Box<BufWriter<GzEncoder<W>>>),
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Gzip(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Gzip(out) => out.flush(),
        }
    }
}

impl XesWriter<File> {
    /// Creates a file, compressed when its name ends in `.gz`, and writes the header.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn create(path: &Path, header: &LogHeader) -> io::Result<Self> {
        let compress = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        Self::new(File::create(path)?, compress, header)
    }
}

impl<W: Write> XesWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(sink: W, compress: bool, header: &LogHeader) -> io::Result<Self> {
        let sink = if compress {
            Sink::Gzip(Box::new(BufWriter::new(GzEncoder::new(sink, Compression::default()))))
        } else {
            Sink::Plain(BufWriter::new(sink))
        };
        let mut writer = Self { sink };
        writer.header(header)?;
        Ok(writer)
    }

    fn header(&mut self, header: &LogHeader) -> io::Result<()> {
        writeln!(self.sink, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            self.sink,
            r#"<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">"#
        )?;
        for Extension { name, prefix, uri } in &header.extensions {
            self.tag(1, "extension", &[("name", name), ("prefix", prefix), ("uri", uri)], true)?;
        }
        for Global { scope, attributes } in &header.globals {
            self.tag(1, "global", &[("scope", scope)], false)?;
            self.attributes(2, attributes)?;
            self.end(1, "global")?;
        }
        for Classifier { name, keys } in &header.classifiers {
            self.tag(1, "classifier", &[("name", name), ("keys", keys)], true)?;
        }
        self.attributes(1, &header.attributes)
    }

    /// Writes a trace with its events.
    ///
    /// # Errors
    /// What the sink says.
    pub fn trace(&mut self, trace: &Trace) -> io::Result<()> {
        self.tag(1, "trace", &[], false)?;
        self.attributes(2, &trace.attributes)?;
        for event in &trace.events {
            self.tag(2, "event", &[], false)?;
            self.attributes(3, &event.attributes)?;
            self.end(2, "event")?;
        }
        self.end(1, "trace")
    }

    /// Ends the log and gives back the sink, flushed.
    ///
    /// # Errors
    /// What the sink says; without this call the log is cut off.
    pub fn finish(mut self) -> io::Result<W> {
        self.end(0, "log")?;
        match self.sink {
            Sink::Plain(out) => out.into_inner().map_err(io::IntoInnerError::into_error),
            Sink::Gzip(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?.finish(),
        }
    }

    fn attributes(&mut self, depth: usize, attributes: &[Attribute]) -> io::Result<()> {
        attributes.iter().try_for_each(|attribute| self.attribute(depth, attribute))
    }

    fn attribute(&mut self, depth: usize, attribute: &Attribute) -> io::Result<()> {
        let (element, text) = value::write(&attribute.value);
        let values = match &attribute.value {
            Value::List(values) | Value::Container(values) => values.as_slice(),
            _ => &[],
        };
        let pairs = [("key", attribute.key.as_str()), ("value", text.as_deref().unwrap_or_default())];
        let pairs = if text.is_some() { &pairs[..] } else { &pairs[..1] };
        if text.is_some() && attribute.nested.is_empty() {
            return self.tag(depth, element, pairs, true);
        }
        self.tag(depth, element, pairs, false)?;
        self.attributes(depth + 1, &attribute.nested)?;
        if element == "list" {
            self.tag(depth + 1, "values", &[], false)?;
            self.attributes(depth + 2, values)?;
            self.end(depth + 1, "values")?;
        } else {
            self.attributes(depth + 1, values)?;
        }
        self.end(depth, element)
    }

    fn tag(&mut self, depth: usize, element: &str, pairs: &[(&str, &str)], empty: bool) -> io::Result<()> {
        write!(self.sink, "{:\t<depth$}<{element}", "")?;
        for (name, text) in pairs {
            write!(self.sink, " {name}=\"{}\"", escaped(text))?;
        }
        self.sink.write_all(if empty { b"/>\n" } else { b">\n" })
    }

    fn end(&mut self, depth: usize, element: &str) -> io::Result<()> {
        writeln!(self.sink, "{:\t<depth$}</{element}>", "")
    }
}

/// The text of an XML attribute. Line ends and tabs are written as references, or a reader would make them spaces; what
/// XML cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
