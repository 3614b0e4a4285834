/** The device's access: commands to paste, or what is entered in a device that dials in. */
import Alert from "antd/es/alert";
import { Link } from "wouter";
import type { ConnectView, DirectMade, DirectWish, Way } from "../../../http/direct-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { lineText } from "../../words/line-text.ts";
import { curl, mosquittoPub, urlOf } from "./commands.ts";
import { CopyLine } from "./copy-line.tsx";
import { connectWords } from "./words.ts";

type Props = { view: ConnectView; wish: DirectWish; made: DirectMade; example: string };

export function AccessPanel({ view, wish, made, example }: Props) {
  const words = useWords(connectWords);
  const host = view.host ?? location.hostname;
  if (made.credential === null) return <PortPanel view={view} made={made} host={host} way={wish.way} />;
  const isMqtt = wish.way === "mqtt";
  const command = isMqtt ? mosquittoPub(made, view, host, example) : curl(made, view, host, example);
  const isLocal = isMqtt ? (view.mqtt?.isLocal ?? false) : view.door.isLocal && view.door.base === null;
  return (
    <Panel title={words.paste}>
      <p>{words.told}</p>
      <CopyLine text={command} label={isMqtt ? "mosquitto_pub" : "curl"} />
      <p className="dim">{isMqtt ? words.follow(words.pasteHint, words.needsPub) : words.pasteHint}</p>
      {isMqtt ? (
        <>
          <CopyLine text={made.user} label={words.user} />
          <CopyLine text={made.credential} label={words.password} />
          <CopyLine text={made.topic} label={words.topic} />
        </>
      ) : (
        <>
          <CopyLine text={urlOf(made, view, host)} label={words.url} />
          <CopyLine text={`Authorization: Bearer ${made.credential}`} label={words.password} />
        </>
      )}
      {isLocal && <OnlyLocal of={isMqtt ? "mqtt" : "https"} />}
    </Panel>
  );
}

type LocalProps = { of: "mqtt" | "https" } | { of: "port"; connector: string };

/** With where it is changed: how the hub is started, or the connector's own setting. */
function OnlyLocal(props: LocalProps) {
  const words = useWords(connectWords);
  return (
    <p className="connect-note">
      {words.follow(words.onlyLocal, words.onlyLocalCure[props.of], "")}
      {props.of === "port" && (
        <Link href={`/platforms/${encodeURIComponent(props.connector)}?tab=setup`}>{words.onlyLocalLink}</Link>
      )}
    </p>
  );
}

type PortProps = { view: ConnectView; made: DirectMade; host: string; way: Way };

function PortPanel({ view, made, host, way }: PortProps) {
  const words = useWords(connectWords);
  const { language } = useSpeech();
  const port = view.ports.find(({ connector }) => connector === made.connector);
  if (port === undefined) return null;
  const { tcp, udp, isUp, why } = port;
  const numberOf = (address: string) => address.slice(address.lastIndexOf(":") + 1);
  const bound = tcp ?? udp ?? "";
  return (
    <Panel title={words.dial}>
      {!isUp && <Alert type="error" showIcon title={words.portDown(lineText(language, why))} />}
      {(way === "gbt26875" || way === "sl651") && <CopyLine text={host} label={words.centre[way]} />}
      {tcp !== null && <CopyLine text={numberOf(tcp)} label={words.port.tcp} />}
      {udp !== null && <CopyLine text={numberOf(udp)} label={words.port.udp} />}
      {(way === "gbt26875" || way === "sl651") && <CopyLine text={made.device} label={words.ownAddress[way]} />}
      <p className="dim">{words.dialHint}</p>
      {(bound.startsWith("127.") || bound.startsWith("[::1]")) && <OnlyLocal of="port" connector={made.connector} />}
    </Panel>
  );
}
