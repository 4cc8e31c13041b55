//! Vocabularies: enums whose variants have a name each, for reports, addresses and files.

/// Declares an enum once: its variants, each with its name.
///
/// Beside the enum there are `ALL`, its variants in their order; `key`, a variant's name; and `from_key`.
///
/// ```
/// scalewalk_units::keyed_enum! {
///     /// How it went.
///     pub enum Outcome {
///         /// Well.
///         Done => "done",
///         /// Not at all.
///         Lost => "lost",
///     }
/// }
/// assert_eq!(Outcome::ALL.map(Outcome::key), ["done", "lost"]);
/// assert_eq!(Outcome::from_key("lost"), Some(Outcome::Lost));
/// ```
#[macro_export]
macro_rules! keyed_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident => $key:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// All there are, in their order.
            pub const ALL: [Self; [$( $key ),+].len()] = [$( Self::$variant ),+];

            /// Its name.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $( Self::$variant => $key, )+
                }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
        }
    };
}
