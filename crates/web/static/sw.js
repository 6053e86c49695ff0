// Keeps the program on the device, so that it opens without a network. Never keeps anything from /api:
// what people say is kept by the program itself, sealed.
const CACHE = "home-{{version}}";
const SHELL = ["/", "/icon.svg", "/manifest.webmanifest"];
// The passphrase meter and the maker of archives are large and seldom needed: each is kept once it has been used.
const ASSETS = {{assets}}.filter((path) => !/^\/pkg\/(strength|takeaway)-/.test(path));

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...SHELL, ...ASSETS])).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api")) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/pkg/")) event.respondWith(kept(event.request));
});

// The newest page while there is a network: a fix must reach people at once.
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match("/")) ?? Response.error();
  }
}

// Names under /pkg/ change with their content, so what is kept is never old.
async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.ok) (await caches.open(CACHE)).put(request, fresh.clone());
  return fresh;
}
