//! The gateway as its callers meet it: requests through the router, over a province in memory.
//!
//! What is answered was decided by the services' machines, sealed and folded by the real read side ([`province`]); every answer
//! of the API is held against the OpenAPI document ([`document`]) by the client that asks ([`door`]).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attachments;
mod closed;
mod declarations;
mod document;
mod door;
mod events;
mod figures;
mod findings;
mod guarded;
mod hostile;
mod log;
mod openapi;
mod pages;
mod personal;
mod ports;
mod province;
mod reads;
mod receipts;
mod story;
mod style;
mod submissions;
