//! The events of clocks within a dossier's, those of its steps, of a clock that stands still for two reasons, and of legs in order. Rows of the list in [`crate::event`], in a file of their own.

/// The list of events: what is handed over, and these behind it.
macro_rules! timed_events {
    ($($before:tt)*) => {
        one_stop_events! {
            $($before)*
            /// To be sent once another leg is answered.
            LegPlanned {
                /// Which leg.
                leg: LegId,
                /// By whom.
                from: AgencyId,
                /// To whom.
                to: AgencyId,
                /// What for.
                purpose: Purpose,
                /// Within what term, from when it is sent; `None`: as the process says.
                term: Option<Term>,
                /// What goes along.
                documents: Vec<Document>,
                /// A covering note.
                note: Box<str>,
                /// The leg that is to be answered first.
                after: LegId,
            },
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
