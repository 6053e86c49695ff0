//! The helpers for browsers, on a page that has a little of everything: what they promise to find,
//! to wait for and to complain about.

use std::path::Path;

use anyhow::Result;
use rapport_testkit::browser::Line;
use rapport_testkit::browser::emulate::Screen;
use rapport_testkit::browser::find::What;
use rapport_testkit::{Browser, Chromedriver, Pictures};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Room</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>body{background:#fff;color:#111} @media (prefers-color-scheme:dark){body{background:#111;color:#eee}}</style></head>
<body><main><h1>A quiet room</h1>
<label for="words">Your words</label><input id="words">
<label>A file <input type="file" style="opacity:0"></label>
<button id="late" disabled>Send</button> <button>Send a file</button>
<p id="said" role="status"></p><button style="display:none">Hidden</button></main>
<script>
late.onclick = () => { said.textContent = "You said " + words.value; };
words.oninput = () => setTimeout(() => { late.disabled = false; }, 200);
</script></body></html>"#;

/// Serves the page, whatever is asked for.
async fn serve() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n",
                    PAGE.len()
                );
                let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{PAGE}").as_bytes()).await;
            });
        }
    });
    Ok(origin)
}

async fn words_and_buttons(mara: &Browser) -> Result<()> {
    mara.goto("/room").await?;
    assert_eq!(mara.path().await?, "/room");
    mara.find(What::Role("heading", "A quiet room")).await?;
    mara.fill("Your words", "hello").await?;
    // "Send" is exact before it is a part of "Send a file", and takes a click only once enabled.
    mara.press_button("Send").await?;
    mara.says("You said hello").await?;
    assert!(!mara.has(What::Role("button", "Hidden")).await?, "nobody can see it");
    mara.choose_file(
        "A file",
        Path::new(file!()).canonicalize().as_deref().unwrap_or(Path::new("/etc/hostname")),
    )
    .await?;
    mara.holds("the file to be chosen", "return document.querySelector('[type=file]').files.length === 1")
        .await
}

async fn complaints(mara: &Browser) -> Result<()> {
    mara.goto("/").await?;
    mara.accessible("the page as it is").await?;
    mara.script::<()>(
        "document.querySelector('label').remove(); console.error('a planted error')",
        Vec::new(),
    )
    .await?;
    let complaint = mara.accessible("the page without a label").await.unwrap_err().to_string();
    assert!(complaint.contains("label"), "{complaint}");
    assert!(mara.no_errors(&[]).await.unwrap_err().to_string().contains("a planted error"));
    mara.no_errors(&[]).await?; // each line is read once
    mara.set_line(Line::NONE).await?;
    assert!(mara.script_async::<()>("await fetch('/')", Vec::new()).await.is_err(), "there is no network");
    mara.set_line(Line::GOOD).await?;
    mara.script_async::<()>("await fetch('/')", Vec::new()).await
}

async fn pictures(mara: &Browser, folder: &Path) -> Result<()> {
    let pictures = Pictures::in_folder(folder)?;
    mara.goto("/").await?;
    mara.show(&pictures, "room").await?;
    let mut names: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|file| file.file_name()).collect();
    names.sort();
    let expected =
        ["01-room-1440-dark.png", "01-room-1440-light.png", "01-room-360-dark.png", "01-room-360-light.png"];
    assert_eq!(names, expected);
    mara.set_screen(Screen { width: 360, height: 740, dark: true }).await?;
    mara.holds("the page to be narrow", "return innerWidth === 360").await?;
    mara.holds("the page to be dark", "return matchMedia('(prefers-color-scheme: dark)').matches").await
}

#[tokio::test]
async fn a_browser_is_used_as_a_person_would() {
    let origin = serve().await.unwrap();
    let driver = Chromedriver::start().await.unwrap();
    let mara = driver.open("mara", &origin).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outcome = async {
        words_and_buttons(&mara).await?;
        complaints(&mara).await?;
        pictures(&mara, folder.path()).await
    };
    let outcome = outcome.await;
    mara.quit().await.unwrap(); // before anything is asserted, or the browser would stay
    outcome.unwrap();
}
