//! Tiles against the tree they are of, and against another implementation's: the same files, and it proves from ours.

use std::cell::Cell;
use std::collections::BTreeMap;

use lienthong_merkle::tiles::{Rows, TILE_WIDTH, Tile, Tiler, View, ViewError, tile_bytes};
use lienthong_merkle::{Hash, Tree, empty_root, naive_root, verify_consistency, verify_inclusion};
use proptest::prelude::*;
use tlog_tiles as other;

use crate::{leaf, tree};

/// What a publisher has written when the log has so many leaves: every full tile, and the last ones.
fn written(size: u64) -> BTreeMap<Tile, Vec<Hash>> {
    let mut tiler = Tiler::new();
    let mut files: BTreeMap<Tile, Vec<Hash>> =
        (0..size).flat_map(|index| tiler.append(leaf(index))).collect();
    files.extend(tiler.partial().map(|(tile, hashes)| (tile, hashes.to_vec())));
    assert_eq!(tiler.size(), size);
    files
}

/// The root by the last tile of each level alone: each stands on what is left over below it.
fn root_of(files: &BTreeMap<Tile, Vec<Hash>>, size: u64) -> Hash {
    let below = Tile::partial_of(size).fold(None, |below: Option<Hash>, tile| {
        let mut hashes = files[&tile].clone();
        hashes.extend(below);
        Some(naive_root(&hashes))
    });
    below.unwrap_or_else(empty_root)
}

/// Everything that must be so of the tiles of one size.
fn agree(tree: &Tree, size: u64) {
    let files = written(size);
    for (tile, hashes) in &files {
        assert!(tile.is_within(size), "{tile} of {size}");
        assert_eq!(tree.tile(tile).as_ref(), Some(hashes), "{tile} of {size}");
    }
    assert_eq!(root_of(&files, size), tree.root_at(size).unwrap(), "{size}");
    let ours: Vec<String> = files.keys().map(Tile::to_string).collect();
    let mut theirs: Vec<String> = other::Tile::new_tiles(8, 0, size)
        .iter()
        .map(|tile| tile.path().replacen("tile/8/", "tile/", 1))
        .collect();
    theirs.sort_by_key(|name| name.parse::<Tile>().unwrap());
    assert_eq!(ours, theirs, "{size}");
}

#[test]
fn the_tiles_of_every_edge_are_those_of_the_tree_and_of_another_implementation() {
    let tree = tree(70_000);
    for size in
        [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_279, 65_280, 65_535, 65_536, 65_537, 65_792, 70_000]
    {
        agree(&tree, size);
    }
}

#[test]
fn a_tile_that_is_not_there_is_not_given() {
    let tree = tree(300);
    let tile = |rows, index, width| Tile::new(rows, index, width).unwrap();
    assert!(tree.tile(&tile(Rows::Level(0), 1, 44)).is_some());
    assert_eq!(tree.tile(&tile(Rows::Level(0), 1, 45)), None);
    assert_eq!(tree.tile(&tile(Rows::Level(0), 2, 1)), None);
    assert_eq!(tree.tile(&tile(Rows::Level(1), 0, 2)), None);
    assert_eq!(tree.tile(&tile(Rows::Level(63), 0, 1)), None);
    assert_eq!(tree.tile(&tile(Rows::Entries, 1, 44)), tree.tile(&tile(Rows::Level(0), 1, 44)));
}

/// Reads our tiles for the other implementation, and counts those it asks for.
struct Shelf<'a> {
    files: &'a BTreeMap<Tile, Vec<Hash>>,
    spoiled: Option<Tile>,
    read: Cell<usize>,
}

impl other::TileReader for Shelf<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[other::Tile]) -> Result<Vec<Vec<u8>>, other::Error> {
        self.read.set(self.read.get() + tiles.len());
        let bytes = |tile: &other::Tile| {
            let width = u16::try_from(tile.width()).unwrap();
            let tile = Tile::new(Rows::Level(tile.level()), tile.level_index(), width).unwrap();
            let mut bytes = tile_bytes(&self.files[&tile]);
            if self.spoiled == Some(tile) {
                bytes[0] ^= 1;
            }
            bytes
        };
        Ok(tiles.iter().map(bytes).collect())
    }

    fn save_tiles(&self, _: &[other::Tile], _: &[Vec<u8>]) {}
}

#[test]
fn another_implementation_proves_records_from_our_tiles() {
    // Three subtrees, each in a tile of its own: where two share one, that implementation leaves tiles unchecked.
    let (size, tree) = (65_793, tree(65_793));
    let files = written(size);
    let root = other::Hash(tree.root().0);
    let shelf = Shelf { files: &files, spoiled: None, read: Cell::new(0) };
    let reader = other::TileHashReader::new(size, root, &shelf);
    for index in [0, 1, 255, 256, 40_000, 65_535, 65_536, 65_792] {
        let path = other::prove_record(size, index, &reader).unwrap();
        let ours: Vec<Hash> = path.iter().map(|hash| Hash(hash.0)).collect();
        assert_eq!(ours, tree.inclusion_path(index, size).unwrap(), "{index}");
        verify_inclusion(leaf(index), index, size, &ours, tree.root()).unwrap();
        other::check_record(&path, size, root, index, other::Hash(leaf(index).0)).unwrap();
    }
    assert!(shelf.read.get() < 60, "{} tiles were read for eight proofs", shelf.read.get());
    let spoiled = Tile::new(Rows::Level(0), 0, TILE_WIDTH);
    let shelf = Shelf { files: &files, spoiled, read: Cell::new(0) };
    let reader = other::TileHashReader::new(size, root, &shelf);
    assert!(other::prove_record(size, 1, &reader).is_err());
}

/// What somebody fetched to see that a tree extends an earlier one.
fn view(tree: &Tree, old: u64, size: u64) -> View {
    let fetch = |tile: Tile| (tile, tile_bytes(&tree.tile(&tile).unwrap()));
    View::new(size, View::needed(old, size).into_iter().map(fetch)).unwrap()
}

#[test]
fn a_few_tiles_show_that_a_tree_extends_another() {
    let tree = tree(70_000);
    for (old, size) in [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
        (255, 256),
        (256, 257),
        (3, 700),
        (512, 700),
        (65_536, 65_537),
        (65_535, 70_000),
        (0, 70_000),
        (70_000, 70_000),
    ] {
        assert!(View::needed(old, size).len() <= 7, "{old} to {size}");
        let view = view(&tree, old, size);
        let (before, after) = (view.root_at(old).unwrap(), view.root_at(size).unwrap());
        assert_eq!((before, after), (tree.root_at(old).unwrap(), tree.root_at(size).unwrap()));
        let path = view.consistency_path(old).unwrap();
        assert_eq!(path, tree.consistency_path(old, size).unwrap(), "{old} to {size}");
        verify_consistency(old, before, size, after, &path).unwrap();
    }
    let view = view(&tree, 3, 700);
    assert_eq!(view.consistency_path(701), Err(ViewError::Missing { size: 700 }));
    let tile = Tile::new(Rows::Level(0), 0, 3).unwrap();
    assert_eq!(View::new(3, [(tile, vec![0; 95])]), Err(ViewError::Length { tile, size: 95 }));
    assert_eq!(View::new(3, []).unwrap().root_at(3), Err(ViewError::Missing { size: 3 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn tiles_show_as_much_as_the_tree(size in 0u64..3_000, part in 0.0f64..=1.0) {
        let tree = tree(size);
        let old = (size as f64 * part) as u64;
        let view = view(&tree, old, size);
        prop_assert_eq!(view.root_at(old).unwrap(), tree.root_at(old).unwrap());
        prop_assert_eq!(view.root_at(size).unwrap(), tree.root());
        prop_assert_eq!(view.consistency_path(old).unwrap(), tree.consistency_path(old, size).unwrap());
    }

    #[test]
    fn the_tiles_of_any_size_are_those_of_the_tree(size in 0u64..5_000) {
        agree(&tree(size), size);
    }
}
