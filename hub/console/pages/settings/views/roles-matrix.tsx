/** What each role may, as one table of rights by roles; a touch changes the draft. */
import { CheckOutlined } from "@ant-design/icons";
import Checkbox from "antd/es/checkbox";
import { rights } from "../../../../accounts/rights.ts";
import { useWords } from "../../../i18n/language.tsx";
import { Panel } from "../../../parts/panel.tsx";
import type { Book } from "../editor/use-book.ts";
import { settingsWords } from "../words.ts";

type Role = { id: string; name: { zh: string; en: string }; rights: string[] };

export function RolesMatrix({ book: { body, form } }: { book: Book }) {
  const words = useWords(settingsWords);
  const roles = (body.roles ?? []) as Role[];
  const nameOf = ({ id, name }: Role) => form.names.value("name", name) || id;
  const toggle = (at: number, right: string, isOn: boolean) => {
    const others = (roles[at]?.rights ?? []).filter((one) => one !== right);
    form.change?.(["roles", at, "rights"], isOn ? [...others, right] : others);
  };
  return (
    <Panel title={words.sections.roles?.name ?? ""} className="panel-list">
      <div className="table-scroll">
        <table className="work-table plain-table matrix">
          <thead>
            <tr>
              <th scope="col">{words.fields.rights}</th>
              {roles.map((role, at) => (
                <th key={role.id || at} scope="col">
                  {nameOf(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map((right) => (
              <tr key={right}>
                <th scope="row">{words.rights[right] ?? right}</th>
                {roles.map((role, at) => (
                  <td key={role.id || at}>
                    <Tick
                      label={`${nameOf(role)} ${words.rights[right] ?? right}`}
                      isOn={role.rights.includes(right)}
                      set={form.change && ((isOn) => toggle(at, right, isOn))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Tick({ label, isOn, set }: { label: string; isOn: boolean; set: ((isOn: boolean) => void) | null }) {
  const words = useWords(settingsWords);
  if (set) return <Checkbox aria-label={label} checked={isOn} onChange={(event) => set(event.target.checked)} />;
  return (
    <>
      {isOn && <CheckOutlined aria-hidden />}
      <span className="unseen">{isOn ? words.yes : words.no}</span>
    </>
  );
}
