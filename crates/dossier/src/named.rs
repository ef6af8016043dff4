//! An enumeration whose variants have names, documentation and fields that can be asked for.

/// Makes `$of`, with one variant a row, and `$kind`, its names alone. What stands above a variant or a field here is also what the
/// pages of commands and events say of it.
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
