/** The code somebody sets their password with, shown this once. */
import Button from "antd/es/button";
import type { InviteView } from "../../../http/account-views.ts";
import { useWords } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { peopleWords } from "./words.ts";

export function Invited({ invite: { name, code }, onDone }: { invite: InviteView; onDone(): void }) {
  const words = useWords(peopleWords);
  return (
    <section className="panel new-gateway" role="status">
      <p>{words.told(name)}</p>
      <p className="new-gateway-code">{code}</p>
      <p className="fine">{words.tell}</p>
      <p>
        {words.link} <CopyId id={`${location.origin}/?${new URLSearchParams({ invited: name })}`} />
      </p>
      <Button onClick={onDone}>{words.done}</Button>
    </section>
  );
}
