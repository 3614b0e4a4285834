/** One gateway, in tabs that the address names; what is wrong stands above them. */
import { Link, Redirect, useSearch } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { useGateways, useMe } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { GatewayBacklog } from "./gateway-backlog.tsx";
import { GatewayCertificates } from "./gateway-certificates.tsx";
import { GatewayCommands } from "./gateway-commands.tsx";
import { GatewayConfiguration } from "./gateway-configuration.tsx";
import { GatewayDevices } from "./gateway-devices.tsx";
import { GatewayDoctor } from "./gateway-doctor.tsx";
import { GatewayFaults } from "./gateway-faults.tsx";
import { GatewayLog } from "./gateway-log.tsx";
import { GatewayRecords } from "./gateway-records.tsx";
import { GatewayState } from "./gateway-state.tsx";
import { GatewayTrouble } from "./gateway-trouble.tsx";
import { useRuns } from "./queries.ts";
import { gatewayWords } from "./words.ts";

const tabs = {
  state: GatewayState,
  devices: GatewayDevices,
  configuration: GatewayConfiguration,
  commands: GatewayCommands,
  doctor: GatewayDoctor,
  log: GatewayLog,
  certificates: GatewayCertificates,
  records: GatewayRecords,
  faults: GatewayFaults,
};
type Tab = keyof typeof tabs;
const names = Object.keys(tabs) as Tab[];
/** What only those see and do who look after gateways. */
const forKeepers: readonly Tab[] = ["certificates", "log", "doctor"];

export function GatewayPage({ id }: { id: string }) {
  const { t } = useSpeech();
  const gateways = useGateways();
  const gateway = gateways.data?.find((each) => each.id === id);
  const maySeePlatforms = useMay("gateways");
  const back = { href: "/gateways", text: t.gateways.back };
  if (gateway?.platform !== undefined && maySeePlatforms)
    return <Redirect to={`/platforms/${encodeURIComponent(id)}`} replace />;
  if (gateway)
    return (
      <Page title={gateway.title} back={back} over={<Mark gateway={gateway} />} lead={gateway.place}>
        <link rel="stylesheet" href="/assets/gateways.css" precedence="default" />
        <Tabs gateway={gateway} />
      </Page>
    );
  return (
    <Page title={t.gateways.title} back={back}>
      {gateways.data ? (
        <Quiet title={t.gateways.missing}>
          <p>{t.gateways.missingText}</p>
          <Link href="/gateways">{t.gateways.back}</Link>
        </Quiet>
      ) : gateways.error ? (
        <Failure error={gateways.error} retry={() => void gateways.refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

/** Two under one id: nothing of either is taken, so nobody is verified. */
function Mark({ gateway }: { gateway: GatewayView }) {
  const clash = useRuns(gateway.id).data?.clash ?? false;
  return <GatewayMark state={clash ? "unknown" : gateway.state} paused={gateway.paused} />;
}

function Tabs({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const mayKeep = useMe().data?.rights.includes("gateways") ?? false;
  const shown = names.filter((name) => mayKeep || !forKeepers.includes(name));
  const asked = new URLSearchParams(useSearch()).get("tab");
  const tab = shown.find((name) => name === asked) ?? "state";
  const Body = tabs[tab];
  return (
    <div className="gateway-page">
      <GatewayTrouble gateway={gateway} />
      <GatewayBacklog gateway={gateway} />
      <FilterLinks name="tab" label={words.tabs} filters={shown.map((value) => ({ value, text: words.tab[value] }))} />
      <Body key={`${gateway.id} ${tab}`} gateway={gateway} />
    </div>
  );
}
