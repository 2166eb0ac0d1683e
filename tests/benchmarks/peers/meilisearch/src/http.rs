//! As much of HTTP/1.1 as our client speaks: bodies with a length, connections that stay open.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::Value;

pub struct Request {
    pub method: String,
    /// Parts of the path.
    pub path: Vec<String>,
    pub query: HashMap<String, String>,
    pub body: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub body: Value,
}

/// Answer requests without end.
pub fn serve(listener: &TcpListener, answer: impl Fn(&Request) -> Answer + Sync) {
    thread::scope(|scope| {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the client's affair.
            scope.spawn(|| converse(stream, &answer).ok());
        }
    });
}

fn converse(stream: TcpStream, answer: impl Fn(&Request) -> Answer) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let Answer { status, body } = answer(&request);
        let body = serde_json::to_vec(&body)?;
        let mut message = format!(
            "HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        message.extend(body);
        reader.get_mut().write_all(&message)?;
    }
    Ok(())
}

fn read(reader: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: path.split('/').filter(|part| !part.is_empty()).map(plain).collect(),
        query: query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (plain(name), plain(value)))
            .collect(),
        body: vec![0; content_length(reader)?],
    };
    reader.read_exact(&mut request.body)?;
    Ok(Some(request))
}

/// The length of the body, from the headers, which are read to their end.
fn content_length(reader: &mut impl BufRead) -> io::Result<usize> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else {
            return Ok(length);
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
}

/// Text of an address without its `%2C`.
fn plain(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let coded = part.get(..2).and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.extend(coded);
        bytes.extend(&part.as_bytes()[if coded.is_some() { 2 } else { 0 }..]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
