/** Who is signed in, and the way out. */
import { LogoutOutlined, UserOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { Link } from "wouter";
import type { Me } from "../../http/views.ts";
import { useSignOut } from "../client/queries.ts";
import { useSpeech } from "../i18n/language.tsx";

export function Account({ me }: { me: Me }) {
  const { t } = useSpeech();
  const signOut = useSignOut();
  return (
    <div className="account">
      <Link href="/account" className="account-name" title={t.signedInAs(me.name)}>
        <UserOutlined aria-hidden /> {me.display}
      </Link>
      <Button
        type="text"
        icon={<LogoutOutlined aria-hidden />}
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {t.signOut}
      </Button>
    </div>
  );
}
