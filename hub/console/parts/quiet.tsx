/** Nothing to show, on purpose: what that means and what comes next. */
import type { ReactNode } from "react";
import { LaneArt } from "./lane-art.tsx";

type Props = { title: string; children?: ReactNode; calm?: boolean };

export function Quiet({ title, children, calm = false }: Props) {
  return (
    <div className={`quiet${calm ? " quiet-calm" : ""}`}>
      <LaneArt />
      <b>{title}</b>
      {children && <div className="quiet-text">{children}</div>}
    </div>
  );
}
