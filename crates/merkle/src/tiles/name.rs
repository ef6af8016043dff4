//! What a tile is called: `tile/<L>/<N>[.p/<W>]`.

use std::fmt;
use std::str::FromStr;

/// Hashes in a full tile.
pub const TILE_WIDTH: u16 = 256;

/// The highest level that a name may have.
const LEVEL_MAX: u8 = 63;

/// What stands in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rows {
    /// Hashes of the tree's level 8 × this: of leaves at 0, above it each of a full tile of the level below.
    Level(u8),
    /// The entries themselves, which hash to the tile of level 0 with the same index and width.
    Entries,
}

/// The name of a tile or an entry bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    rows: Rows,
    index: u64,
    width: u16,
}

impl Tile {
    /// The tile of some rows with an index from 0 and a width from 1 to [`TILE_WIDTH`]; `None` if there is no such tile.
    pub fn new(rows: Rows, index: u64, width: u16) -> Option<Tile> {
        let level = match rows {
            Rows::Level(level) => level,
            Rows::Entries => 0,
        };
        let possible = level <= LEVEL_MAX && (1..=TILE_WIDTH).contains(&width);
        // So that the rows of every tile can be counted.
        let countable = index < u64::MAX / u64::from(TILE_WIDTH);
        (possible && countable).then_some(Tile { rows, index, width })
    }

    /// What stands in it.
    pub const fn rows(&self) -> Rows {
        self.rows
    }

    /// The level of the hashes in it; of entries that of the leaves they hash to.
    pub const fn level(&self) -> u8 {
        match self.rows {
            Rows::Level(level) => level,
            Rows::Entries => 0,
        }
    }

    /// Which of its level, from 0.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many rows.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether nothing will ever be added to it.
    pub const fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same with another width; `None` if it is no width.
    pub fn with_width(self, width: u16) -> Option<Tile> {
        Tile::new(self.rows, self.index, width)
    }

    /// The entry bundle of a tile of leaves; `None` of a higher level.
    pub fn entries(self) -> Option<Tile> {
        (self.level() == 0).then_some(Tile { rows: Rows::Entries, ..self })
    }

    /// Index of its first row in the level (of entries: in the log).
    pub const fn first(&self) -> u64 {
        self.index * TILE_WIDTH as u64
    }

    /// Whether a tree of so many leaves has all of its rows.
    pub fn is_within(&self, size: u64) -> bool {
        self.first() + u64::from(self.width) <= rows_at(self.level(), size)
    }

    /// The tiles of a tree that are not full, the lowest level first.
    pub fn partial_of(size: u64) -> impl Iterator<Item = Tile> {
        let width = u64::from(TILE_WIDTH);
        let levels = (0..=LEVEL_MAX).map(move |level| (level, rows_at(level, size)));
        levels.filter_map(move |(level, rows)| {
            Tile::new(Rows::Level(level), rows / width, u16::try_from(rows % width).ok()?)
        })
    }
}

/// How many complete nodes a tree of so many leaves has where the hashes of a level of tiles stand.
fn rows_at(level: u8, size: u64) -> u64 {
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rows {
            Rows::Level(level) => write!(f, "tile/{level}/")?,
            Rows::Entries => f.write_str("tile/entries/")?,
        }
        let digits = self.index.to_string();
        let digits = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        let (above, last) = digits.split_at(digits.len() - 3);
        for at in (0..above.len()).step_by(3) {
            write!(f, "x{}/", &above[at..at + 3])?;
        }
        f.write_str(last)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// A path that is no tile's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tile is named tile/<L>/<N>[.p/<W>], an entry bundle tile/entries/<N>[.p/<W>]")]
pub struct ParseTileError;

impl FromStr for Tile {
    type Err = ParseTileError;

    /// Reads exactly what [`Display`](fmt::Display) writes: a tile has one name.
    fn from_str(text: &str) -> Result<Tile, ParseTileError> {
        let tile = read(text).ok_or(ParseTileError)?;
        if tile.to_string() == text { Ok(tile) } else { Err(ParseTileError) }
    }
}

fn read(text: &str) -> Option<Tile> {
    let (rows, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let rows = if rows == "entries" { Rows::Entries } else { Rows::Level(rows.parse().ok()?) };
    let (digits, width) = match rest.split_once(".p/") {
        Some((digits, width)) => (digits, width.parse().ok()?),
        None => (rest, TILE_WIDTH),
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    Tile::new(rows, digits.parse().ok()?, width)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn level(level: u8, index: u64, width: u16) -> Tile {
        Tile::new(Rows::Level(level), index, width).unwrap()
    }

    #[test]
    fn the_names_of_the_specification() {
        assert_eq!(level(0, 1_234_067, 256).to_string(), "tile/0/x001/x234/067");
        assert_eq!(level(4, 1_234_067, 1).to_string(), "tile/4/x001/x234/067.p/1");
        assert_eq!(level(0, 0, 256).to_string(), "tile/0/000");
        assert_eq!(level(0, 999, 256).to_string(), "tile/0/999");
        assert_eq!(level(0, 1_000, 256).to_string(), "tile/0/x001/000");
        assert_eq!(level(63, 12, 255).to_string(), "tile/63/012.p/255");
        let entries = level(0, 1_234_067, 8).entries().unwrap();
        assert_eq!(entries.to_string(), "tile/entries/x001/x234/067.p/8");
        assert_eq!(level(1, 0, 8).entries(), None);
    }

    #[test]
    fn the_tree_of_the_specification() {
        // 70,000 leaves: 273 full tiles and one of 112, one full and one of 17, one of 1.
        let partial: Vec<String> = Tile::partial_of(70_000).map(|tile| tile.to_string()).collect();
        assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
        assert!(level(0, 272, 256).is_within(70_000) && !level(0, 273, 256).is_within(70_000));
        assert!(level(0, 273, 112).is_within(70_000) && !level(0, 273, 113).is_within(70_000));
        assert!(level(1, 0, 256).is_within(70_000) && !level(1, 1, 18).is_within(70_000));
        assert!(level(2, 0, 1).is_within(70_000) && !level(2, 0, 2).is_within(70_000));
        assert!(!level(3, 0, 1).is_within(70_000) && !level(63, 0, 1).is_within(u64::MAX));
        // 256 leaves: a full tile, and one hash above it.
        assert_eq!(Tile::partial_of(256).collect::<Vec<_>>(), [level(1, 0, 1)]);
        assert_eq!(Tile::partial_of(0).count(), 0);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/+1/000",
            "tile/data/000",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/0/x01/000",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/+1",
            "tile/0/000.p/256",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/000/",
            "tile/0//000",
            "tile/0/../000",
            "/tile/0/000",
            "tile/0/x018/x446/x744/x073/x709/x551/615",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(text.parse::<Tile>(), Err(ParseTileError), "{text:?}");
        }
        assert_eq!(Tile::new(Rows::Level(0), 0, 0), None);
        assert_eq!(Tile::new(Rows::Level(0), 0, 257), None);
        assert_eq!(Tile::new(Rows::Level(0), u64::MAX, 1), None);
    }

    proptest! {
        #[test]
        fn a_name_is_read_back(
            rows in prop_oneof![(0u8..64).prop_map(Rows::Level), Just(Rows::Entries)],
            index in prop_oneof![0u64..3_000, 0..u64::MAX / 256],
            width in 1u16..=256,
        ) {
            let tile = Tile::new(rows, index, width).unwrap();
            prop_assert_eq!(tile.to_string().parse::<Tile>(), Ok(tile));
        }

        #[test]
        fn reading_is_total(text in "tile/([0-9]{1,2}|entries)/(x?[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?|.{0,20}") {
            if let Ok(tile) = text.parse::<Tile>() {
                prop_assert_eq!(tile.to_string(), text);
            }
        }
    }
}
