/** A button that takes a photo, makes it small and hands it on; what is no photo is said. */
import { button, h } from "./dom.ts";
import { shrink } from "./shrink.ts";
import { sayFault, t, tell } from "./state.ts";

export function photoButton(name: string, where: string, kind: string, take: (small: Blob) => void): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", hidden: true, class: kind }) as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    tell(where, t().shrinking, "calm");
    shrink(file, (small) => {
      if (small === null) tell(where, sayFault("PHOTO_REFUSED"), "bad");
      else take(small);
    });
  });
  return h(
    "span",
    {},
    input,
    button(name, () => input.click()),
  );
}
