//! A headless Chromium to look at the playground with.
//!
//! One chromedriver and one browser a test; both end when [`Browser`] is dropped. Where one of
//! them is not installed the test says so and is skipped, or fails when nothing may be skipped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};

use super::databases::skip;

const SOON: Duration = Duration::from_secs(30);

pub struct Browser {
    pub client: Client,
    _driver: Driver,
}

impl Browser {
    /// Starts one, or says why not.
    pub async fn start() -> Option<Browser> {
        let Some(driver) = Driver::start() else {
            skip("chromedriver or chromium is not installed (Debian: chromium-driver)");
            return None;
        };
        let wanted = json!({
            "goog:chromeOptions": {"args": ["--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--disable-component-update",
                "--disable-background-networking", "--force-prefers-reduced-motion"]},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let Value::Object(wanted) = wanted else { unreachable!("it is one") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(Capabilities::from_iter(wanted))
            .connect(&driver.url)
            .await
            .expect("a session of the browser");
        Some(Browser { client, _driver: driver })
    }

    /// Makes the window so wide and as dark as a system that asks for it.
    pub async fn shape(&self, width: u32, height: u32, dark: bool) {
        let mobile = width < 600;
        let scale = if mobile { 2 } else { 1 };
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": scale,
                "mobile": mobile}),
        )
        .await;
        let scheme = if dark { "dark" } else { "light" };
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
        )
        .await;
    }

    async fn devtools(&self, cmd: &str, params: Value) {
        let body = json!({"cmd": cmd, "params": params});
        self.client.issue_cmd(Vendor("goog/cdp/execute", body)).await.unwrap();
    }

    /// Errors of the page's console, and addresses it asked for that are not below `base`.
    pub async fn complaints(&self, base: &str) -> Vec<String> {
        let log = |kind: &'static str| async move {
            let read = Vendor("se/log", json!({ "type": kind }));
            self.client.issue_cmd(read).await.unwrap().as_array().cloned().unwrap_or_default()
        };
        let mut found = Vec::new();
        for line in log("browser").await {
            if line["level"] == "SEVERE" || line["level"] == "WARNING" {
                found.push(format!("console: {}", line["message"]));
            }
        }
        for line in log("performance").await {
            let event: Value = serde_json::from_str(line["message"].as_str().unwrap()).unwrap();
            if event["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["message"]["params"]["request"]["url"].as_str().unwrap();
            if ![base, "blob:", "data:"].iter().any(|known| url.starts_with(known)) {
                found.push(format!("asked for {url}"));
            }
        }
        found
    }

    /// The value of a script.
    pub async fn eval(&self, script: &str) -> Value {
        self.client.execute(&format!("return {script}"), Vec::new()).await.unwrap()
    }

    /// Waits until a script's value is true.
    pub async fn until(&self, script: &str) {
        let seen = async {
            while self.eval(script).await != true {
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(SOON, seen).await.is_err() {
            panic!("never true: {script}\n{}", self.eval("document.body.innerText").await);
        }
    }

    /// The element that a CSS selector finds, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(SOON).for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Clicks on the element that a CSS selector finds.
    pub async fn click(&self, css: &str) {
        self.click_at(Locator::Css(css)).await;
    }

    /// Presses the button within `scope` (a CSS selector) that says `label`.
    pub async fn press(&self, scope: &str, label: &str) {
        let id = scope.trim_start_matches('#');
        let path = format!(
            "//*[@id='{id}']//button[normalize-space(.)='{label}' or @aria-label='{label}']"
        );
        self.click_at(Locator::XPath(&path)).await;
    }

    /// Clicks on an element once it is there, and again where the page drew it anew between the
    /// look and the click: only a click that was made counts.
    pub async fn click_at(&self, at: Locator<'_>) {
        let clicked = async {
            loop {
                let made = match self.client.find(at).await {
                    Ok(element) => element.click().await,
                    Err(error) => Err(error),
                };
                match made {
                    Ok(()) => return,
                    Err(error) if error.is_stale_element_reference() => {}
                    Err(error) if error.is_no_such_element() => {}
                    Err(error) => panic!("{at:?}: {error}"),
                }
            }
        };
        if tokio::time::timeout(SOON, clicked).await.is_err() {
            panic!("never there: {at:?}\n{}", self.eval("document.body.innerText").await);
        }
    }

    /// Presses keys where the focus is.
    pub async fn press_keys(&self, keys: &[Key]) {
        let text: String = keys.iter().map(|key| char::from(*key)).collect();
        self.client.active_element().await.unwrap().send_keys(&text).await.unwrap();
    }

    /// Types where the focus is.
    pub async fn write(&self, text: &str) {
        self.client.active_element().await.unwrap().send_keys(text).await.unwrap();
    }

    /// Keeps a picture of the window in the directory that `HOADEP_TEST_PICTURES` names, if any.
    pub async fn picture(&self, name: &str) {
        let Some(dir) = std::env::var_os("HOADEP_TEST_PICTURES") else { return };
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(std::path::Path::new(&dir).join(format!("{name}.png")), png).unwrap();
    }
}

struct Driver {
    child: Child,
    address: String,
    url: String,
}

impl Driver {
    /// Starts chromedriver on a port of its choice; `None` where it or the browser is missing.
    fn start() -> Option<Driver> {
        let has = |name| Command::new(name).arg("--version").output().is_ok();
        if !has("chromium") && !has("google-chrome") {
            return None;
        }
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let address = format!("127.0.0.1:{}", port.expect("chromedriver tells its port"));
        Some(Driver { child, url: format!("http://{address}"), address })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, it ends its browser too; killed, it would leave it behind.
        let asked = TcpStream::connect(&self.address).and_then(|mut stream| {
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
            stream.read(&mut [0; 16])
        });
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// A command that only Chromium's driver knows: the end of its path, and its body.
#[derive(Debug)]
struct Vendor(&'static str, Value);

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}
