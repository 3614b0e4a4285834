/** How many are lost and for which reasons; what lost nothing is said quietly. */
import { useSpeech } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { type Line, lostOf, reasons } from "../../order/ledger.ts";
import { countText } from "../../words/count.ts";

export function LostCell({ losses }: { losses: Pick<Line, "evicted" | "quarantined" | "damaged"> }) {
  const { t, language } = useSpeech();
  const { screen } = useLook();
  const words = t.ledger;
  const lost = lostOf(losses);
  if (lost === 0)
    return (
      <span className="dim">{screen === "phone" ? `${words.lostName} ${words.nothingLost}` : words.nothingLost}</span>
    );
  const count = countText(lost, language);
  return (
    <span className="stack">
      <b className="number lost-count">{screen === "phone" ? words.lostIs(count) : words.records(count)}</b>
      <span className="dim">
        {reasons
          .filter((reason) => losses[reason] > 0)
          .map((reason) => `${words.why[reason].short} ${countText(losses[reason], language)}`)
          .join(" · ")}
      </span>
    </span>
  );
}
