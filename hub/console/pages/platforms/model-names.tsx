/** The names a model's driver reads in `properties`, and what they mean: whoever writes a mapping needs them beside it. */
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { unitText } from "../../words/unit.ts";
import type { ModelView } from "./use-model.ts";
import { platformWords } from "./words.ts";

export function ModelNames({ model }: { model: ModelView | undefined }) {
  const { mapping: words } = useWords(platformWords);
  const { say } = useSpeech();
  if (model === undefined) return <p className="dim">{words.namesNone}</p>;
  if (model.names.length === 0) return <p className="dim">{words.namesBytes}</p>;
  return (
    <table className="platform-names">
      <thead>
        <tr>
          <th scope="col">{words.namesPoint}</th>
          <th scope="col">{words.namesName}</th>
          <th scope="col">{words.namesValue}</th>
        </tr>
      </thead>
      <tbody>
        {model.names.map(({ point: id, names, values }) => {
          const point = model.points.find((one) => one.id === id);
          const isAlarm = model.alarms.includes(id);
          return (
            <tr key={id}>
              <th scope="row">
                {point === undefined ? id : say(point.title)} {isAlarm && <b className="mark">{words.namesAlarm}</b>}
              </th>
              <td>
                {names.map((name) => (
                  <code key={name}>{name}</code>
                ))}
              </td>
              <td>
                {values.length > 0
                  ? values.map((value) => <code key={value}>{value}</code>)
                  : words.kinds[point?.kind ?? "number"]}{" "}
                {unitText(point?.unit)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
