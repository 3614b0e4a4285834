/** The devices a connector brought: the unknown with what they may be, the known with what the platform says of them. */
import { Link } from "wouter";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { AdoptList } from "./adopt-list.tsx";
import type { ConnectorView, ForeignDeviceView } from "./calls.ts";
import { useForeignDevices, useModels } from "./queries.ts";
import { platformWords } from "./words.ts";

export function DevicesTab({ connector }: { connector: ConnectorView }) {
  const { devices: words } = useWords(platformWords);
  const devices = useForeignDevices(connector.id);
  if (devices.data === undefined)
    return devices.error ? (
      <Failure error={devices.error} retry={() => void devices.refetch()} />
    ) : (
      <Waiting rows={4} />
    );
  if (devices.data.length === 0) return <Quiet title={words.noneTitle}>{words.noneText}</Quiet>;
  const unknown = devices.data.filter(({ model }) => model === null);
  const known = devices.data.filter(({ model }) => model !== null);
  return (
    <>
      {unknown.length > 0 && <AdoptList connector={connector} devices={unknown} />}
      {known.length > 0 && (
        <Panel title={words.knownTitle}>
          <ul className="rows">
            {known.map((device) => (
              <Known key={device.device} connector={connector.id} device={device} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Known({ connector, device }: { connector: string; device: ForeignDeviceView }) {
  const { devices: words } = useWords(platformWords);
  const { say } = useSpeech();
  const models = useModels().data ?? [];
  const { device: id, foreign, model, title, place, heardAt, isOnline } = device;
  const known = models.find((one) => one.model === model);
  return (
    <li>
      <Link href={`/devices/${encodeURIComponent(connector)}/${encodeURIComponent(id)}`} className="platform-device">
        <b>{place}</b> <span>{title}</span>
      </Link>
      <span className="platform-about beside dim">
        <span>{known === undefined ? model : say(known.title)}</span>
        {isOnline !== null && (
          <span>
            {words.presence} {isOnline ? words.online : words.offline}
          </span>
        )}
        <span>
          {heardAt === null ? words.neverHeard : words.heard} {heardAt !== null && <Age at={heardAt} />}
        </span>
        <code>{foreign}</code>
      </span>
    </li>
  );
}
