/** Language and light or dark. */
import { BulbOutlined, MoonOutlined, SunOutlined, TranslationOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useSpeech } from "../i18n/language.tsx";
import { type LookChoice, useLook } from "../look/look.tsx";

const next: Record<LookChoice, LookChoice> = { auto: "light", light: "dark", dark: "auto" };
const icons = { auto: BulbOutlined, light: SunOutlined, dark: MoonOutlined };

export function Preferences() {
  const { t, language, setLanguage } = useSpeech();
  const { choice, choose } = useLook();
  const Icon = icons[choice];
  const other = language === "en" ? "zh-CN" : "en";
  return (
    <div className="preferences">
      <Button
        type="text"
        icon={<TranslationOutlined aria-hidden />}
        lang={other}
        onClick={() => setLanguage(other)}
        aria-label={`${t.language.label}：${t.language.other}`}
      >
        {t.language.other}
      </Button>
      <Button
        type="text"
        icon={<Icon aria-hidden />}
        onClick={() => choose(next[choice])}
        aria-label={`${t.look.label}：${t.look[choice]}`}
      >
        {t.look[choice]}
      </Button>
    </div>
  );
}
