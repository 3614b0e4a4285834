/** A model by its name, those proposed first. */
import Select, { type SelectProps } from "antd/es/select";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useModels } from "./queries.ts";
import { platformWords } from "./words.ts";

type Props = {
  label: string;
  value: string;
  isWrong?: boolean;
  proposed?: readonly string[];
  choose(model: string): void;
};

export function ModelSelect({ label, value, isWrong = false, proposed = [], choose }: Props) {
  const { devices } = useWords(platformWords);
  const { say } = useSpeech();
  const models = useModels().data ?? [];
  const optionOf = ({ model, title }: (typeof models)[number]) => ({ value: model, label: `${say(title)} ${model}` });
  const first = models.filter(({ model }) => proposed.includes(model)).map(optionOf);
  const others = models.filter(({ model }) => !proposed.includes(model)).map(optionOf);
  const groups: NonNullable<SelectProps<string>["options"]> =
    first.length === 0
      ? others
      : [
          { label: devices.proposed, options: first },
          { label: devices.all, options: others },
        ];
  return (
    <Select
      className="wide"
      aria-label={label}
      showSearch={{ optionFilterProp: "label" }}
      {...(isWrong ? { status: "error" as const } : {})}
      value={value === "" ? null : value}
      placeholder={devices.chooseModel}
      options={groups}
      onChange={choose}
    />
  );
}
