/** Makes the one-time code with which a new gateway comes in, and shows it once, as letters and to scan. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import QRCode from "antd/es/qr-code";
import { type FormEvent, useId, useState } from "react";
import { api } from "../../client/api.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { gatewayWords } from "./words.ts";

/** `of`: for this gateway, and no other. */
export function NewGateway({ of }: { of?: string }) {
  const { enrol } = useWords(gatewayWords);
  const field = useId();
  const [isOpen, setOpen] = useState(false);
  const [id, setId] = useState(of ?? "");
  const make = useMutation({ mutationFn: api.makeCode });
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{of === undefined ? enrol.start : enrol.make}</Button>;
  const close = () => {
    setOpen(false);
    setId(of ?? "");
    make.reset();
  };
  if (make.data?.code !== undefined)
    return (
      <section className="panel new-gateway" aria-live="polite">
        <p>{enrol.told(make.data.gateway)}</p>
        <p className="new-gateway-code">{make.data.code}</p>
        <QRCode value={linkOf(make.data.code)} size={176} bordered={false} />
        <p className="fine">{enrol.how}</p>
        <Button onClick={close}>{enrol.again}</Button>
      </section>
    );
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== "") make.mutate(id.trim());
  };
  return (
    <form className="panel new-gateway" onSubmit={send}>
      <label htmlFor={field}>{enrol.id}</label>
      <Input
        id={field}
        value={id}
        onChange={(event) => setId(event.target.value)}
        maxLength={64}
        readOnly={of !== undefined}
        autoFocus
      />
      {make.error && <Failure error={make.error} />}
      <div className="new-gateway-acts">
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {make.isPending ? enrol.making : enrol.make}
        </Button>
        <Button onClick={close}>{enrol.cancel}</Button>
      </div>
    </form>
  );
}

/** What the gateway's page reads from the picture. */
function linkOf(code: string): string {
  return `lilong:enrol?${new URLSearchParams({ hub: location.origin, code })}`;
}
