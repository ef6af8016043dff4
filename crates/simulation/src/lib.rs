//! A province from a seed: its agencies and people, and what they do all day.
//!
//! Belongs here: the demonstration province ([`province`]), the acts of its officers ([`life`]), the world in one thread in
//! which services crash between any two effects ([`world`]) and the invariants that must hold at every step of it.
//! Does not: any rule (`routing`, `consultation`, `publishing`), anything a real province would run.

pub mod breaches;
pub mod life;
pub mod province;
pub mod world;
