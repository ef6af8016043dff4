//! The events of clocks within a dossier's, those of its steps, and of a clock that stands still for two reasons. Rows of the list in [`crate::event`], in a file of their own.

/// The list of events: what is handed over, and these behind it.
macro_rules! timed_events {
    ($($before:tt)*) => {
        one_stop_events! {
            $($before)*
            /// One reason for which the clock stood still has ended, and another has not: it stands still on.
            PauseEnded {
                /// Which.
                cause: PauseCause,
            },
            /// A step was not done by its due.
            StepOverdue {
                /// Which.
                step: StepName,
                /// Whose.
                agency: AgencyId,
                /// Which officer of that agency had it in hand, where one is named.
                officer: Option<OfficerId>,
                /// Since when.
                due: Timestamp,
            },
            /// The clock of a step goes on with what was left of its term: what it waited for has come.
            StepResumed {
                /// Which.
                step: StepName,
                /// Whose.
                agency: AgencyId,
                /// From when it runs.
                from: Timestamp,
                /// What of its term runs from there.
                term: Option<Term>,
                /// When that ends.
                due: Timestamp,
            },
        }
    };
}
