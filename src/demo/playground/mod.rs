//! The browser playground: a page of phone-like chats, its script, its words and its
//! sample pictures, all inside the binary.
//!
//! What lives here: files and the routes that hand them out. What does not: the
//! emulated Telegram behind `/api/demo`, which the page talks to and which
//! `demo::telegram` answers. `hoadep demo` merges both routers into one server.
//!
//! The page is an emulation and says so. It asks nothing of the outside world, and its
//! content security policy makes the browser hold it to that.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

/// Routes of the page: `/` is the page itself, `/playground/…` its parts and
/// `/samples/…` the built-in pictures to send.
pub fn router() -> Router {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        router.route(asset.path, get(move || async move { serve(asset) }))
    })
}

/// Only this server, no inline script or style, no frame around the page. `blob:` is for
/// previews of pictures that were picked but not yet sent.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

struct Asset {
    path: &'static str,
    kind: &'static str,
    body: &'static [u8],
}

fn serve(asset: &'static Asset) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, asset.kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            // A rebuilt demo must never be shown with the script of the one before.
            (header::CACHE_CONTROL, "no-cache"),
        ],
        asset.body,
    )
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";
const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";

/// One line an asset: where it is served, as what, from which file.
macro_rules! assets {
    ($($path:literal $kind:ident $file:literal)*) => {
        &[$(Asset { path: $path, kind: $kind, body: include_bytes!($file) }),*]
    };
}

static ASSETS: &[Asset] = assets! {
    "/" HTML "index.html"
    "/playground/style.css" CSS "style.css"
    "/playground/phone.css" CSS "phone.css"
    "/playground/app.js" JS "app.js"
    "/playground/world.js" JS "world.js"
    "/playground/words.js" JS "words.js"
    "/playground/words.json" JSON "words.json"
    "/playground/dom.js" JS "dom.js"
    "/playground/rich.js" JS "rich.js"
    "/playground/message.js" JS "message.js"
    "/playground/phone.js" JS "phone.js"
    "/playground/composer.js" JS "composer.js"
    "/playground/panels.js" JS "panels.js"
    "/playground/faults.js" JS "faults.js"
    "/playground/drawer.js" JS "drawer.js"
    "/playground/guide.js" JS "guide.js"
    "/playground/lotus.svg" SVG "lotus.svg"
    "/samples/road.png" PNG "samples/road.png"
    "/samples/porridge.png" PNG "samples/porridge.png"
    "/samples/flowers.png" PNG "samples/flowers.png"
    "/samples/letter.png" PNG "samples/letter.png"
};

#[cfg(test)]
mod tests;
