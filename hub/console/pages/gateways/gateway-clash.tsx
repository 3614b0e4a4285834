/** Two machines run under one id: what that means, and the way out. */
import Button from "antd/es/button";
import type { GatewayView } from "../../../http/views.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { useReleaseKey } from "./queries.ts";
import { gatewayWords } from "./words.ts";

export function GatewayClash({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const release = useReleaseKey(gateway.id);
  return (
    <div className="trouble trouble-loud" role="alert">
      <b>{words.clash}</b>
      <p>{words.clashCure}</p>
      {release.isSuccess ? (
        <p role="status">{words.released}</p>
      ) : (
        <Button onClick={() => release.mutate()} loading={release.isPending}>
          {words.release}
        </Button>
      )}
      {release.error && <Failure error={release.error} />}
    </div>
  );
}
