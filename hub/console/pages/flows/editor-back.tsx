/** Who was sent here by the flow editor because they must show that it is them: asked, and sent back. */
import { useEffect, useState } from "react";
import { useSearch } from "wouter";
import { keep } from "../../browser/kept.ts";
import { useWords } from "../../i18n/language.tsx";
import { isThem } from "../../parts/file-link.ts";
import { flowsWords } from "./words.ts";

/** `open`: the editor was asked for. `confirm`: it is open in another tab and waits (`flows/editor-confirm.js`). */
export function EditorBack() {
  const wish = new URLSearchParams(useSearch()).get("editor");
  const words = useWords(flowsWords);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (wish !== "open" && wish !== "confirm") return;
    void isThem().then((yes) => {
      if (!yes) return;
      if (wish === "open") return location.replace("/flows/");
      keep("confirmed", String(Date.now()));
      setDone(true);
      close();
    });
  }, [wish]);
  return isDone ? (
    <p role="status" className="panel">
      {words.editorBack}
    </p>
  ) : null;
}
