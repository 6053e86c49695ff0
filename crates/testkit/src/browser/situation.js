const shown = (e) => e.checkVisibility?.() ?? true;
const words = (selector) =>
  [...document.querySelectorAll(selector)].filter(shown)
    .map((e) => (e.getAttribute("aria-label") ?? e.innerText).trim().replace(/\s+/g, " ")).filter(Boolean).slice(0, 30);
return {
  path: location.pathname,
  title: document.title,
  headings: words("h1,h2,h3"),
  buttons: words("button,[role=button]"),
  notices: words("[role=alert],[role=status]"),
};
