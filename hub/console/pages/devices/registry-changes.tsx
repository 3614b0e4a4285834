/** Who changed what of a device, and when. */
import type { ChangeView } from "../../../http/registry-views.ts";
import { useNames } from "../../called/use-names.ts";
import { useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import type { Thing } from "./calls.ts";
import { useChanges } from "./queries.ts";
import { deviceWords } from "./words.ts";

export function RegistryChanges({ thing }: { thing: Thing }) {
  const words = useWords(deviceWords);
  const changes = useChanges(thing).data ?? [];
  const nameOf = useNames(changes.map(({ by }) => by));
  return (
    <details>
      <summary>
        {words.history} {changes.length > 0 && `(${changes.length})`}
      </summary>
      {changes.length === 0 ? (
        <p className="dim">{words.noHistory}</p>
      ) : (
        <ol className="registry-changes">
          {changes.map((change) => (
            <li key={change.n}>
              <b>{words.changeKinds[change.kind]}</b> {nameOf(change.by)} <Age at={change.at} />
              <p className="fine">
                {said(change)}
                {change.reason !== undefined && ` ${change.reason}`}
              </p>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** `area: x → y`, name by name. */
function said({ before, after }: Pick<ChangeView, "before" | "after">): string {
  const [was, is] = [before, after].map((part) => (part ?? {}) as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.map((name) => `${name}: ${text(was[name])} → ${text(is[name])}`).join("; ");
}

function text(value: unknown): string {
  if (value === null || value === undefined) return "—";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
