//! The committed generated code is what the proto files say.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fs;

use xtask::codegen;

#[test]
fn committed_code_is_what_the_proto_files_say() {
    let root = xtask::repository_root();
    let generated = codegen::generate(&root).expect("proto/ compiles");
    let (rust, descriptors) = codegen::committed_paths(&root);

    let committed = fs::read_to_string(&rust).expect("generated Rust is committed");
    let differs = committed.lines().zip(generated.rust.lines()).position(|(old, new)| old != new);
    assert!(
        committed == generated.rust,
        "{} is not what proto/ says (first difference at line {}): run `cargo xtask codegen` and commit",
        rust.display(),
        differs.map_or(0, |index| index + 1)
    );
    assert!(
        fs::read(&descriptors).expect("descriptor set is committed") == generated.descriptors,
        "{} is not what proto/ says: run `cargo xtask codegen` and commit",
        descriptors.display()
    );
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    let root = xtask::repository_root();
    let first = codegen::generate(&root).expect("proto/ compiles");
    let second = codegen::generate(&root).expect("proto/ compiles");
    assert_eq!(first.rust, second.rust);
    assert_eq!(first.descriptors, second.descriptors);
}
