/** Pulling the page down from its top refreshes it; the button beside the title does the same. */
import { useEffect, useRef, useState } from "react";

/** As a share of the screen's height. */
const far = 0.12;

/** Answers whether it is pulled far enough to let go. */
export function usePull(refresh: () => void): boolean {
  const [isFar, setFar] = useState(false);
  /** The page may be drawn anew between the pull and letting go: the pull goes on. */
  const newest = useRef(refresh);
  newest.current = refresh;
  useEffect(() => {
    let from: number | null = null;
    let reached = false;
    const start = (event: TouchEvent) => {
      from = scrollY <= 0 ? (event.touches[0]?.clientY ?? null) : null;
    };
    const move = (event: TouchEvent) => {
      reached = from !== null && (event.touches[0]?.clientY ?? 0) - from > innerHeight * far;
      setFar(reached);
    };
    const end = () => {
      if (reached) newest.current();
      cancel();
    };
    const cancel = () => {
      from = null;
      reached = false;
      setFar(false);
    };
    addEventListener("touchstart", start, { passive: true });
    addEventListener("touchmove", move, { passive: true });
    addEventListener("touchend", end);
    addEventListener("touchcancel", cancel);
    return () => {
      removeEventListener("touchstart", start);
      removeEventListener("touchmove", move);
      removeEventListener("touchend", end);
      removeEventListener("touchcancel", cancel);
    };
  }, []);
  return isFar;
}
