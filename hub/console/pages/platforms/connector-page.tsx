/** One connector, in tabs that the address names. */
import { useSearch } from "wouter";
import { useCalled } from "../../called/use-called.ts";
import { ApiError } from "../../client/api-error.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { ConnectorView } from "./calls.ts";
import { ConnectorMark } from "./connector-mark.tsx";
import { CredentialsTab } from "./credentials-tab.tsx";
import { DevicesTab } from "./devices-tab.tsx";
import { MappingTab } from "./mapping-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { useConnector, usePlatforms } from "./queries.ts";
import { SetupTab } from "./setup-tab.tsx";
import { StateTab } from "./state-tab.tsx";
import { platformWords } from "./words.ts";

type Tab = "state" | "devices" | "messages" | "mapping" | "credentials" | "setup";

export default function ConnectorPage({ id }: { id: string }) {
  const words = useWords(platformWords);
  const connector = useConnector(id);
  const called = useCalled();
  const back = { href: "/platforms", text: words.back };
  const { data, error } = connector;
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <Page
      title={data === undefined ? words.title : called(data.title)}
      back={back}
      {...(data && { over: <ConnectorMark connector={data} brief />, lead: called(data.place) })}
    >
      <link rel="stylesheet" href="/assets/connect.css" precedence="default" />
      <link rel="stylesheet" href="/assets/platforms.css" precedence="default" />
      {data !== undefined ? (
        <Tabs connector={data} again={async () => (await connector.refetch()).data} />
      ) : isMissing ? (
        <Quiet title={words.missing}>{words.missingText}</Quiet>
      ) : error ? (
        <Failure error={error} retry={() => void connector.refetch()} />
      ) : (
        <Waiting rows={6} />
      )}
    </Page>
  );
}

type Props = { connector: ConnectorView; again(): Promise<ConnectorView | undefined> };

function Tabs({ connector, again }: Props) {
  const words = useWords(platformWords);
  const platform = usePlatforms().data?.find(({ name }) => name === connector.platform);
  const tabs: Tab[] = [
    ...(["state", "devices", "messages"] as const),
    ...(platform?.hasMapping ? (["mapping"] as const) : []),
    ...(connector.platform === "direct" ? (["credentials"] as const) : []),
    "setup",
  ];
  const asked = new URLSearchParams(useSearch()).get("tab") ?? "state";
  const tab = tabs.find((one) => one === asked) ?? (platform === undefined ? null : "state");
  return (
    <>
      <FilterLinks
        name="tab"
        label={words.tabs}
        filters={tabs.map((value) => ({ value, text: words.tab[value] }))}
        clears={["state", "n"]}
      />
      <div className="platform-tab">
        {tab === null && <Waiting rows={4} />}
        {tab === "state" && <StateTab connector={connector} platform={platform} />}
        {tab === "devices" && <DevicesTab connector={connector} />}
        {tab === "messages" && <MessagesTab connector={connector} />}
        {tab === "mapping" && <MappingTab connector={connector} again={again} />}
        {tab === "credentials" && <CredentialsTab connector={connector} />}
        {tab === "setup" && <SetupTab connector={connector} again={again} />}
      </div>
    </>
  );
}
