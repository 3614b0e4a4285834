/** The telephone's position, asked for by a tap; where it cannot be had, why, and what to do instead. */
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { locate, type NoPosition, type Position } from "./position.ts";
import { microWords } from "./words.ts";

type Props = { position: Position | null; change: (position: Position | null) => void };

export function PositionField({ position, change }: Props) {
  const words = useWords(microWords).position;
  const [why, setWhy] = useState<NoPosition | "getting" | null>(null);
  const ask = async () => {
    setWhy("getting");
    const found = await locate();
    setWhy(found.is === "here" ? null : found.why);
    change(found.is === "here" ? found.position : null);
  };
  return (
    <div className="m-field">
      <span className="m-label">{words.label}</span>
      {position === null ? (
        <button type="button" className="m-button" disabled={why === "getting"} onClick={() => void ask()}>
          {why === "getting" ? words.getting : words.get}
        </button>
      ) : (
        <span className="m-row">
          <span className="m-grow">{words.have(position.accuracyM)}</span>
          <button type="button" className="m-button" onClick={() => change(null)}>
            {words.drop}
          </button>
        </span>
      )}
      <span className="m-hint" role="status">
        {why !== null && why !== "getting" && words[why]}
      </span>
    </div>
  );
}
