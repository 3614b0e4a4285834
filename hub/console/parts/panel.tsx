/** A titled block of a page. */
import { type ReactNode, useId } from "react";

type Props = { title: string; side?: ReactNode; children: ReactNode; className?: string };

export function Panel({ title, side, children, className = "" }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {side}
      </header>
      {children}
    </section>
  );
}
