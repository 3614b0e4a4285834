/** A new connector: which platform, then its form; afterwards its page shows where the platform pushes to. */
import { Link, useLocation, useSearch } from "wouter";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { PlatformView } from "./calls.ts";
import { newDraft, wishFrom } from "./connector-draft.ts";
import { ConnectorForm } from "./connector-form.tsx";
import { useConnectors, usePlatforms, usePutConnector } from "./queries.ts";
import { platformWords } from "./words.ts";

export default function NewConnectorPage() {
  const words = useWords(platformWords);
  const { say } = useSpeech();
  const platforms = usePlatforms();
  const wanted = new URLSearchParams(useSearch()).get("platform");
  const chosen = platforms.data?.find(({ name }) => name === wanted);
  return (
    <Page
      title={chosen === undefined ? words.form.newTitle : say(chosen.title)}
      back={
        chosen === undefined
          ? { href: "/platforms", text: words.back }
          : { href: "/platforms/new", text: words.form.choose }
      }
    >
      <link rel="stylesheet" href="/assets/connect.css" precedence="default" />
      <link rel="stylesheet" href="/assets/platforms.css" precedence="default" />
      {platforms.data === undefined ? (
        platforms.error ? (
          <Failure error={platforms.error} retry={() => void platforms.refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : chosen === undefined ? (
        <Choice platforms={platforms.data} />
      ) : (
        <Fill key={chosen.name} platform={chosen} />
      )}
    </Page>
  );
}

/** Devices that speak for themselves are connected one by one, elsewhere. */
function Choice({ platforms }: { platforms: readonly PlatformView[] }) {
  const words = useWords(platformWords);
  const { say } = useSpeech();
  return (
    <Panel title={words.form.choose}>
      <ul className="platform-choice">
        {platforms
          .filter(({ name }) => name !== "direct")
          .map(({ name, title }) => (
            <li key={name}>
              <Link href={`/platforms/new?platform=${name}`}>{say(title)}</Link>
            </li>
          ))}
      </ul>
      <p className="dim">
        {words.direct} <Link href="/connect">{words.directLink}</Link>
      </p>
    </Panel>
  );
}

function Fill({ platform }: { platform: PlatformView }) {
  const connectors = useConnectors();
  const put = usePutConnector();
  const [, go] = useLocation();
  if (connectors.data === undefined) return <Waiting rows={6} />;
  const taken = connectors.data.map(({ id }) => id as string);
  return (
    <ConnectorForm
      platform={platform}
      start={newDraft(platform, taken)}
      secretsSet={[]}
      isNew
      isBusy={put.isPending}
      error={put.error}
      keep={(draft) =>
        put.mutate(
          { id: draft.id, wish: wishFrom(draft, platform.name, "on") },
          { onSuccess: () => go(`/platforms/${encodeURIComponent(draft.id)}`) },
        )
      }
    />
  );
}
