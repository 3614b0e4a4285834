/** Takes many announced devices into service by one press; it can be taken back, and they wait again to be looked at. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useState } from "react";
import type { DeviceView } from "../../../http/views.ts";
import { client } from "../../client/client.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { tell } from "../../parts/toast.tsx";
import { doEach, type Outcome } from "../alerts/each.ts";
import { keyOf } from "./device-rows.tsx";
import { useForget } from "./queries.ts";
import { deviceWords } from "./words.ts";

type Props = { chosen: readonly DeviceView[]; done: () => void };

export function AdoptButton({ chosen, done }: Props) {
  const words = useWords(deviceWords);
  const forget = useForget();
  const [count, setCount] = useState(0);
  // The list loses rows while this goes on: what was chosen when it began counts.
  const adopt = useMutation({
    mutationFn: (rows: readonly DeviceView[]) => moveAll(rows, "adopt", setCount),
    onSuccess: (outcomes, rows) => {
      const adopted = rows.filter((_, at) => outcomes[at]?.error === null);
      // What was in service before without a registration does not go back to where it was.
      const undone = adopted.filter(({ life }) => life === "announced");
      if (adopted.length === rows.length) done();
      if (adopted.length > 0)
        tell({
          text: words.adopted(adopted.length),
          ...(undone.length === adopted.length ? { undo: () => takeBack(undone).finally(forget) } : {}),
        });
    },
    onSettled: () => {
      setCount(0);
      forget();
    },
  });
  const wrong = (adopt.data ?? []).flatMap(({ error }) => error ?? []);
  return (
    <>
      <Button type="primary" loading={adopt.isPending} onClick={() => adopt.mutate(chosen)}>
        {adopt.isPending ? words.adopting(count, adopt.variables.length) : words.adopt}
      </Button>
      {wrong[0] && (
        <div>
          <p>{words.notAdopted(wrong.length)}</p>
          <Failure error={wrong[0]} />
        </div>
      )}
    </>
  );
}

function moveAll(rows: readonly DeviceView[], move: "adopt" | "unadopt", told: (done: number) => void) {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const work = (key: string): Promise<unknown> => {
    const { gateway, id: device } = byKey.get(key) as DeviceView;
    return client.post("/api/registry/devices/{gateway}/{device}/life", { path: { gateway, device }, body: { move } });
  };
  return doEach([...byKey.keys()], work, told);
}

async function takeBack(rows: readonly DeviceView[]): Promise<void> {
  const outcomes: Outcome[] = await moveAll(rows, "unadopt", () => {});
  const wrong = outcomes.find(({ error }) => error !== null)?.error;
  if (wrong) throw wrong;
}
