// Seals and opens the frames of a session. The browser hands over a transformer at once and does not ask
// twice, so both listeners stand before anything is loaded, and what arrives meanwhile waits its turn.
const waiting = [];
let take = (event) => waiting.push(event);

self.onrtctransform = (event) => take(event);
self.onmessage = (event) => take(event);

async function begin() {
  const { default: init, frame_worker } = await import("{{app_js}}");
  await init({ module_or_path: "{{app_wasm}}" });
  const worker = frame_worker((message) => postMessage(message));
  take = (event) => (event.transformer ? worker.transform(event.transformer) : worker.message(event.data));
  for (const event of waiting.splice(0)) take(event);
}
begin().catch((error) => console.error(error));
