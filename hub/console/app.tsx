/** Who is here, and which page they asked for. */
import { lazy, Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { useMe } from "./client/queries.ts";
import { LiveProvider } from "./live/live-context.tsx";
import { useLook } from "./look/look.tsx";
import { isMicro } from "./order/field.ts";
import { SoundWatch } from "./pages/alerts/sound-watch.tsx";
import { DeskCall } from "./pages/micro/desk-call.tsx";
import { MorePage } from "./pages/more-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { OverviewPage } from "./pages/overview/overview-page.tsx";
import { SignInPage } from "./pages/sign-in/sign-in-page.tsx";
import { ConfirmDialog } from "./parts/confirm-dialog.tsx";
import { Failure } from "./parts/failure.tsx";
import { Toasts } from "./parts/toast.tsx";
import { Waiting } from "./parts/waiting.tsx";
import { PageGuard } from "./shell/page-guard.tsx";
import { Shell } from "./shell/shell.tsx";

/** Loaded when first asked for. A page that is added here gets its entry in shell/links.ts in the same commit. */
const AccountPage = lazy(() => import("./pages/account/account-page.tsx"));
const AuditPage = lazy(() => import("./pages/audit/audit-page.tsx"));
const PeoplePage = lazy(() => import("./pages/people/people-page.tsx"));
const AlertsPage = lazy(async () => ({ default: (await import("./pages/alerts/alerts-page.tsx")).AlertsPage }));
const AlertPage = lazy(() => import("./pages/alerts/alert-page.tsx"));
const ConnectPage = lazy(() => import("./pages/connect/connect-page.tsx"));
const DevicePage = lazy(() => import("./pages/devices/device-page.tsx"));
const DevicesPage = lazy(async () => ({ default: (await import("./pages/devices/devices-page.tsx")).DevicesPage }));
const FaultsPage = lazy(async () => ({ default: (await import("./pages/faults/faults-page.tsx")).FaultsPage }));
const GatewayPage = lazy(async () => ({ default: (await import("./pages/gateways/gateway-page.tsx")).GatewayPage }));
const GatewaysPage = lazy(async () => ({ default: (await import("./pages/gateways/gateways-page.tsx")).GatewaysPage }));
const CoveragePage = lazy(() => import("./pages/coverage/coverage-page.tsx"));
const InventoryPage = lazy(() => import("./pages/inventory/inventory-page.tsx"));
const FlowsPage = lazy(() => import("./pages/flows/flows-page.tsx"));
const LedgersPage = lazy(() => import("./pages/ledger/ledgers-page.tsx"));
const LossesPage = lazy(async () => ({ default: (await import("./pages/ledger/ledger-page.tsx")).LedgerPage }));
const MapPage = lazy(() => import("./pages/map/map-page.tsx"));
const MicroApp = lazy(() => import("./pages/micro/micro-app.tsx"));
const ConnectorPage = lazy(() => import("./pages/platforms/connector-page.tsx"));
const NewConnectorPage = lazy(() => import("./pages/platforms/new-connector-page.tsx"));
const PlatformsPage = lazy(() => import("./pages/platforms/platforms-page.tsx"));
const RecordPage = lazy(() => import("./pages/gateways/record-page.tsx"));
const StatisticsPage = lazy(() => import("./pages/statistics/statistics-page.tsx"));
const SettingsPage = lazy(() => import("./pages/settings/settings-page.tsx"));
const TasksPage = lazy(() => import("./pages/tasks/tasks-page.tsx"));
const NewTicketPage = lazy(() => import("./pages/tickets/new-ticket-page.tsx"));
const TicketPage = lazy(() => import("./pages/tickets/ticket-page.tsx"));
const WallPage = lazy(() => import("./pages/wall/wall-page.tsx"));
const WallsPage = lazy(() => import("./pages/wall/walls-page.tsx"));
const TicketsPage = lazy(async () => ({ default: (await import("./pages/tickets/tickets-page.tsx")).TicketsPage }));

export function App() {
  const [path] = useLocation();
  // Hangs on a wall and looks by a link of its own: nobody signs in there.
  if (path === "/wall")
    return (
      <Suspense fallback={null}>
        <WallPage />
      </Suspense>
    );
  return <SignedIn />;
}

/** Committees and departments work from a phone: there the micro-platform is their first page, unless they ask for the desk (`/?desk`). */
const fieldRoles: ReadonlySet<string> = new Set(["committee", "department"]);

function SignedIn() {
  const me = useMe();
  const [path] = useLocation();
  const { screen } = useLook();
  const isNobody = me.data === null;
  useEffect(() => {
    if (isNobody) void import("./pages/micro/last-known.ts").then(({ forgetKnown }) => forgetKnown());
  }, [isNobody]);
  const asksDesk = new URLSearchParams(useSearch()).has("desk");
  const isForMicro = screen === "phone" && !asksDesk && fieldRoles.has(me.data?.role ?? "");
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
  if (isMicro(path) || (path === "/" && isForMicro))
    return (
      <LiveProvider>
        <Suspense fallback={<Waiting />}>
          {isMicro(path) ? <MicroApp me={me.data} /> : <Redirect to="/m" replace />}
        </Suspense>
        <ConfirmDialog />
      </LiveProvider>
    );
  return (
    <LiveProvider>
      <Shell me={me.data}>
        {/* The role asks for a one-time code: until it is set up nothing else opens. */}
        {me.data.needsTotp ? (
          <Suspense fallback={<Waiting />}>
            <AccountPage />
          </Suspense>
        ) : (
          <Pages />
        )}
      </Shell>
      <DeskCall me={me.data} />
      <SoundWatch />
      <Toasts />
      <ConfirmDialog />
    </LiveProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  return (
    <PageGuard path={path}>
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/" component={OverviewPage} />
          <Route path="/connect" component={ConnectPage} />
          <Route path="/platforms" component={PlatformsPage} />
          <Route path="/platforms/new" component={NewConnectorPage} />
          <Route path="/platforms/:id">{({ id }) => <ConnectorPage key={id} id={id} />}</Route>
          <Route path="/map" component={MapPage} />
          <Route path="/account" component={AccountPage} />
          <Route path="/settings/people" component={PeoplePage} />
          <Route path="/ledger/audit" component={AuditPage} />
          <Route path="/alerts" component={AlertsPage} />
          <Route path="/alerts/:id">{({ id }) => <AlertPage key={id} id={id} />}</Route>
          <Route path="/tickets" component={TicketsPage} />
          <Route path="/tickets/new" component={NewTicketPage} />
          <Route path="/tickets/:id">{({ id }) => <TicketPage key={id} id={id} />}</Route>
          <Route path="/devices" component={DevicesPage} />
          <Route path="/devices/:gateway/:device">
            {({ gateway, device }) => <DevicePage key={`${gateway}/${device}`} gateway={gateway} device={device} />}
          </Route>
          <Route path="/gateways" component={GatewaysPage} />
          <Route path="/gateways/:id">{({ id }) => <GatewayPage key={id} id={id} />}</Route>
          <Route path="/gateways/:gateway/records/:id">
            {({ gateway, id }) => <RecordPage gateway={gateway} id={id} />}
          </Route>
          <Route path="/coverage" component={CoveragePage} />
          <Route path="/inventory" component={InventoryPage} />
          <Route path="/faults" component={FaultsPage} />
          <Route path="/statistics" component={StatisticsPage} />
          <Route path="/walls" component={WallsPage} />
          <Route path="/losses" component={LossesPage} />
          <Route path="/ledger">{() => <LedgersPage />}</Route>
          <Route path="/ledger/:tab">{({ tab }) => <LedgersPage key={tab} tab={tab} />}</Route>
          <Route path="/ledger/:tab/:book">{({ tab, book }) => <LedgersPage key={book} tab={tab} book={book} />}</Route>
          <Route path="/automation">{() => <FlowsPage />}</Route>
          <Route path="/tasks">{() => <TasksPage />}</Route>
          <Route path="/settings">{() => <SettingsPage />}</Route>
          <Route path="/settings/:section">{({ section }) => <SettingsPage key={section} section={section} />}</Route>
          <Route path="/more" component={MorePage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </PageGuard>
  );
}
