// Starts the page. A file of its own because the content security policy allows no inline script.
import init from "{{app_js}}";
await init({ module_or_path: "{{app_wasm}}" });
