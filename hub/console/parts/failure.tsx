/** Something failed: what, what to do, and the request's number for whoever looks into it. */
import { CloseCircleFilled } from "@ant-design/icons";
import Button from "antd/es/button";
import { ApiError } from "../client/api-error.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { faultDetail } from "../words/fault-detail.ts";
import { CopyId } from "./copy-id.tsx";

/** `newest`: shows what there is now; offered where somebody else was faster. */
type Props = { error: Error; retry?: () => void; newest?: () => void };

export function Failure({ error, retry, newest }: Props) {
  const { t, say, language } = useSpeech();
  const problem =
    error instanceof ApiError ? error.problem : { code: error.name, detail: error.message, cure: "", request: "" };
  const words = wordsFor(problem.code);
  const detail = faultDetail(problem, language);
  return (
    <div className="failure" role="alert">
      <CloseCircleFilled className="failure-icon" aria-hidden />
      <div className="failure-text">
        <b>{words ? say(words.what) : detail || problem.code}</b>
        <p>{words ? say(words.cure) : problem.cure}</p>
        <p className="fine">
          <code>{problem.code}</code>
          {words && detail !== "" && ` ${detail}`}
          {problem.request !== "" && (
            <>
              {" · "}
              {t.failure.request} <CopyId id={problem.request} />
            </>
          )}
        </p>
      </div>
      {retry && !isRefused(error) && <Button onClick={retry}>{t.failure.retry}</Button>}
      {newest && isOvertaken(error) && <Button onClick={newest}>{t.failure.newest}</Button>}
    </div>
  );
}

/** Who lacks a right lacks it the next time too. */
export function isRefused(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 403;
}

/** Somebody else was faster, or it stands elsewhere by now: nothing was done. */
export function isOvertaken(error: Error | null): boolean {
  return error instanceof ApiError && (error.status === 409 || error.status === 412);
}
