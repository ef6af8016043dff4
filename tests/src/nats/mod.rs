//! A real `nats-server` with the configuration of `deploy/nats`, users made for the test.

mod cluster;
mod old;
mod province;
mod server;
mod users;

pub use cluster::NatsCluster;
pub use old::OldServer;
pub use province::{Finish, Province, SERVICES};
pub use server::{NatsServer, Settings};
pub use users::Users;
