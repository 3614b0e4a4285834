/** One person in the list: who, which role, where, and how they come in. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import type { PersonView } from "../../../http/account-views.ts";
import { useUnitName } from "../../called/use-unit-name.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { calls } from "./calls.ts";
import { peopleWords } from "./words.ts";

/** Tables somebody imports now and then. */
const staleTime = 5 * 60_000;
export const useRoles = () => useQuery({ queryKey: ["roles"], queryFn: calls.roles, staleTime });
export const useAreas = () => useQuery({ queryKey: ["areas"], queryFn: calls.areas, staleTime });

export function PersonRow({ person, onEdit }: { person: PersonView; onEdit(): void }) {
  const { say } = useSpeech();
  const words = useWords(peopleWords);
  const unitName = useUnitName();
  const role = useRoles().data?.find(({ id }) => id === person.role);
  const areas = useAreas().data ?? [];
  const names = person.areas.map((id) => areas.find((area) => area.id === id)?.name ?? id);
  const where = role?.sees === "areas" ? names.join("、") : words.everywhere;
  const { name, display, unit, phone, active, password, totp, usedAt } = person;
  const door = { set: null, invited: words.invited, none: words.noPassword }[password];
  const about = [
    unit === null ? null : unitName(unit),
    where,
    phone,
    door,
    totp ? `${words.totp}${words.totpOn}` : null,
  ];
  return (
    <li className={active ? "" : "people-inactive"}>
      <span className="account-what">
        <span>
          <b>{display}</b> <span className="dim">{name}</span> · {role ? say(role.name) : person.role}
          {!active && ` · ${words.inactive}`}
        </span>
        <span className="dim">
          {about.filter((part) => part !== null && part !== "").join(" · ")} ·{" "}
          {usedAt === null ? words.never : <Age at={usedAt} />}
        </span>
      </span>
      <Button onClick={onEdit} aria-label={`${words.edit} ${display}`}>
        {words.edit}
      </Button>
    </li>
  );
}
