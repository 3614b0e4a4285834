/** Whether the page is on its way to paper; the sheet is there only then, and waits for its photos. */
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Longer than this a photo holds up no paper. */
const patienceMs = 5_000;

export function usePrinting(): [printing: boolean, print: () => void] {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  const print = async () => {
    flushSync(() => setPrinting(true));
    const photos = [...document.querySelectorAll<HTMLImageElement>(".sheet img")];
    // A photo that cannot be read leaves its place empty.
    const loaded = Promise.allSettled(photos.map((photo) => photo.decode()));
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
    window.print();
  };
  return [printing, () => void print()];
}
