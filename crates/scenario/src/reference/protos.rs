//! The messages of `proto/`, with what their comments say of each field.

use super::Fault;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, SourceCodeInfo,
};
use std::collections::BTreeMap;
use std::path::Path;

/// The package that is described.
const PACKAGE: &str = ".lienthong.v1.";

/// A message.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    pub(super) about: String,
    /// In the order of the file.
    pub(super) fields: Vec<Field>,
}

/// A field of a message.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// As the proto file spells it.
    pub(super) name: String,
    /// As JSON spells it.
    pub(super) json: String,
    pub(super) kind: Kind,
    pub(super) repeated: bool,
    /// One of several of which there is one (the body of a command).
    pub(super) one_of: bool,
    pub(super) about: String,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// In plain words: `text`, `instant`.
    Plain(&'static str),
    /// One of ours, by name.
    Message(String),
    /// A word of one of ours, by name.
    Word(String),
}

/// Words of an enumeration, each with what its comment says.
pub(super) type Words = Vec<(String, String)>;

/// All messages and enumerations by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Protos {
    pub(super) messages: BTreeMap<String, Message>,
    pub(super) words: BTreeMap<String, Words>,
}

impl Protos {
    /// Reads `proto/` of the repository.
    pub(super) fn read(root: &Path) -> Result<Self, Fault> {
        let include = root.join("proto");
        let mut files = Vec::new();
        for entry in std::fs::read_dir(include.join("lienthong/v1"))? {
            files.push(entry?.path());
        }
        files.sort();
        let mut compiler = protox::Compiler::new([&include])?;
        compiler.include_source_info(true).open_files(&files)?;
        let mut protos = Self::default();
        for file in &compiler.file_descriptor_set().file {
            protos.take(file);
        }
        Ok(protos)
    }

    fn take(&mut self, file: &FileDescriptorProto) {
        let comments = Comments::of(file.source_code_info.as_ref());
        for (at, message) in (0..).zip(&file.message_type) {
            self.messages.insert(message.name().to_owned(), read_message(&comments, at, message));
        }
        for (at, words) in (0..).zip(&file.enum_type) {
            self.words.insert(words.name().to_owned(), read_words(&comments, at, words));
        }
    }

    /// A message by name; one that is not there has no fields.
    pub(super) fn message(&self, name: &str) -> Message {
        self.messages.get(name).cloned().unwrap_or_default()
    }

    /// How JSON names the field of `Command` or `Event` that holds this message.
    pub(super) fn body(&self, of: &str, kind: &str) -> Option<String> {
        let holds = |field: &&Field| field.one_of && field.kind == Kind::Message(kind.to_owned());
        self.messages.get(of)?.fields.iter().find(holds).map(|field| field.json.clone())
    }
}

fn read_message(comments: &Comments, at: i32, message: &DescriptorProto) -> Message {
    let field = |(nth, field): (i32, &FieldDescriptorProto)| Field {
        name: field.name().to_owned(),
        json: field.json_name().to_owned(),
        kind: kind(field),
        repeated: field.label() == Label::Repeated,
        one_of: field.oneof_index.is_some(),
        about: comments.at(&[4, at, 2, nth]),
    };
    Message { about: comments.at(&[4, at]), fields: (0..).zip(&message.field).map(field).collect() }
}

/// The zeroth word is what stands there when nothing does.
fn read_words(comments: &Comments, at: i32, words: &EnumDescriptorProto) -> Words {
    let words = (0..).zip(&words.value).skip(1);
    words.map(|(nth, word)| (word.name().to_owned(), comments.at(&[5, at, 2, nth]))).collect()
}

fn kind(field: &FieldDescriptorProto) -> Kind {
    let named = || field.type_name().strip_prefix(PACKAGE).unwrap_or_default().to_owned();
    match field.r#type() {
        Type::Message if field.type_name() == ".google.protobuf.Timestamp" => Kind::Plain("instant"),
        Type::Message => Kind::Message(named()),
        Type::Enum => Kind::Word(named()),
        Type::String => Kind::Plain("text"),
        Type::Bytes => Kind::Plain("bytes"),
        Type::Bool => Kind::Plain("yes or no"),
        _ => Kind::Plain("number"),
    }
}

/// Comments of a file by the place they stand above.
struct Comments(BTreeMap<Vec<i32>, String>);

impl Comments {
    fn of(info: Option<&SourceCodeInfo>) -> Self {
        let locations = info.map(|info| info.location.as_slice()).unwrap_or_default();
        let said = locations.iter().filter(|location| location.leading_comments.is_some());
        Self(said.map(|location| (location.path.clone(), one_line(location.leading_comments()))).collect())
    }

    fn at(&self, path: &[i32]) -> String {
        self.0.get(path).cloned().unwrap_or_default()
    }
}

/// A comment's lines as one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
