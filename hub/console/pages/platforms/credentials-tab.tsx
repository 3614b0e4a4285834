/** Credentials of devices that speak for themselves: changed, replaced when lost, ended; and the codes by which many join. */

import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Joinings } from "../connect/joinings.tsx";
import type { ConnectorView } from "./calls.ts";
import { DeviceCredentials } from "./device-credentials.tsx";
import { useForeignDevices } from "./queries.ts";
import { platformWords } from "./words.ts";

export function CredentialsTab({ connector }: { connector: ConnectorView }) {
  const { credentials: words } = useWords(platformWords);
  const devices = useForeignDevices(connector.id);
  return (
    <>
      <Panel title={words.title}>
        <p className="dim">{words.text}</p>
        {devices.error && !devices.data && <Failure error={devices.error} />}
        {!devices.data && !devices.error && <Waiting rows={4} />}
        {devices.data?.length === 0 && <p className="dim">{words.none}</p>}
        <ul className="rows">
          {devices.data?.map((device) => (
            <DeviceCredentials key={device.foreign} connector={connector.id} device={device} />
          ))}
        </ul>
      </Panel>
      <Joinings />
    </>
  );
}
