/** Said before a device is adopted, or a mapping saved: by this model it would never alarm. */
import Alert from "antd/es/alert";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { type ModelView, untoldAlarms } from "./use-model.ts";
import { platformWords } from "./words.ts";

type Props = { model: ModelView | undefined; read: readonly { point: string }[]; of: "samples" | "messages" };

export function DeafWarning({ model, read, of }: Props) {
  const { devices: words } = useWords(platformWords);
  const { say } = useSpeech();
  const untold = untoldAlarms(model, read);
  if (model === undefined || untold.length === 0) return null;
  const titles = model.points.filter(({ id }) => untold.includes(id)).map(({ id, title }) => `${say(title)} (${id})`);
  return <Alert role="note" type="warning" showIcon title={words.deaf[of](titles.join(words.or), say(model.title))} />;
}
