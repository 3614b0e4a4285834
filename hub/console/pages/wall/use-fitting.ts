/** How many of a list's rows stand in its first column: the list is a wrapping column, and the rest is out of sight. */
import { type RefObject, useLayoutEffect, useState } from "react";

export function useFitting(list: RefObject<HTMLElement | null>, rows: number): number {
  const [fitting, setFitting] = useState(rows);
  useLayoutEffect(() => {
    const node = list.current;
    if (!node) return;
    const count = () => {
      const all = [...node.children] as HTMLElement[];
      setFitting(all.filter((row) => row.offsetLeft === all[0]?.offsetLeft).length);
    };
    count();
    const watch = new ResizeObserver(count);
    for (const each of [node, ...node.children]) watch.observe(each);
    return () => watch.disconnect();
  });
  return fitting;
}
