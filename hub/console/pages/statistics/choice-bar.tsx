/** Which months, compared with which, grouped by what. */
import Select from "antd/es/select";
import { useId } from "react";
import { now } from "../../clock/clock.ts";
import { useWords } from "../../i18n/language.tsx";
import { monthBefore } from "../../order/scores.ts";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { type Choice, monthsBack } from "./use-choice.ts";
import { statisticsWords } from "./words.ts";

export function ChoiceBar({ choice }: { choice: Choice }) {
  const words = useWords(statisticsWords);
  const months = Array.from({ length: monthsBack + 1 }, (_, back) => monthBefore(now(), back));
  const options = months.map((value) => ({ value, label: value }));
  const groups = (["committee", "unit", "class", "month"] as const).map((value) => ({
    value,
    text: words.groups[value],
  }));
  return (
    <div className="choice-bar">
      <Labelled
        label={words.period}
        value={choice.month ?? "year"}
        options={[{ value: "year", label: words.year }, ...options]}
        onChange={(value) => choice.set("month", value)}
      />
      {choice.month !== null && (
        <Labelled
          label={words.compare}
          value={choice.compared ?? ""}
          options={[{ value: "", label: words.noCompare }, ...options.filter(({ value }) => value !== choice.month)]}
          onChange={(value) => choice.set("with", value)}
        />
      )}
      <FilterLinks name="by" label={words.group} filters={groups} />
    </div>
  );
}

type Props = {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
};

function Labelled({ label, value, options, onChange }: Props) {
  const id = useId();
  return (
    <span className="labelled">
      <label htmlFor={id}>{label}</label>
      <Select id={id} value={value} options={options} onChange={onChange} popupMatchSelectWidth={false} />
    </span>
  );
}
