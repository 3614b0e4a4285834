/** A connector changed: the form from what it is now; what came meanwhile is no change of it. */
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { tell } from "../../parts/toast.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import type { ConnectorView } from "./calls.ts";
import { draftOf, wishFrom } from "./connector-draft.ts";
import { ConnectorForm } from "./connector-form.tsx";
import { usePlatforms, usePutConnector } from "./queries.ts";
import { platformWords } from "./words.ts";

type Props = { connector: ConnectorView; again(): Promise<ConnectorView | undefined> };

export function SetupTab({ connector, again }: Props) {
  const words = useWords(platformWords);
  const platform = usePlatforms().data?.find(({ name }) => name === connector.platform);
  const put = usePutConnector();
  /** As it was when the form was filled. */
  const [seen, setSeen] = useState(connector);
  if (platform === undefined) return <Waiting rows={6} />;
  const restart = async () => {
    put.reset();
    setSeen((await again()) ?? connector);
  };
  return (
    <ConnectorForm
      key={`${seen.at} ${seen.secretsSet.join()}`}
      platform={platform}
      start={draftOf(seen)}
      secretsSet={seen.secretsSet}
      isNew={false}
      isBusy={put.isPending}
      error={put.error}
      newest={() => void restart()}
      keep={(draft) =>
        put.mutate(
          { id: connector.id, wish: wishFrom(draft, connector.platform, connector.state), seen },
          {
            onSuccess: () => {
              tell({ text: words.form.saved });
              void restart();
            },
          },
        )
      }
    />
  );
}
