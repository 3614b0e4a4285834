/** How a connector is now: what it lacks, what waits, where the platform pushes to; pause and go on. */
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { tell } from "../../parts/toast.tsx";
import { durationText } from "../../words/duration.ts";
import { isOfPort, lineText } from "../../words/line-text.ts";
import { momentText } from "../../words/moment.ts";
import type { ConnectorView, PlatformView } from "./calls.ts";
import { conditionOf, isUnmapped } from "./condition.ts";
import { wishOf } from "./connector-draft.ts";
import { PushAddress } from "./push-address.tsx";
import { usePutConnector } from "./queries.ts";
import { useLackText } from "./use-names.ts";
import { platformWords } from "./words.ts";

type Props = { connector: ConnectorView; platform: PlatformView | undefined };

export function StateTab({ connector, platform }: Props) {
  return (
    <>
      <Wants connector={connector} />
      <Now connector={connector} platform={platform} />
      {platform !== undefined && <PushAddress connector={connector} platform={platform} />}
    </>
  );
}

/** What somebody should do, with the way there. */
function Wants({ connector }: { connector: ConnectorView }) {
  const words = useWords(platformWords);
  const { language } = useSpeech();
  const lackText = useLackText(connector.platform);
  const { lacks, line, messages, unknownDevices, state } = connector;
  const here = `/platforms/${encodeURIComponent(connector.id)}`;
  const isSilent = conditionOf(connector, now()) === "silent";
  return (
    <div className="platform-wants">
      {lacks.length > 0 && (
        <Want title={words.lackTitle} href={`${here}?tab=setup`} link={words.lackMend}>
          {lacks.map(lackText).join(words.comma)}
        </Want>
      )}
      {line !== null && !line.isUp && (
        <Want title={isOfPort(line.why) ? words.portTitle : words.lineTitle}>{lineText(language, line.why)}</Want>
      )}
      {state === "paused" && <Want title={words.pausedNote} />}
      {isSilent && <Want title={words.silentTitle}>{words.silentText}</Want>}
      {isUnmapped(connector) && messages.taken > 0 && (
        <Want title={words.unmappedTitle} href={`${here}?tab=mapping`} link={words.unmappedLink}>
          {words.unmappedText}
        </Want>
      )}
      {messages.refused > 0 && (
        <Want
          title={words.refusedTitle(messages.refused)}
          href={`${here}?tab=messages&state=refused`}
          link={words.refusedLink}
        />
      )}
      {unknownDevices > 0 && (
        <Want title={words.unknownTitle(unknownDevices)} href={`${here}?tab=devices`} link={words.unknownLink} />
      )}
      {messages.waiting > 0 && <Alert role="note" type="info" showIcon title={words.waitingTitle(messages.waiting)} />}
    </div>
  );
}

type WantProps = { title: string; href?: string; link?: string; children?: ReactNode };

function Want({ title, href, link, children }: WantProps) {
  return (
    <Alert
      role="note"
      type="warning"
      showIcon
      title={title}
      description={
        href === undefined ? (
          children
        ) : (
          <>
            {children} <Link href={href}>{link}</Link>
          </>
        )
      }
    />
  );
}

function Now({ connector, platform }: Props) {
  const words = useWords(platformWords);
  const { t, say, language } = useSpeech();
  const { facts } = words;
  const { id, heardAt, messages, devices, unknownDevices, quietAfterMs, line, by, at } = connector;
  const nameOf = useNames([by]);
  const counts = [
    isUnmapped(connector) && messages.taken > 0 ? words.unmapped : words.taken(messages.taken),
    ...(messages.waiting > 0 ? [words.waiting(messages.waiting)] : []),
    ...(messages.unknown > 0 ? [words.unknownMessages(messages.unknown)] : []),
    ...(messages.refused > 0 ? [words.refused(messages.refused)] : []),
  ];
  const unknown = unknownDevices > 0 ? `${words.comma}${words.unknownCount(unknownDevices)}` : "";
  return (
    <Panel title={words.tab.state} side={<Pause connector={connector} />}>
      <Facts
        facts={[
          { name: facts.platform, value: platform === undefined ? connector.platform : say(platform.title) },
          { name: facts.heard, value: heardAt === null ? words.noneYet : <Age at={heardAt} /> },
          { name: facts.messages, value: counts.join(words.comma) },
          { name: facts.devices, value: `${words.deviceCount(devices)}${unknown}` },
          ...(line === null ? [] : [{ name: facts.line, value: <Line isUp={line.isUp} since={line.since} /> }]),
          { name: facts.quiet, value: durationText(quietAfterMs, t.duration) },
          { name: facts.by, value: `${nameOf(by)} · ${momentText(at, now(), language, { seconds: false })}` },
          { name: facts.id, value: <CopyId id={id} /> },
        ]}
      />
    </Panel>
  );
}

function Line({ isUp, since }: { isUp: boolean; since: number }) {
  const words = useWords(platformWords);
  return (
    <span>
      {isUp ? words.lineUp : words.lineDown} · <Age at={since} />
    </span>
  );
}

function Pause({ connector }: { connector: ConnectorView }) {
  const words = useWords(platformWords);
  const put = usePutConnector();
  const isOn = connector.state === "on";
  const set = (state: ConnectorView["state"]) =>
    put.mutateAsync({ id: connector.id, wish: { ...wishOf(connector), state } }).then(() => undefined);
  const turn = async () => {
    try {
      await set(isOn ? "paused" : "on");
      tell({ text: isOn ? words.paused : words.resumed, ...(isOn ? { undo: () => set("on") } : {}) });
    } catch {
      // What failed is told below the button.
    }
  };
  return (
    <>
      <Button loading={put.isPending} type={isOn ? "default" : "primary"} onClick={() => void turn()}>
        {isOn ? words.pause : words.resume}
      </Button>
      {put.error && <Failure error={put.error} />}
    </>
  );
}
