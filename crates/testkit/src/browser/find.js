// Finds what a person would find: arguments are how ("role", "label", "testid", "css", "text"), which role, and the words.
const [how, role, words] = arguments;

const ROLES = {
  button: "button,summary,input[type=submit],input[type=button],[role=button]",
  link: "a[href],[role=link]",
  heading: "h1,h2,h3,h4,h5,h6,[role=heading]",
  textbox: "input:not([type]),input[type=text],input[type=search],input[type=email],input[type=password],textarea,[role=textbox],[contenteditable=true]",
  checkbox: "input[type=checkbox]:not([role]),[role=checkbox]",
  switch: "[role=switch]",
  radio: "input[type=radio],[role=radio]",
  combobox: "select,[role=combobox]",
  dialog: "dialog[open],[role=dialog],[role=alertdialog]",
  list: "ul,ol,[role=list]",
  listitem: "li,[role=listitem]",
  img: "img,[role=img]",
  status: "output,[role=status]",
  alert: "[role=alert]",
  main: "main,[role=main]",
  navigation: "nav,[role=navigation]",
  region: "section[aria-label],section[aria-labelledby],[role=region]",
  progressbar: "progress,[role=progressbar]",
  log: "[role=log]",
  article: "article,[role=article]",
};

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
// What has no box of its own (display: contents) is as visible as what it stands in.
const visible = (e) =>
  getComputedStyle(e).display === "contents"
    ? visible(e.parentElement)
    : (e.checkVisibility?.({ visibilityProperty: true, opacityProperty: false }) ?? true);
const perceivable = (e) => visible(e) && !e.closest("[inert],[aria-hidden=true]");

function name(e) {
  const by = e.getAttribute("aria-labelledby");
  if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.innerText).join(" "));
  if (e.hasAttribute("aria-label")) return tidy(e.getAttribute("aria-label"));
  if (e.labels?.length) return tidy([...e.labels].map((label) => label.innerText).join(" "));
  if (e.tagName === "IMG") return tidy(e.alt);
  if (e.tagName === "INPUT") return tidy(e.value || e.placeholder || e.title);
  const images = [...e.querySelectorAll("img[alt],svg[aria-label]")].map((i) => i.alt ?? i.getAttribute("aria-label"));
  return tidy(e.innerText) || tidy(images.join(" ")) || tidy(e.title);
}

function candidates() {
  if (how === "css") return [...document.querySelectorAll(words)];
  if (how === "testid") return [...document.querySelectorAll(`[data-testid="${CSS.escape(words)}"]`)];
  if (how === "role") return [...document.querySelectorAll(ROLES[role] ?? `[role=${CSS.escape(role)}]`)];
  if (how === "label") return [...document.querySelectorAll("input,textarea,select,meter,progress,[role=textbox],[role=combobox],[contenteditable=true]")];
  // The innermost element that says it.
  return [...document.body.querySelectorAll("*")]
    .filter((e) => !["SCRIPT", "STYLE", "TEMPLATE"].includes(e.tagName) && tidy(e.innerText).includes(words))
    .filter((e) => ![...e.children].some((child) => tidy(child.innerText).includes(words) && perceivable(child)));
}

// A file input is often drawn as something else, and is there all the same.
const there = candidates().filter((e) => perceivable(e) || (how === "label" && e.type === "file"));
if (how === "css" || how === "testid" || how === "text" || words === null) return there[0] ?? null;
return there.find((e) => name(e) === words) ?? there.find((e) => name(e).includes(words)) ?? null;
