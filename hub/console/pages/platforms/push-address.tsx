/** Where the platform pushes to, to be pasted there, with what was just set of secrets, and the platform's own steps. */

import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { doorBase } from "../connect/commands.ts";
import { CopyLine } from "../connect/copy-line.tsx";
import type { ConnectorView, PlatformView } from "./calls.ts";
import { secretsOfLate, toPaste } from "./lately.ts";
import { pushCommand } from "./push-command.ts";
import { useDoor } from "./queries.ts";
import { stepWords } from "./steps.ts";
import { usePlatformNames } from "./use-names.ts";
import { platformWords } from "./words.ts";

type Props = { connector: ConnectorView; platform: PlatformView };

/** Devices come in by themselves: there is no platform to set up. */
const direct = ["direct", "gbt26875", "sl651"];

export function PushAddress({ connector, platform }: Props) {
  const words = useWords(platformWords);
  const steps = useWords(stepWords)[platform.name] ?? [];
  // Without its last part there is no address.
  const hasAddress = connector.path !== null && (!platform.hasSecretPath || connector.secretsSet.includes("token"));
  return (
    <Panel title={direct.includes(platform.name) ? words.stepsDirect : words.steps}>
      {hasAddress && platform.name !== "direct" && <Address connector={connector} platform={platform} />}
      <ol className="platform-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Panel>
  );
}

type WebhookProps = { url: string; settings: ConnectorView["settings"]; secret: string };

/** What its sender must do, and a command that does it. */
function Webhook({ url, settings, secret }: WebhookProps) {
  const words = useWords(platformWords);
  const { header, command } = pushCommand(url, settings, secret);
  return (
    <>
      <p className="platform-gap">
        {words.method} <code>POST</code>
        {header !== null && (
          <>
            {words.comma}
            {words.header} <code>{header}</code>
          </>
        )}
      </p>
      <CopyLine text={command} label={words.curl} />
      <p className="dim platform-gap">
        {secret.startsWith("<") ? words.follow(words.curlSecret, words.curlAnswer) : words.curlAnswer}
      </p>
    </>
  );
}

function Address({ connector, platform }: Props) {
  const words = useWords(platformWords);
  const names = usePlatformNames(platform.name);
  const door = useDoor().data;
  if (door === undefined) return null;
  const late = toPaste(secretsOfLate(connector.id));
  const { token } = late;
  const end = platform.hasSecretPath ? `/${token ?? `<${words.addressSecret}>`}` : "";
  const { token: _, ...others } = late;
  const shown = Object.entries(platform.hasSecretPath ? others : late);
  return (
    <>
      <p className="dim platform-gap">{words.addressHint}</p>
      <CopyLine
        text={`${doorBase(door, door.host ?? location.hostname)}${connector.path}${end}`}
        label={words.address}
      />
      {platform.hasSecretPath && token === undefined && <p className="dim platform-gap">{words.addressHidden}</p>}
      {platform.name === "webhook" && (
        <Webhook
          url={`${doorBase(door, door.host ?? location.hostname)}${connector.path}`}
          settings={connector.settings}
          secret={late.secret ?? `<${words.addressSecret}>`}
        />
      )}
      {shown.map(([name, value]) => (
        <CopyLine key={name} text={value} label={words.lately(names.field(name))} />
      ))}
      {door.door.isLocal && door.door.base === null && <p className="connect-note">{words.onlyLocal}</p>}
    </>
  );
}
