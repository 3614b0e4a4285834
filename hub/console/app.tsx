/** Who is here, and which page they asked for. */
import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { LiveProvider } from "./live/live-context.tsx";
import { AlertsPage } from "./pages/alerts/alerts-page.tsx";
import { DevicesPage } from "./pages/devices/devices-page.tsx";
import { FaultsPage } from "./pages/faults/faults-page.tsx";
import { GatewayPage } from "./pages/gateways/gateway-page.tsx";
import { GatewaysPage } from "./pages/gateways/gateways-page.tsx";
import { MorePage } from "./pages/more-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { OverviewPage } from "./pages/overview/overview-page.tsx";
import { SignInPage } from "./pages/sign-in/sign-in-page.tsx";
import { TicketsPage } from "./pages/tickets/tickets-page.tsx";
import { Failure } from "./parts/failure.tsx";
import { Waiting } from "./parts/waiting.tsx";
import { useMe } from "./queries.ts";
import { Shell } from "./shell/shell.tsx";

/** Hold the charts, and the fields of every move: loaded when first asked for. The other pages are too small to be worth a request each. */
const DevicePage = lazy(() => import("./pages/devices/device-page.tsx"));
const SettingsPage = lazy(() => import("./pages/settings/settings-page.tsx"));
const TasksPage = lazy(() => import("./pages/tasks/tasks-page.tsx"));
const FlowsPage = lazy(() => import("./pages/flows/flows-page.tsx"));
const LedgerPage = lazy(() => import("./pages/ledger/ledgers-page.tsx"));
const TicketPage = lazy(() => import("./pages/tickets/ticket-page.tsx"));

export function App() {
  const me = useMe();
  if (me.data === undefined && me.error)
    return (
      <main className="alone">
        <Failure error={me.error} retry={() => void me.refetch()} />
      </main>
    );
  if (me.data === undefined)
    return (
      <main className="alone">
        <Waiting />
      </main>
    );
  if (me.data === null) return <SignInPage />;
  return (
    <LiveProvider>
      <Shell me={me.data}>
        <Suspense fallback={<Waiting />}>
          <Pages />
        </Suspense>
      </Shell>
    </LiveProvider>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/alerts" component={AlertsPage} />
      <Route path="/tickets" component={TicketsPage} />
      <Route path="/tickets/:id">{({ id }) => <TicketPage key={id} id={id} />}</Route>
      <Route path="/devices" component={DevicesPage} />
      <Route path="/devices/:gateway/:device">
        {({ gateway, device }) => <DevicePage key={`${gateway}/${device}`} gateway={gateway} device={device} />}
      </Route>
      <Route path="/gateways" component={GatewaysPage} />
      <Route path="/gateways/:id">{({ id }) => <GatewayPage key={id} id={id} />}</Route>
      <Route path="/faults" component={FaultsPage} />
      <Route path="/ledger">{() => <LedgerPage />}</Route>
      <Route path="/ledger/:tab">{({ tab }) => <LedgerPage key={tab} tab={tab} />}</Route>
      <Route path="/ledger/:tab/:book">{({ tab, book }) => <LedgerPage key={book} tab={tab} book={book} />}</Route>
      <Route path="/automation">{() => <FlowsPage />}</Route>
      <Route path="/tasks">{() => <TasksPage />}</Route>
      <Route path="/settings">{() => <SettingsPage />}</Route>
      <Route path="/settings/:section">{({ section }) => <SettingsPage key={section} section={section} />}</Route>
      <Route path="/more" component={MorePage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}
