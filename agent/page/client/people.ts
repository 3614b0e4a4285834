/** Signing in and out, the first person of a gateway, and whom a technician lets in. */
import { button, type Child, h, keep, kept } from "./dom.ts";
import { post } from "./post.ts";
import { isInstall, said, state, t, tell } from "./state.ts";

/** Kept while the page is open, never on the device. */
const typed: Record<string, string> = {};

/** Asks who is signed in, and who could be. */
export function learnSession(): void {
  fetch("/api/session", { credentials: "same-origin" })
    .then((response) => response.json())
    .then(
      (session) => {
        state.me = session.name;
        state.people = session.people;
        state.firstPin = session.firstPin;
        state.isTechnician = session.isTechnician;
        state.draw();
      },
      () => undefined,
    );
}

export function signInPart(): HTMLElement {
  if (state.me !== null) return greeting(state.me);
  return state.people.length === 0 ? firstForm() : signInForm();
}

function greeting(name: string): HTMLElement {
  const leave = () =>
    post("/api/signout", {}, "sign-in", () => {
      state.me = null;
      learnSession();
    });
  return h("div", { class: "row" }, h("p", { class: "dim grow" }, t().signedIn(name)), button(t().signOut, leave));
}

function enter(name: string): void {
  post("/api/session", { name, pin: typed.pin || "" }, "sign-in", () => {
    typed.pin = "";
    state.me = name;
    learnSession();
  });
}

function pinField(label: string, id = "pin"): Child[] {
  const input = h("input", {
    ...{ id, type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "8" },
  }) as HTMLInputElement;
  input.value = typed[id] || "";
  input.addEventListener("input", () => {
    typed[id] = input.value;
  });
  return [h("label", { for: id }, label), input];
}

function nameField(label: string, id: string): Child[] {
  const input = h("input", { id, maxlength: "64", autocomplete: "off" }) as HTMLInputElement;
  input.value = typed[id] || "";
  input.addEventListener("input", () => {
    typed[id] = input.value;
  });
  return [h("label", { for: id }, label), input];
}

function signInForm(): HTMLElement {
  // Who installs is a technician.
  const technicians = state.people.filter(({ isTechnician }) => isTechnician);
  const shown = isInstall && technicians.length > 0 ? technicians : state.people;
  const select = h(
    "select",
    { id: "who" },
    ...shown.map(({ name }) => h("option", { value: name }, name)),
  ) as HTMLSelectElement;
  select.value = kept("who");
  if (select.value === "" && shown[0]) select.value = shown[0].name;
  select.addEventListener("change", () => keep("who", select.value));
  return h(
    "form",
    {
      class: "card sign-in",
      submit: (event) => {
        event.preventDefault();
        keep("who", select.value);
        enter(select.value);
      },
    },
    h("h2", {}, t().signIn),
    h("label", { for: "who" }, t().who),
    select,
    ...pinField(t().pin),
    state.firstPin !== null && h("p", { class: "dim" }, t().firstPin(state.firstPin)),
    said("sign-in"),
    h("p", {}, h("button", { type: "submit", class: "first" }, t().enter)),
  );
}

/** The first to come is the technician. */
function firstForm(): HTMLElement {
  const register = (event: Event) => {
    event.preventDefault();
    const name = (typed["first-name"] || "").trim();
    post("/api/person", { name, pin: typed.pin || "" }, "sign-in", () => enter(name));
  };
  return h(
    "form",
    { class: "card sign-in", submit: register },
    h("p", {}, t().nobody),
    ...nameField(t().newName, "first-name"),
    ...pinField(t().newPin),
    said("sign-in"),
    h("p", {}, h("button", { type: "submit", class: "first" }, t().register)),
  );
}

export function peoplePart(): HTMLElement {
  const box = h("input", { id: "person-technician", type: "checkbox" }) as HTMLInputElement;
  box.checked = typed.technician === "yes";
  box.addEventListener("change", () => {
    typed.technician = box.checked ? "yes" : "";
  });
  const save = (event: Event) => {
    event.preventDefault();
    const name = (typed["person-name"] || "").trim();
    const body = { name, pin: typed["person-pin"] || "", isTechnician: box.checked };
    post("/api/person", body, "people", () => {
      for (const part of ["person-name", "person-pin", "technician"]) typed[part] = "";
      tell("people", t().putDone(name));
      learnSession();
    });
  };
  return h(
    "section",
    { class: "card people" },
    h("h2", {}, t().people),
    ...state.people.map(personLine),
    h(
      "form",
      { submit: save },
      h("h3", { class: "step" }, t().addPerson),
      ...nameField(t().who, "person-name"),
      ...pinField(t().pin, "person-pin"),
      h("label", { for: "person-technician", class: "check" }, box, ` ${t().isTechnician}`),
      said("people"),
      h("p", {}, h("button", { type: "submit" }, t().putPerson)),
    ),
  );
}

function personLine({ name, isTechnician }: { name: string; isTechnician: boolean }): HTMLElement {
  const dismiss = () =>
    post("/api/dismiss", { name }, "people", () => {
      tell("people", t().dismissed(name));
      learnSession();
    });
  return h(
    "div",
    { class: "row person" },
    h("span", { class: "grow" }, name, isTechnician && h("span", { class: "dim" }, ` · ${t().technician}`)),
    name !== state.me && button(t().dismiss, dismiss),
  );
}
