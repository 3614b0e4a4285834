/** One's own account: password, one-time code, where one is signed in, tokens. */
import { useQuery } from "@tanstack/react-query";
import { useMe } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { calls } from "./calls.ts";
import { PasswordPanel } from "./password-panel.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";
import { TotpPanel } from "./totp-panel.tsx";
import { accountWords } from "./words.ts";

export default function AccountPage() {
  const { say } = useSpeech();
  const words = useWords(accountWords);
  const me = useMe().data;
  const account = useQuery({ queryKey: ["account"], queryFn: calls.account });
  if (account.error) return <Failure error={account.error} retry={() => void account.refetch()} />;
  if (!account.data || !me) return <Waiting />;
  const { display, name, role: _, roleName, unit, phone } = account.data;
  const facts = [
    { name: words.role, value: say(roleName) },
    { name: words.unit, value: unit ?? words.none },
    { name: words.phone, value: phone ?? words.none },
  ];
  return (
    <Page title={words.title} lead={display === name ? name : `${display}（${name}）`}>
      <div className="account-panels">
        {me.needsTotp && (
          <p role="alert" className="account-must">
            {words.mustTotp}
          </p>
        )}
        <Panel title={display}>
          <Facts facts={facts} />
        </Panel>
        <TotpPanel account={account.data} />
        <PasswordPanel account={account.data} />
        <SessionsPanel />
        {!me.needsTotp && <TokensPanel me={me} />}
      </div>
    </Page>
  );
}
