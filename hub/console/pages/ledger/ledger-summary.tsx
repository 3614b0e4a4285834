/** What became of the records, in one sentence, and what a reader must know to trust it. */
import type { LedgerView } from "../../../http/views.ts";
import { useGateways } from "../../client/queries.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { sumsOf } from "../../order/ledger.ts";
import { countText } from "../../words/count.ts";
import { ledgerSentence } from "../../words/ledger.ts";

type Props = { ledger: LedgerView; inSpan: boolean; ofDevice: boolean };

export function LedgerSummary({ ledger, inSpan, ofDevice }: Props) {
  const speech = useSpeech();
  const { t, language } = speech;
  const silent = useSilent(ledger);
  const sums = sumsOf(ledger.gateways);
  const scope = { span: inSpan, device: ofDevice };
  const count = (n: number) => countText(n, language);
  return (
    <section className={`panel ledger-sum${sums.lost + sums.alertsLost > 0 ? " ledger-lossy" : ""}`}>
      <p className="ledger-sentence">{ledgerSentence(sums, scope, speech)}</p>
      {!ofDevice && sums.alertsLost > 0 && <p>{t.ledger.alertsLost(count(sums.alertsLost))}</p>}
      {!ofDevice && sums.alertsWaiting > 0 && (
        <p className="dim">{t.ledger.alertsWaiting(count(sums.alertsWaiting))}</p>
      )}
      {sums.summaries > 0 && <p className="dim">{t.ledger.summaries(count(sums.summaries))}</p>}
      {!ofDevice && !inSpan && silent !== "" && <p className="dim">{t.ledger.unsure(silent)}</p>}
    </section>
  );
}

/** The gateways of the ledger that are not heard now, by name. */
function useSilent(ledger: LedgerView): string {
  const { language } = useSpeech();
  const gateways = useGateways().data ?? [];
  const shown = new Set(ledger.gateways.map(({ gateway }) => gateway));
  const silent = gateways.filter(({ id, state }) => shown.has(id) && state !== "online");
  return silent.map(({ title }) => title).join(language === "en" ? ", " : "、");
}
