/** What the technician's page knows, and the fields it is filled in by. */
import type { Search } from "../../installation/find/found.ts";
import type { RecordedDevice, RemovedDevice } from "../../installation/recorded.ts";
import { h, keep, kept } from "./dom.ts";

export type InstallView = {
  gateway: { id: string; title: string; place: string };
  hub: string | null;
  isEnrolled: boolean;
  /** Nothing waits for the hub any more. */
  isDelivered: boolean;
  ports: { path: string; what: string }[];
  models: { model: string; title: { zh: string; en: string }; way?: string }[];
  search: Search;
  devices: RecordedDevice[];
  missing: { id: string }[];
  records: string[];
  removed: RemovedDevice[];
};

/** For what is told where it was done, or needs no word. */
export const nothingMore = () => undefined;

export type Field = { box: HTMLElement; value(): string; set(text: string): void };

/** What is typed stays on this device until it is used. */
export function field(key: string, label: string, more: Record<string, string> = {}, first = ""): Field {
  const id = `install-${key}`;
  const input = h("input", { id, maxlength: "400", ...more }) as HTMLInputElement;
  input.value = kept(id) || first;
  input.addEventListener("input", () => keep(id, input.value));
  return {
    box: h("div", {}, h("label", { for: id }, label), input),
    value: () => input.value.trim(),
    set(text) {
      input.value = text;
      keep(id, text);
    },
  };
}
