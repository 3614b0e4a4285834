/** One gateway in the list: its name leads to its page. */
import { Link } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { GatewayMark } from "../../parts/gateway-mark.tsx";
import { GatewayBacklog } from "./gateway-backlog.tsx";
import { GatewayFacts } from "./gateway-facts.tsx";
import { GatewayTrouble } from "./gateway-trouble.tsx";

export function GatewayCard({ gateway }: { gateway: GatewayView }) {
  return (
    <article className={`panel gateway gateway-${gateway.state}`}>
      <header className="gateway-head">
        <h2>
          <Link href={`/gateways/${encodeURIComponent(gateway.id)}`}>{gateway.title}</Link>
        </h2>
        <GatewayMark state={gateway.state} />
        <p className="dim">{gateway.place}</p>
      </header>
      <GatewayTrouble gateway={gateway} />
      <GatewayBacklog gateway={gateway} />
      <GatewayFacts gateway={gateway} />
    </article>
  );
}
