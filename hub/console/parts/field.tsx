/** A labelled input with what is wrong written below it. */
import { type ReactNode, useId } from "react";

type InputProps = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; status?: "error" };
type Props = { label: string; hint?: string; problem?: string; children: (props: InputProps) => ReactNode };

export function Field({ label, hint = "", problem = "", children }: Props) {
  const id = useId();
  const note = problem || hint;
  const described = note === "" ? {} : { "aria-describedby": `${id}-note` };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...described, ...(problem ? { "aria-invalid": true, status: "error" } : {}) })}
      {note && (
        <p id={`${id}-note`} className={problem ? "field-problem" : "field-hint"}>
          {note}
        </p>
      )}
    </div>
  );
}
