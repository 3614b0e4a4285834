/** The loss ledger: of all gateways, of one, or of one device; over all time or a span. The address names which. */
import { LeftOutlined } from "@ant-design/icons";
import { Link, useSearch } from "wouter";
import type { LedgerView } from "../../../http/views.ts";
import { useGateways, useLedger } from "../../client/queries.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useKnownDevice } from "../../known/use-known-device.ts";
import { linesOf } from "../../order/ledger.ts";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { AccountTable } from "./account-table.tsx";
import { GapList } from "./gap-list.tsx";
import { type LedgerSpan, ledgerHref, ledgerSpans } from "./ledger-address.ts";
import { LedgerSummary } from "./ledger-summary.tsx";
import { LedgerTable } from "./ledger-table.tsx";

const names = Object.keys(ledgerSpans) as LedgerSpan[];

export function LedgerPage() {
  const { t } = useSpeech();
  const search = new URLSearchParams(useSearch());
  const gateways = useGateways().data;
  const only = gateways?.length === 1 ? gateways[0]?.id : undefined;
  const gateway = search.get("gateway") ?? only;
  const device = gateway === undefined ? undefined : (search.get("device") ?? undefined);
  const span = names.find((name) => name === search.get("span")) ?? "all";
  const ledger = useLedger(gateway, device, ledgerSpans[span]);
  const scope = { gateway, device, span };
  return (
    <Page title={t.ledger.title} lead={t.ledger.lead}>
      <ScopeLine {...scope} only={only} />
      <div className="filter-row">
        <FilterLinks
          name="span"
          label={t.ledger.span}
          filters={names.map((value) => ({ value, text: t.ledger.spans[value] }))}
        />
      </div>
      {ledger.data ? (
        <LedgerBody ledger={ledger.data} {...scope} />
      ) : ledger.error ? (
        <Failure error={ledger.error} retry={() => void ledger.refetch()} />
      ) : (
        <Waiting rows={6} />
      )}
    </Page>
  );
}

type Scope = { gateway: string | undefined; device: string | undefined; span: LedgerSpan };

/** What is looked at, and the way back to more. */
function ScopeLine({ gateway, device, span, only }: Scope & { only: string | undefined }) {
  const { t, say } = useSpeech();
  const title = useGateways().data?.find((each) => each.id === gateway)?.title ?? gateway;
  const row = useKnownDevice({ gateway, device }).data;
  if (gateway === undefined || (device === undefined && only !== undefined)) return null;
  const up = device === undefined ? { span } : { gateway, span };
  return (
    <div className="ledger-scope">
      <Link href={ledgerHref(up)} className="back">
        <LeftOutlined aria-hidden /> {device === undefined ? t.ledger.back : t.ledger.backToGateway}
      </Link>
      <h2>{device === undefined ? title : row ? `${row.place} ${say(row.title)}` : device}</h2>
    </div>
  );
}

function LedgerBody({ ledger, gateway, device, span }: Scope & { ledger: LedgerView }) {
  const { t } = useSpeech();
  const isEmpty = ledger.gateways.every((row) => row.delivered + row.waiting === 0) && ledger.gaps.length === 0;
  if (isEmpty && span === "all") return <Quiet title={t.ledger.noRows}>{t.ledger.noRowsText}</Quiet>;
  return (
    <>
      <LedgerSummary ledger={ledger} inSpan={span !== "all"} ofDevice={device !== undefined} />
      {gateway === undefined ? (
        <AccountTable accounts={ledger.gateways} span={span} />
      ) : (
        <LedgerTable
          gateway={gateway}
          device={device}
          lines={linesOf(ledger.series, device === undefined ? "device" : "point")}
          gaps={ledger.gaps}
          span={span}
        />
      )}
      <GapList gaps={ledger.gaps} more={ledger.more} inSpan={span !== "all"} />
    </>
  );
}
