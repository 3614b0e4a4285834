/** What is wrong now, and what to do about it; quiet when all is well. */
import { DesktopOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import type { Right } from "../../../accounts/rights.ts";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useMe } from "../../client/queries.ts";
import { useMinute } from "../../clock/use-minute.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { openCases } from "../../order/urgency.ts";
import { CaseList } from "../../parts/case-list.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { mayEnter } from "../../shell/links.ts";
import { useAwaiting } from "../tasks/use-awaiting.ts";
import { AllQuiet } from "./all-quiet.tsx";
import { AwaitingPanel } from "./awaiting.tsx";
import { CoveragePanel } from "./coverage-panel.tsx";
import { DevicesPanel } from "./devices-panel.tsx";
import { DutyPanel } from "./duty-panel.tsx";
import { GatewaysPanel } from "./gateways-panel.tsx";
import { PlacesPanel } from "./places-panel.tsx";
import { PressingLinks } from "./pressing-links.tsx";
import { useOverview } from "./queries.ts";
import { RecentFaults } from "./recent-faults.tsx";
import { SeverityCounts } from "./severity-counts.tsx";
import { overviewWords } from "./words.ts";

export function OverviewPage() {
  const { t } = useSpeech();
  const words = useWords(overviewWords);
  const { screen } = useLook();
  const overview = useOverview();
  const me = useMe().data;
  const mayMakeWalls = screen === "desk" && me && mayEnter(me, { right: "people" });
  return (
    <Page
      title={t.overview.title}
      side={
        mayMakeWalls && (
          <Link href="/walls" className="to-walls">
            <DesktopOutlined aria-hidden /> {words.wall}
          </Link>
        )
      }
    >
      {overview.data ? (
        <Board overview={overview.data} />
      ) : overview.error ? (
        <Failure error={overview.error} retry={() => void overview.refetch()} />
      ) : (
        <Waiting rows={8} />
      )}
    </Page>
  );
}

function Board({ overview }: { overview: OverviewView }) {
  const awaiting = useAwaiting();
  const { online, offline, unknown } = overview.gateways;
  // Before the first gateway there is nothing to sum up.
  if (online + offline + unknown === 0 && overview.cases.length === 0 && awaiting.total === 0) return <First />;
  return (
    <div className="overview">
      <div className="overview-main">
        <PressingLinks overview={overview} />
        <AwaitingPanel awaiting={awaiting} />
        {overview.cases.length > 0 && <Work overview={overview} />}
        {overview.cases.length === 0 && awaiting.total === 0 && <AllQuiet overview={overview} />}
      </div>
      <aside className="overview-aside">
        <PlacesPanel areas={overview.areas} />
        <DutyPanel duty={overview.duty} />
        <GatewaysPanel gateways={overview.gateways} />
        <DevicesPanel devices={overview.devices} unadopted={overview.unadopted} />
        <CoveragePanel coverage={overview.coverage} />
        <RecentFaults />
      </aside>
    </div>
  );
}

/** A new hub: what is done first, in this order. */
function First() {
  const { t } = useSpeech();
  const words = useWords(overviewWords).first;
  const me = useMe().data;
  const may = (right: Right) => me?.rights.includes(right) ?? false;
  return (
    <Quiet title={t.overview.firstTitle}>
      <ol className="first-steps">
        <li>{may("rulebook") ? <Link href="/settings/areas">{words.areas}</Link> : words.areas}</li>
        <li>{may("rulebook") ? <Link href="/settings/units">{words.units}</Link> : words.units}</li>
        <li>
          {may("gateways") ? <Link href="/gateways">{words.gateway}</Link> : words.gateway} {words.code}
        </li>
      </ol>
    </Quiet>
  );
}

function Work({ overview: { cases, tickets } }: { overview: OverviewView }) {
  const words = useWords(overviewWords);
  const minute = useMinute();
  const open = openCases(
    cases.flatMap(({ ticket }) => ticket ?? []),
    cases.flatMap(({ alert }) => alert ?? []),
    minute,
  );
  return (
    <>
      <SeverityCounts counts={tickets.bySeverity} />
      <Panel
        title={words.work}
        className="panel-list"
        side={tickets.open > 0 && <Link href="/tickets">{words.allTickets(tickets.open)}</Link>}
      >
        <CaseList label={words.work} cases={open} narrow />
      </Panel>
    </>
  );
}
