/** What every field of a form needs: whether it may be changed, what is wrong, how things are called. */
import { createContext, useContext } from "react";
import type { Names } from "./names.ts";
import type { FieldProblem } from "./problem.ts";
import type { Json } from "./rows.ts";

export type Path = readonly (string | number)[];
export type Form = {
  names: Names;
  problems: readonly FieldProblem[];
  /** Null: only to read. `undefined` takes the field away. */
  change: ((path: Path, next: Json | undefined) => void) | null;
};

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("useForm outside FormContext");
  return form;
}

export const pointer = (path: Path) => path.map((step) => `/${step}`).join("");
