/** Whether any of the device's data is missing, in a sentence; the ledger has the rest. */
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { useLedger } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { linesOf, lostOf, reasons } from "../../order/ledger.ts";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { countText } from "../../words/count.ts";
import { ledgerHref } from "../ledger/ledger-address.ts";
import { monthMs } from "./device/queries.ts";
import { deviceWords } from "./device/words.ts";

export function DeviceLoss({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { language } = useSpeech();
  const ledger = useLedger(device.gateway, device.id, monthMs);
  const line = ledger.data && linesOf(ledger.data.series, "device").find(({ id }) => id === device.id);
  const count = (n: number) => countText(n, language);
  const body = () => {
    if (ledger.error && !ledger.data) return <Failure error={ledger.error} retry={() => void ledger.refetch()} />;
    if (!ledger.data) return <Waiting rows={2} />;
    const lost = line ? lostOf(line) : 0;
    if (!line || lost === 0) return <p>{words.lossNone(count(line?.delivered ?? 0))}</p>;
    const why = reasons.filter((reason) => line[reason] > 0);
    return (
      <>
        <p className="ledger-lossy">{words.lossSome(count(line.delivered), count(lost))}</p>
        <p className="dim">{why.map((reason) => `${words.lossWhy[reason]} ${count(line[reason])}`).join(" · ")}</p>
      </>
    );
  };
  return (
    <Panel title={words.loss}>
      {body()}
      <Link href={ledgerHref({ gateway: device.gateway, device: device.id, span: "month" })} className="more-link">
        {words.ledger}
      </Link>
    </Panel>
  );
}
