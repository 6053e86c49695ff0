//! A mail server of the test's own: keeps what it takes, and misbehaves as it is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rapport_testkit::wait;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::interval;

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it should.
    Good,
    /// Refuses every recipient for good.
    Refuse,
    /// Refuses for now.
    Defer,
    /// One letter a second.
    Drip,
    /// Says "taken" twice for each mail.
    TwiceTaken,
    /// Takes the mail and hangs up before it says so.
    Swallow,
}

/// Where a conversation stands, told before the answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Connected,
    Sender,
    Recipient,
    Data,
    /// The whole mail is here and kept; the other side does not know yet.
    Kept,
    /// The other side knows.
    Answered,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) to: String,
    pub(crate) text: String,
}

impl Taken {
    /// The value of a header, unfolded.
    pub(crate) fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.text.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default()
    }
}

/// The server.
#[derive(Clone)]
pub(crate) struct Smtp {
    address: SocketAddr,
    manner: watch::Sender<Manner>,
    taken: watch::Sender<Vec<Taken>>,
    gate: Arc<Mutex<Option<Gate>>>,
}

/// Tells of each step, and holds the conversation there until it may go on; for ever, if it may not.
struct Gate {
    steps: mpsc::UnboundedSender<Step>,
    /// Steps that may still be taken.
    left: u32,
}

impl Smtp {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            manner: watch::Sender::new(Manner::Good),
            taken: watch::Sender::new(Vec::new()),
            gate: Arc::default(),
        };
        let all = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let one = all.clone();
                tokio::spawn(async move { one.talk(stream).await });
            }
        });
        server
    }

    pub(crate) const fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn behave(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }

    /// What it took so far.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.taken.borrow().clone()
    }

    /// Waits until it took so many.
    pub(crate) async fn until_taken(&self, count: usize) -> Vec<Taken> {
        let mut taken = self.taken.subscribe();
        let enough = tokio::time::timeout(wait::PATIENCE, taken.wait_for(|mails| mails.len() >= count));
        enough.await.expect("mail to be taken").unwrap().clone()
    }

    /// Lets so many steps pass and then holds still; says when it does, and where.
    pub(crate) fn hold_after(&self, steps: u32) -> mpsc::UnboundedReceiver<Step> {
        let (tell, told) = mpsc::unbounded_channel();
        *self.gate.lock().unwrap() = Some(Gate { steps: tell, left: steps });
        told
    }

    /// Holds nothing any more.
    pub(crate) fn let_go(&self) {
        *self.gate.lock().unwrap() = None;
    }

    /// Whether the conversation may go on.
    fn passes(&self, step: Step) -> bool {
        let mut gate = self.gate.lock().unwrap();
        let Some(gate) = gate.as_mut() else { return true };
        if gate.left == 0 {
            let _ = gate.steps.send(step);
            return false;
        }
        gate.left -= 1;
        true
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let manner = *self.manner.borrow();
        let mut to = String::new();
        self.step(Step::Connected).await;
        say(&mut write, manner, "220 mail.test").await?;
        while let Some(line) = lines.next_line().await.ok()? {
            let manner = *self.manner.borrow();
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                "MAIL" => {
                    self.step(Step::Sender).await;
                    "250 sender"
                }
                "RCPT" => {
                    self.step(Step::Recipient).await;
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                    match manner {
                        Manner::Refuse => "550 5.1.1 no such person <somebody@post.test>",
                        Manner::Defer => "451 4.7.1 later",
                        _ => "250 recipient",
                    }
                }
                "DATA" => {
                    self.step(Step::Data).await;
                    say(&mut write, manner, "354 go on").await?;
                    let mut text = String::new();
                    loop {
                        let line = lines.next_line().await.ok()??;
                        if line == "." {
                            break;
                        }
                        text.push_str(line.strip_prefix('.').unwrap_or(&line));
                        text.push_str("\r\n");
                    }
                    self.taken.send_modify(|taken| taken.push(Taken { to: to.clone(), text }));
                    self.step(Step::Kept).await;
                    match manner {
                        Manner::Swallow => return None,
                        Manner::TwiceTaken => say(&mut write, manner, "250 taken\r\n250 taken").await?,
                        _ => say(&mut write, manner, "250 taken").await?,
                    }
                    self.step(Step::Answered).await;
                    continue;
                }
                "QUIT" => "221 bye",
                _ => "250 mail.test",
            };
            say(&mut write, manner, answer).await?;
        }
        None
    }

    /// Goes on, or stands still for ever: whoever it is held for kills the other side.
    async fn step(&self, step: Step) {
        if !self.passes(step) {
            std::future::pending::<()>().await;
        }
    }
}

async fn say(write: &mut tokio::net::tcp::OwnedWriteHalf, manner: Manner, answer: &str) -> Option<()> {
    let line = format!("{answer}\r\n");
    if manner != Manner::Drip {
        return write.write_all(line.as_bytes()).await.ok();
    }
    let mut ticks = interval(Duration::from_secs(1));
    for letter in line.bytes() {
        ticks.tick().await;
        write.write_all(&[letter]).await.ok()?;
    }
    Some(())
}
