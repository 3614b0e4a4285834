/** Text that survives a lost connection, a closed tab and a reload until it has been handed in. */
import { useEffect, useState } from "react";
import { keep, kept } from "../../browser/kept.ts";

export function useDraft(name: string): [text: string, change: (text: string) => void, forget: () => void] {
  const key = `draft.${name}`;
  const [text, setText] = useState(() => kept(key) ?? "");
  useEffect(() => {
    keep(key, text);
  }, [key, text]);
  return [text, setText, () => keep(key, "")];
}
