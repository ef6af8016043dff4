//! What a record of supervision is about, and its small words.

use lienthong_names::{FindingId, NameError, StreamKind, StreamName, TaskId};
use std::fmt;
use std::str::FromStr;

/// A finding or a task: each has a stream of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectId {
    /// A finding; what was ordered because of it stands in its stream.
    Finding(FindingId),
    /// A task that no finding led to, or that goes beyond one.
    Task(TaskId),
}

impl SubjectId {
    /// The kind of its stream, and the id in it.
    #[must_use]
    pub fn parts(&self) -> (StreamKind, &str) {
        match self {
            Self::Finding(id) => (StreamKind::Finding, id.as_str()),
            Self::Task(id) => (StreamKind::Task, id.as_str()),
        }
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, id) = self.parts();
        write!(f, "{}.{id}", kind.as_str())
    }
}

impl FromStr for SubjectId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let stream: StreamName = text.parse()?;
        match stream.kind() {
            StreamKind::Finding => FindingId::new(stream.id()).map(Self::Finding),
            StreamKind::Task => TaskId::new(stream.id()).map(Self::Task),
            _ => Err(NameError::Form {
                what: "finding or task",
                text: text.to_owned(),
                form: "`finding.<id>` or `task.<id>`",
            }),
        }
    }
}

lienthong_names::words!(
    /// What is done about who answers for something.
    MeasureForm {
        /// Rút kinh nghiệm: a lesson is drawn.
        Lesson = "lesson",
        /// Phê bình: criticism.
        Criticism = "criticism",
        /// Khiển trách: a reprimand, the first of the disciplinary forms.
        Reprimand = "reprimand",
        /// Cảnh cáo: a warning.
        Warning = "warning",
        /// A graver disciplinary form; the decision says which.
        Discipline = "discipline",
    }
);
