//! Enumerations whose variants have names, documentation, fields or words that can be asked for.

/// Makes `$of`, with one variant a row, and `$kind`, its names alone. What stands above a variant or a field here is also what the
/// pages of commands and events say of it.
#[macro_export]
macro_rules! named {
    (
        $(#[doc = $head:literal])+ $of:ident, $kind:ident:
        $($(#[doc = $doc:literal])* $variant:ident { $($(#[doc = $fdoc:literal])* $field:ident : $ty:ty),* $(,)? }),+ $(,)?
    ) => {
        $(#[doc = $head])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $of { $($(#[doc = $doc])* $variant { $($(#[doc = $fdoc])* $field: $ty),* }),+ }

        /// A name alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $($(#[doc = $doc])* $variant),+ }

        impl $kind {
            /// Every one, in the order of DOMAIN section 4.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as DOMAIN and the protocol write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }

            /// What it is, in a sentence or two: what stands above it here.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),*)),+ }
            }

            /// Its fields, each with what it is.
            #[must_use]
            pub const fn fields(self) -> &'static [(&'static str, &'static str)] {
                match self { $(Self::$variant => &[$((stringify!($field), concat!($($fdoc),*))),*]),+ }
            }
        }

        impl $of {
            /// Its name.
            #[must_use]
            pub const fn kind(&self) -> $kind {
                match self { $(Self::$variant { .. } => $kind::$variant),+ }
            }
        }
    };
}

/// Makes an enumeration of words: each variant with the word by which APIs, figures and tests call it.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in APIs, figures and tests.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one that goes by a word.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
