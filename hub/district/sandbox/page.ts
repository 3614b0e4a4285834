/** The sandbox centre's page: the cases it has, and a person's word on each. One document, nothing fetched from elsewhere. */

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif }
  body { margin: 0 auto; max-width: 60rem; padding: 1rem }
  header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between }
  h1 { font-size: 1.25rem; margin: 0 }
  .quiet { opacity: .7; font-size: .875rem }
  article { border: 1px solid #8886; border-radius: .5rem; margin: .75rem 0; padding: .75rem 1rem }
  article h2 { font-size: 1rem; margin: 0 }
  .state { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .875rem }
  form { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem }
  input { flex: 1 1 14rem; font: inherit; padding: .3rem .5rem }
  button { font: inherit; min-height: 2.5rem; padding: 0 .9rem; cursor: pointer }
  ul { margin: .5rem 0 0; padding-left: 1.2rem }
`;

const script = `
  const words = {
    zh: { title: "区城运中心（沙盒）", none: "还没有案件。街道上报后会出现在这里。", result: "回结果", return: "退回", urge: "催办",
      instruction: "批示", say: "写一句话", devices: "台设备", upTo: "上报到第", change: "条", lost: "页面连不上沙盒，正在重试。",
      forgotten: "已遗失", need: "请先写一句话。", sent: { taken: "已送达", known: "已送达" }, waiting: "待送", at: "报来" },
    en: { title: "District centre (sandbox)", none: "No cases yet. They appear when the street reports them.", result: "Result",
      return: "Return", urge: "Urge", instruction: "Instruct", say: "write a sentence", devices: "devices", upTo: "up to change",
      change: "", lost: "The sandbox cannot be reached; trying again.", forgotten: "forgotten", need: "Write a sentence first.",
      sent: { taken: "delivered", known: "delivered" }, waiting: "waiting", at: "reported" },
  };
  const states = { reported: "待受理", admitted: "已受理", verifying: "核实中", registered: "已立案", dispatched: "已派遣",
    handling: "处置中", suspended: "挂账", submitted: "待审核", checking: "核查中", reviewed: "待二审", closed: "已结案",
    fedback: "已反馈", archived: "已存档", voided: "已作废" };
  let lang = navigator.language.startsWith("zh") ? "zh" : "en";
  const t = () => words[lang];
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text ?? "" }, more);
  const main = document.querySelector("main");
  const drafts = new Map();

  function card(one) {
    const box = make("article");
    const head = make("header");
    head.append(make("h2", (one.title?.[lang] ?? one.id) + (one.place ? " · " + one.place : "")));
    const state = one.state === null ? t().forgotten : lang === "zh" ? (states[one.state] ?? one.state) : one.state;
    head.append(make("span", state, { className: "state" }));
    box.append(head, make("div", one.id + (one.assignee ? " · " + one.assignee : "") + " · " + t().at + " " +
      new Date(one.heardAt).toLocaleString(), { className: "quiet" }));
    const form = make("form");
    const input = make("input", "", { placeholder: t().say, maxLength: 2000, value: drafts.get(one.id) ?? "" });
    input.setAttribute("aria-label", t().say);
    input.dataset.id = one.id;
    input.oninput = () => drafts.set(one.id, input.value);
    form.append(input);
    for (const kind of ["result", "return", "urge", "instruction"])
      form.append(make("button", t()[kind], { type: "button", onclick: () => answer(one.id, kind, input) }));
    form.onsubmit = (event) => { event.preventDefault(); void answer(one.id, "result", input); };
    box.append(form);
    const list = make("ul", "", { className: "quiet" });
    for (const { kind, text, outcome } of one.answers)
      list.append(make("li", t()[kind] + "：" + text + " （" + (outcome === null ? t().waiting : (t().sent[outcome] ?? outcome)) + "）"));
    if (one.answers.length > 0) box.append(list);
    return box;
  }
  async function answer(id, kind, input) {
    if (input.value.trim() === "") { input.setCustomValidity(t().need); input.reportValidity(); input.setCustomValidity(""); return; }
    const response = await fetch("/api/cases/" + encodeURIComponent(id) + "/answers", { method: "POST",
      headers: { "content-type": "application/json" }, body: JSON.stringify({ kind, text: input.value.trim() }) });
    if (response.ok) drafts.delete(id);
    await show();
  }
  async function show() {
    try {
      const [cases, stock] = await Promise.all(["/api/cases", "/api/inventory"].map((path) => fetch(path).then((r) => r.json())));
      document.title = document.querySelector("h1").textContent = t().title;
      document.querySelector("#stock").textContent = stock.count + " " + t().devices + "，" + t().upTo + " " + stock.cursor + " " + t().change;
      const focused = document.activeElement?.dataset?.id;
      main.replaceChildren(...(cases.length === 0 ? [make("p", t().none)] : cases.map(card)));
      if (focused) document.querySelector('input[data-id="' + CSS.escape(focused) + '"]')?.focus();
    } catch { document.querySelector("#stock").textContent = t().lost; }
  }
  document.querySelector("#lang").onclick = () => {
    lang = lang === "zh" ? "en" : "zh";
    document.documentElement.lang = lang;
    void show();
  };
  void show();
  setInterval(show, 2000);
`;

export const page = `<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>区城运中心（沙盒）</title><style>${style}</style>
<header><h1>区城运中心（沙盒）</h1><span id="stock" class="quiet"></span><button id="lang" type="button">中 / EN</button></header>
<main></main><script>${script}</script></html>
`;
