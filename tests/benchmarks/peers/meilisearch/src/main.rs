//! Meilisearch's own engine behind a small HTTP front, for the table of speed: no Meilisearch server can be
//! downloaded where that table is made, but its engine is published as the crate `milli-core`.
//!
//! What a search costs is decided in `index` and in the crate below it; it does what the server does with a
//! search, in the same order. The front speaks the routes that our adapter uses, and no others. It asks for
//! no key and keeps nothing when it ends.
//!
//! - `http`: requests and answers. A thread for each connection, so searches run side by side.
//! - `index`: one index of the engine; `settings` are its settings.
//! - `tasks`: what is done later, one task after the other, while searches go on.
//! - `routes`: which request means what.
//!
//! `meilisearch-engine FOLDER [PORT]` puts its files into the folder and says its address on one line. It ends
//! when its input does, and so with whoever started it.

mod http;
mod index;
mod refusal;
mod routes;
mod settings;
mod tasks;

use std::io::{self, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::{process, thread};

/// The allocator that the server uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder for the files"));
    let port = arguments.next().map_or(0, |text| text.parse().expect("a port"));
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    let server = tasks::Server::new(folder);
    thread::scope(|scope| {
        scope.spawn(|| {
            io::copy(&mut io::stdin(), &mut io::sink()).ok();
            process::exit(0);
        });
        scope.spawn(|| server.work());
        http::serve(&listener, |request| routes::answer(&server, request));
    });
    Ok(())
}
