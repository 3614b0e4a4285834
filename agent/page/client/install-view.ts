/** What the technician's page knows, and the fields it is filled in by. */
import type { Search } from "../../installation/find/found.ts";
import type { RecordedDevice } from "../../installation/recorded.ts";
import { type Child, h, keep, kept } from "./dom.ts";
import { state } from "./state.ts";

export type InstallView = {
  gateway: { id: string; title: string; place: string };
  hub: string | null;
  isEnrolled: boolean;
  ports: { path: string; what: string }[];
  models: { model: string; title: { zh: string; en: string }; way?: string }[];
  search: Search;
  devices: RecordedDevice[];
  missing: { id: string }[];
  records: string[];
};

/** For what is told where it was done, or needs no word. */
export const nothingMore = () => undefined;

/** What is typed stays on this device until it is used. */
export function field(
  key: string,
  label: string,
  more: Record<string, string> = {},
  first = "",
): { box: HTMLElement; value(): string } {
  const id = `install-${key}`;
  const input = h("input", { id, maxlength: "400", ...more }) as HTMLInputElement;
  input.value = kept(id) || first;
  input.addEventListener("input", () => keep(id, input.value));
  return { box: h("div", {}, h("label", { for: id }, label), input), value: () => input.value.trim() };
}

/** What became of the last try, where it was made. */
export function said(where: string): Child {
  const words = state.opened[`say ${where}`];
  return words ? h("p", { class: "said", role: "status" }, words) : null;
}
