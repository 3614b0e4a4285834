/** A thing as people find it: where it is, then what it is. */
import type { ReactNode } from "react";

export function Where({ place, children }: { place: string; children: ReactNode }) {
  return (
    <span className="where">
      <b>{place}</b>
      <span>{children}</span>
    </span>
  );
}
