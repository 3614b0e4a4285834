/** A new password, twice; says at once what is wrong with it. */
import Input from "antd/es/input";
import { useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { doorWords } from "./words.ts";

export type NewPassword = { first: string; second: string };
export const noPassword: NewPassword = { first: "", second: "" };

/** The hub's own rule; whether it is on a list of common ones the hub says. */
export const leastLetters = 10;

export function isPassword({ first, second }: NewPassword): boolean {
  return [...first].length >= leastLetters && first === second;
}

type Props = { value: NewPassword; tried: boolean; onChange(value: NewPassword): void };

export function NewPasswordFields({ value, tried, onChange }: Props) {
  const words = useWords(doorWords);
  const isShort = [...value.first].length < leastLetters;
  return (
    <>
      <Field label={words.password} hint={words.passwordHint} problem={tried && isShort ? words.short : ""}>
        {(props) => (
          <Input.Password
            {...props}
            autoComplete="new-password"
            value={value.first}
            onChange={(event) => onChange({ ...value, first: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.again} problem={tried && value.first !== value.second ? words.different : ""}>
        {(props) => (
          <Input.Password
            {...props}
            autoComplete="new-password"
            value={value.second}
            onChange={(event) => onChange({ ...value, second: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
