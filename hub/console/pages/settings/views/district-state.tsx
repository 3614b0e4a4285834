/** The connection with the district: whether it is on, how far it has been told, cards, reconciling. */
import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useRef } from "react";
import { Link } from "wouter";
import { now } from "../../../clock/clock.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { useMay } from "../../../me/use-may.ts";
import { Facts } from "../../../parts/facts.tsx";
import { Failure } from "../../../parts/failure.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { Waiting } from "../../../parts/waiting.tsx";
import { momentText } from "../../../words/moment.ts";
import { calls, type District } from "../calls.ts";
import { downloadJson } from "../editor/files.ts";
import { useDistrict } from "../queries.ts";
import { settingsWords } from "../words.ts";

export function DistrictState() {
  const { data, error, refetch } = useDistrict();
  if (data) return <Loaded district={data} />;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={4} />;
}

function Loaded({ district }: { district: District }) {
  const words = useWords(settingsWords);
  const { say } = useSpeech();
  const isOn = district.state === "on";
  const may = useMay("district");
  return (
    <Panel title={`${words.sections.district?.name ?? ""} · ${isOn ? words.district.on : words.district.off}`}>
      {!isOn && <p>{words.district.offText}</p>}
      {isOn && (
        <Facts
          facts={[
            { name: words.district.centre, value: `${district.name ? say(district.name) : ""} ${district.url ?? ""}` },
            { name: words.district.door, value: <code>{district.door}</code> },
            { name: words.district.cases, value: laneText(district.cases.waiting, words.district) },
            { name: words.district.photos, value: laneText(district.attachments.waiting, words.district) },
            { name: words.district.inventory, value: inventoryText(district, words.district) },
          ]}
        />
      )}
      <Reconciled district={district} />
      {may && <Acts isOn={isOn} />}
    </Panel>
  );
}

type Words = { told: string; waiting: (n: number) => string; behind: (n: number) => string };

function laneText(waiting: number, words: Words): string {
  return waiting === 0 ? words.told : words.waiting(waiting);
}

function inventoryText({ inventory: { newest, told } }: District, words: Words): string {
  const behind = newest - (told ?? 0);
  return behind <= 0 ? words.told : words.behind(behind);
}

function Reconciled({ district: { reconciled } }: { district: District }) {
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  if (!reconciled) return <p className="dim">{words.district.never}</p>;
  const { at, inventory, cases } = reconciled;
  return (
    <p>
      {momentText(at, now(), language, { seconds: false })}：
      {words.district.report(inventory.count, inventory.reoffered, cases.asked)}{" "}
      <b>{inventory.isEqual ? words.district.equal : words.district.differed}</b>
    </p>
  );
}

function Acts({ isOn }: { isOn: boolean }) {
  const words = useWords(settingsWords);
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const again = () => {
    void client.invalidateQueries({ queryKey: ["district"] });
    void client.invalidateQueries({ queryKey: ["rulebook"] });
  };
  const reconcile = useMutation({ mutationFn: calls.reconcile, onSuccess: again });
  const card = useMutation({ mutationFn: async () => downloadJson("lilong-card", await calls.districtCard()) });
  const connect = useMutation({
    mutationFn: async (file: File) => {
      const read = parsed(await file.text());
      if (read === null) throw new Error(words.district.badCard);
      return calls.connectDistrict(read);
    },
    onSuccess: again,
  });
  const error = reconcile.error ?? card.error ?? connect.error;
  return (
    <>
      <div className="row-acts">
        <Button
          icon={<UploadOutlined aria-hidden />}
          loading={connect.isPending}
          onClick={() => input.current?.click()}
        >
          {words.district.connect}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json"
          aria-label={words.district.connect}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) connect.mutate(file);
            event.target.value = "";
          }}
        />
        <Button icon={<DownloadOutlined aria-hidden />} loading={card.isPending} onClick={() => card.mutate()}>
          {words.district.card}
        </Button>
        {isOn && (
          <Button loading={reconcile.isPending} onClick={() => reconcile.mutate()}>
            {reconcile.isPending ? words.district.reconciling : words.district.reconcile}
          </Button>
        )}
        <Link href="/inventory">{words.district.coverage}</Link>
      </div>
      {connect.isSuccess && <p role="status">{words.district.connected}</p>}
      {error && <Failure error={error} />}
    </>
  );
}

/** The card, whether it came alone or inside an answer; null where it is none. */
function parsed(text: string): unknown {
  try {
    const read = JSON.parse(text) as { card?: unknown; publicKey?: unknown };
    return read.card ?? (read.publicKey === undefined ? null : read);
  } catch {
    return null;
  }
}
