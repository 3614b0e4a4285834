/** A thing as people find it: where it is, then what it is. */
import type { ReactNode } from "react";

type Props = {
  place: string;
  /** The device's own title, beside the place. */
  name?: string;
  children: ReactNode;
};

export function Where({ place, name = "", children }: Props) {
  return (
    <span className="where">
      <span className="where-place">
        <b>{place}</b>
        {name !== "" && <span>{name}</span>}
      </span>
      <span>{children}</span>
    </span>
  );
}
