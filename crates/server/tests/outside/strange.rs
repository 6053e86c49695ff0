//! An HTTP server of the test's own that answers as strangers might.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A server whose paths say how it answers.
pub(crate) struct Strange {
    address: SocketAddr,
    asked: watch::Sender<Vec<String>>,
}

impl Strange {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), asked: watch::Sender::default() };
        let asked = server.asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, asked.clone()));
            }
        });
        server
    }

    /// `127.0.0.1:40123`.
    pub(crate) fn server(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Heads of all requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.borrow().clone()
    }
}

/// One day from now on, in the file's own zone; `RULE` is replaced.
pub(crate) const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTAMP:20200101T000000Z\r\nSUMMARY:Dentist in Harbour Street\r\nDTSTART:20200101T090000Z\r\n\
    DTEND:20200101T100000Z\r\nRULE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

async fn answer(stream: TcpStream, asked: watch::Sender<Vec<String>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut head = String::new();
    loop {
        let line = lines.next_line().await.ok()??;
        if line.is_empty() {
            break;
        }
        head.push_str(&line);
        head.push('\n');
    }
    let path = head.split(' ').nth(1)?.to_owned();
    asked.send_modify(|all| all.push(head));
    match path.as_str() {
        "/hang" => std::future::pending().await,
        "/huge" => huge(&mut write, true).await,
        "/huge-unannounced" => huge(&mut write, false).await,
        "/daily" => ok(&mut write, &CALENDAR.replace("RULE", "RRULE:FREQ=DAILY")).await,
        "/bomb" => {
            let rule = "RRULE:FREQ=SECONDLY;BYSECOND=0,1,2,3,4,5,6,7,8,9\r\nRRULE:FREQ=DAILY;INTERVAL=1";
            ok(&mut write, &CALENDAR.replace("RULE", rule)).await
        }
        "/page" => ok(&mut write, "<html><body>Sign in</body></html>").await,
        "/secret" => send(&mut write, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n").await,
        "/packed" => {
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
            send(&mut write, head).await
        }
        "/loop" => redirect(&mut write, "/loop").await,
        "/here" => redirect(&mut write, "/daily").await,
        // Where a redirection must never lead: services of this machine, and of a cloud's.
        "/to-loopback" => redirect(&mut write, "http://127.0.0.1:1/").await,
        "/to-loopback-tls" => redirect(&mut write, "https://127.0.0.1:1/").await,
        "/to-metadata" => redirect(&mut write, "http://169.254.169.254/latest/meta-data/").await,
        "/to-metadata-tls" => redirect(&mut write, "https://169.254.169.254/latest/meta-data/").await,
        "/to-file" => redirect(&mut write, "file:///etc/passwd").await,
        _ => send(&mut write, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await,
    }
}

async fn send(write: &mut OwnedWriteHalf, text: &str) -> Option<()> {
    write.write_all(text.as_bytes()).await.ok()
}

async fn ok(write: &mut OwnedWriteHalf, body: &str) -> Option<()> {
    let length = body.len();
    send(write, &format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"))
        .await
}

async fn redirect(write: &mut OwnedWriteHalf, to: &str) -> Option<()> {
    let head =
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    send(write, &head).await
}

/// Fifty megabytes, if anybody reads them.
async fn huge(write: &mut OwnedWriteHalf, announced: bool) -> Option<()> {
    const MEGABYTE: usize = 1024 * 1024;
    let length = if announced { format!("Content-Length: {}\r\n", 50 * MEGABYTE) } else { String::new() };
    send(write, &format!("HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n")).await?;
    let some = "X-FILLER:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(MEGABYTE / 56);
    for _ in 0..50 {
        send(write, &some).await?;
    }
    Some(())
}
