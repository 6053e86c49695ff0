// Starts the page. A file of its own, because the content security policy allows no inline script.
import init, { main_page } from "{{app_js}}";

// What the program cannot know by itself: where its other parts are, whose names change with every build.
const host = {
  heavyWorker: "{{heavy_worker_js}}",
  frameWorker: "{{frame_worker_js}}",
  async strength() {
    const { default: load, judge } = await import("{{strength_js}}");
    await load({ module_or_path: "{{strength_wasm}}" });
    return judge;
  },
  async takeaway() {
    const program = await import("{{takeaway_js}}");
    await program.default({ module_or_path: "{{takeaway_wasm}}" });
    return program;
  },
};

const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;

// Without these nothing can be sealed or kept. A missing WebRTC is told where a session begins:
// messages work without it.
const needed = () =>
  typeof WebAssembly === "object" && typeof crypto?.getRandomValues === "function" &&
  typeof indexedDB === "object" && indexedDB !== null && typeof Worker === "function";

function say(words) {
  document.querySelector("#boot .breath")?.remove();
  const title = document.querySelector("#boot h1");
  if (title) title.textContent = "This page cannot start here";
  const place = document.getElementById("boot-words");
  if (place) place.textContent = words;
}

document.getElementById("fault-reload")?.addEventListener("click", () => location.reload());

if (!needed()) {
  say("This browser lacks something that is needed to seal your words before they leave this device. " +
      "A current Firefox, Chrome, Edge or Safari will do, outside of a private window if possible.");
} else {
  try {
    await init({ module_or_path: "{{app_wasm}}" });
    main_page(host);
  } catch (error) {
    console.error(error);
    say("Part of the page did not arrive. Check your connection and load the page again.");
  }
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
}
