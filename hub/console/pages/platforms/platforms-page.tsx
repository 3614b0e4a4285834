/** All connectors: how each is, what waits at it, and what to do where there is none. */
import { PlusOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useCalled } from "../../called/use-called.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import type { ConnectorView } from "./calls.ts";
import { byNeed, conditionOf, isUnmapped } from "./condition.ts";
import { ConnectorMark } from "./connector-mark.tsx";
import { useConnectors, usePlatforms } from "./queries.ts";
import { platformWords } from "./words.ts";

export default function PlatformsPage() {
  const words = useWords(platformWords);
  const connectors = useConnectors();
  const [, go] = useLocation();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      side={
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => go("/platforms/new")}>
          {words.add}
        </Button>
      }
    >
      <link rel="stylesheet" href="/assets/platforms.css" precedence="default" />
      {connectors.data === undefined ? (
        connectors.error ? (
          <Failure error={connectors.error} retry={() => void connectors.refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : connectors.data.length === 0 ? (
        <None />
      ) : (
        <List connectors={connectors.data} />
      )}
    </Page>
  );
}

function None() {
  const words = useWords(platformWords);
  return (
    <Quiet title={words.emptyTitle}>
      <p>{words.emptyText}</p>
      <p>
        {words.direct} <Link href="/connect">{words.directLink}</Link>
      </p>
    </Quiet>
  );
}

function List({ connectors }: { connectors: readonly ConnectorView[] }) {
  const words = useWords(platformWords);
  const { say } = useSpeech();
  const called = useCalled();
  const platforms = usePlatforms().data ?? [];
  const nameOf = (platform: string) => {
    const known = platforms.find(({ name }) => name === platform);
    return known === undefined ? platform : say(known.title);
  };
  const columns: Column<ConnectorView>[] = [
    {
      ...{ name: "where", title: words.columns.who, main: true },
      cell: ({ title, place, platform }) => (
        <Where place={called(title)}>{`${nameOf(platform)} · ${called(place)}`}</Where>
      ),
    },
    { name: "standing", title: words.columns.state, cell: (one) => <ConnectorMark connector={one} /> },
    { name: "devices", title: words.columns.devices, cell: (one) => <Devices connector={one} /> },
    { name: "messages", title: words.columns.messages, cell: (one) => <Messages connector={one} /> },
    {
      ...{ name: "heard", title: words.columns.heard },
      cell: ({ heardAt }) => (heardAt === null ? null : <Age at={heardAt} />),
    },
  ];
  return (
    <WorkList
      label={words.title}
      rows={[...connectors].sort(byNeed(now()))}
      columns={columns}
      id={({ id }) => id}
      href={({ id }) => `/platforms/${encodeURIComponent(id)}`}
      tone={(one) => (["down", "silent", "lacking"].includes(conditionOf(one, now())) ? "row-silent" : "")}
    />
  );
}

function Devices({ connector: { devices, unknownDevices } }: { connector: ConnectorView }) {
  const words = useWords(platformWords);
  return (
    <Said>
      <span>{words.deviceCount(devices)}</span>
      {unknownDevices > 0 && <b>{words.unknownCount(unknownDevices)}</b>}
    </Said>
  );
}

/** What waits and what was refused; what was read is on its own page. */
function Messages({ connector }: { connector: ConnectorView }) {
  const words = useWords(platformWords);
  const { waiting, unknown, refused, taken, turnedAway } = connector.messages;
  const read = isUnmapped(connector) ? words.unmapped : words.allRead;
  if (waiting + unknown + refused + turnedAway === 0)
    return <span className="dim">{taken === 0 ? words.noMessages : read}</span>;
  return (
    <Said>
      {turnedAway > 0 && <b>{words.turnedAway(turnedAway)}</b>}
      {refused > 0 && <b>{words.refused(refused)}</b>}
      {unknown > 0 && <span>{words.unknownMessages(unknown)}</span>}
      {waiting > 0 && <span>{words.waiting(waiting)}</span>}
    </Said>
  );
}

/** Below one another in a table; on a phone's card beside one another. */
function Said({ children }: { children: ReactNode }) {
  const { screen } = useLook();
  return <span className={screen === "phone" ? "platform-said" : "stack"}>{children}</span>;
}
