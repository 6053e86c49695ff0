// Seals and opens the frames of a session. The browser hands over a transformer at once and does not ask
// twice, so both listeners stand before the program has come, and what arrives meanwhile waits its turn.
import init, { frame_worker } from "{{app_js}}";

const waiting = [];
let take = (event) => waiting.push(event);

self.onrtctransform = (event) => take(event);
self.onmessage = (event) => take(event);

await init({ module_or_path: "{{app_wasm}}" });
const worker = frame_worker((message) => postMessage(message));
take = (event) => (event.transformer ? worker.transform(event.transformer) : worker.message(event.data));
for (const event of waiting.splice(0)) take(event);
