/** The width an element was given, in px, kept up to date. */
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

export function useWidth<Holder extends Element>(): [RefObject<Holder | null>, number] {
  const ref = useRef<Holder>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const holder = ref.current;
    if (!holder) return;
    setWidth(holder.clientWidth);
    const observer = new ResizeObserver(() => setWidth(holder.clientWidth));
    observer.observe(holder);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
