/** With which certificates the gateway comes, how long they last; shut it out, or let it in anew by a code. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { NewGateway } from "./new-gateway.tsx";
import { useCertificates, useRevoke } from "./queries.ts";
import { gatewayWords } from "./words.ts";

const dayMs = 24 * 3_600_000;

export function GatewayCertificates({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const certificates = useCertificates(gateway.id);
  const isIn = certificates.data?.some(({ revokedAt }) => revokedAt === undefined) ?? false;
  return (
    <>
      <Panel title={words.tab.certificates}>
        {certificates.data ? (
          <List rows={certificates.data} />
        ) : certificates.error ? (
          <Failure error={certificates.error} retry={() => void certificates.refetch()} />
        ) : (
          <Waiting rows={2} />
        )}
        {isIn && <Revoke gateway={gateway.id} />}
      </Panel>
      <Panel title={words.newCode}>
        <NewGateway of={gateway.id} />
      </Panel>
    </>
  );
}

function List({ rows }: { rows: NonNullable<ReturnType<typeof useCertificates>["data"]> }) {
  const words = useWords(gatewayWords);
  const { language } = useSpeech();
  if (rows.length === 0) return <p className="dim">{words.noCertificates}</p>;
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });
  const standing = ({ revokedAt, expiresAt }: (typeof rows)[number]) => {
    if (revokedAt !== undefined) return words.revoked(moment(revokedAt));
    return expiresAt <= now() ? words.over : words.daysLeft(Math.floor((expiresAt - now()) / dayMs));
  };
  return (
    <ul className="spans">
      {rows.map((row) => (
        <li key={row.fingerprint} className={row.revokedAt === undefined ? "" : "dim"}>
          <span>
            <b>{standing(row)}</b> {row.reason}
          </span>
          <span className="dim">
            {words.issued} {moment(row.at)} · <CopyId id={row.fingerprint.slice(0, 16)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** It undoes what a technician did on the spot: it wants a reason. */
function Revoke({ gateway }: { gateway: string }) {
  const words = useWords(gatewayWords);
  const [reason, setReason] = useState<string | null>(null);
  const revoke = useRevoke(gateway);
  if (revoke.isSuccess) return <p role="status">{words.revokeDone}</p>;
  if (reason === null)
    return (
      <Button danger onClick={() => setReason("")}>
        {words.revoke}
      </Button>
    );
  return (
    <form
      className="revoke"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "") revoke.mutate(reason.trim());
      }}
    >
      <Field label={words.revokeReason} hint={words.revokeMeaning}>
        {(field) => (
          <Input {...field} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={200} />
        )}
      </Field>
      <div className="beside">
        <Button danger htmlType="submit" disabled={reason.trim() === ""} loading={revoke.isPending}>
          {words.revoke}
        </Button>
        <Button onClick={() => setReason(null)}>{words.cancel}</Button>
      </div>
      {revoke.error && <Failure error={revoke.error} />}
    </form>
  );
}
