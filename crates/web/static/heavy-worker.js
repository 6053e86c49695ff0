// One slow piece of sealing work, off the page's own thread: bytes in, bytes out, and the page ends it.
import init, { heavy_worker } from "{{app_js}}";

const ready = init({ module_or_path: "{{app_wasm}}" });

addEventListener("message", async ({ data: { bytes } }) => {
  await ready;
  const answer = heavy_worker(bytes);
  bytes.fill(0); // it held the passphrase
  postMessage(answer, [answer.buffer]);
});
addEventListener("unhandledrejection", (event) => {
  console.error(event.reason);
  postMessage(null);
});
