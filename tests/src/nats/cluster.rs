//! Three servers that replicate, as `node-1.conf` to `node-3.conf` describe them, all on loopback.

use std::path::Path;
use std::process::Command;

use super::server::{connect, nats_server_bin, wait_until_healthy};
use super::{Settings, Users};
use crate::{Background, free_port, temp_dir};

/// Ports of one server of the cluster.
struct Node {
    client: u16,
    monitor: u16,
    route: u16,
    process: Option<Background>,
}

/// A cluster of its own for one test; ends with it.
pub struct NatsCluster {
    users: Users,
    nodes: Vec<Node>,
    directory: tempfile::TempDir,
}

impl NatsCluster {
    /// Three servers, all healthy.
    pub fn start(settings: &Settings) -> Self {
        let directory = temp_dir();
        let users = settings.lay_out(&directory.path().join("nats"));
        let node = || Node { client: free_port(), monitor: free_port(), route: free_port(), process: None };
        let nodes = (0..3).map(|_| node()).collect();
        let mut cluster = Self { users, nodes, directory };
        for number in 1..=3 {
            cluster.spawn(number);
        }
        for number in 1..=3 {
            cluster.wait_for(number);
        }
        cluster
    }

    /// `kill -9` to server `number`, 1 to 3.
    pub fn kill(&mut self, number: usize) {
        self.node(number).process = None;
    }

    /// Starts a killed server again on its store.
    pub fn start_again(&mut self, number: usize) {
        self.spawn(number);
        self.wait_for(number);
    }

    /// Where clients connect: every server.
    pub fn urls(&self) -> String {
        self.nodes
            .iter()
            .map(|node| format!("nats://127.0.0.1:{}", node.client))
            .collect::<Vec<_>>()
            .join(",")
    }

    /// Where `/varz` of server `number` is.
    pub fn monitor_url(&self, number: usize) -> String {
        format!("http://127.0.0.1:{}", self.nodes[number - 1].monitor)
    }

    /// Who is let in.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// Connects as a user to whichever server answers.
    pub async fn connect(&self, user: &str) -> async_nats::Client {
        connect(&self.urls(), &self.users, user).await
    }

    fn node(&mut self, number: usize) -> &mut Node {
        &mut self.nodes[number - 1]
    }

    /// Addresses on the command line stand in for those of a province; all else is as in the file.
    fn spawn(&mut self, number: usize) {
        let routes: Vec<_> =
            self.nodes.iter().map(|node| format!("nats-route://127.0.0.1:{}", node.route)).collect();
        let configuration = self.directory.path().join(format!("nats/node-{number}.conf"));
        let store = self.directory.path().join(format!("store-{number}"));
        let node = self.node(number);
        assert!(node.process.is_none(), "server {number} still runs");
        node.process = Some(Background::spawn(&mut node.command(&configuration, &store, &routes.join(","))));
    }

    fn wait_for(&mut self, number: usize) {
        let monitor = self.monitor_url(number);
        if let Some(process) = &mut self.node(number).process {
            wait_until_healthy(process, &monitor);
        }
    }
}

impl Node {
    fn command(&self, configuration: &Path, store: &Path, routes: &str) -> Command {
        let mut command = Command::new(nats_server_bin());
        command
            .arg("-c")
            .arg(configuration)
            .args(["-a", "127.0.0.1", "-p", &self.client.to_string(), "-m", &self.monitor.to_string(), "-sd"])
            .arg(store)
            .args(["--cluster", &format!("nats://127.0.0.1:{}", self.route), "--routes", routes]);
        command
    }
}
