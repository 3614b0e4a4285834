/** An address that leads nowhere. */
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.tsx";
import { Page } from "../parts/page.tsx";
import { Quiet } from "../parts/quiet.tsx";

export function NotFoundPage() {
  const { t } = useSpeech();
  return (
    <Page title={t.notFound.title}>
      <Quiet title={t.notFound.text}>
        <Link href="/">{t.notFound.home}</Link>
      </Quiet>
    </Page>
  );
}
