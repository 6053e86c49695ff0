// Slow sealing work, off the page's own thread. One job at a time: {id, bytes} in, {id, bytes} out.
import init, { heavy_worker } from "{{app_js}}";

const ready = init({ module_or_path: "{{app_wasm}}" });

addEventListener("message", async ({ data: { id, bytes } }) => {
  try {
    await ready;
    postMessage({ id, begun: true });
    const answer = heavy_worker(bytes);
    bytes.fill(0); // it held the passphrase
    postMessage({ id, bytes: answer }, [answer.buffer]);
  } catch (error) {
    console.error(error);
    postMessage({ id, bytes: null });
  }
});
