/** The device's readings as a file: a range of days, for a spreadsheet or for data tools. */
import { DownloadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { DeviceView } from "../../../http/views.ts";
import { api, type ExportRequest } from "../../client/api.ts";
import { client } from "../../client/client.ts";
import { now } from "../../clock/clock.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { dayAfter, dayOf, dayStart } from "../../words/day.ts";
import { deviceWords } from "./device/words.ts";

const weekMs = 6 * 24 * 3_600_000;
const formats = { csv: "CSV", parquet: "Parquet" } as const;

export function DeviceExport({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const [from, setFrom] = useState(() => dayOf(now() - weekMs));
  const [to, setTo] = useState(() => dayOf(now()));
  const isRange = from !== "" && to !== "" && from <= to;
  // The browser fetches the file by itself and would hide a refusal: whoever is signed out hears it before.
  const fetchFile = useMutation({
    mutationFn: async (format: ExportRequest["format"]) => {
      // Where the password was not given yet, reading the account asks for it.
      await client.get("/api/me");
      const range = { from: dayStart(from), to: dayAfter(to) };
      location.assign(api.exportAddress({ gateway: device.gateway, device: device.id, ...range, format }));
    },
  });
  return (
    <Panel title={words.export}>
      <div className="export">
        <Field label={words.exportFrom}>
          {(field) => (
            <Input {...field} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />
          )}
        </Field>
        <Field label={words.exportTo} problem={isRange ? "" : words.exportRange}>
          {(field) => (
            <Input {...field} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />
          )}
        </Field>
        <div className="export-acts">
          {(Object.keys(formats) as (keyof typeof formats)[]).map((format) => (
            <Button
              key={format}
              icon={<DownloadOutlined aria-hidden />}
              disabled={!isRange}
              loading={fetchFile.isPending && fetchFile.variables === format}
              onClick={() => fetchFile.mutate(format)}
            >
              {words.exportAs(formats[format])}
            </Button>
          ))}
        </div>
      </div>
      <p className="fine">{words.exportHint}</p>
      {fetchFile.error && <Failure error={fetchFile.error} />}
    </Panel>
  );
}
