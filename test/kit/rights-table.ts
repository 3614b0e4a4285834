/**
 * Who may do what, said a second time and apart from the routes and the table of roles, so that a wrong right in one of them
 * stands out. Whoever adds an operation writes here who should have it, from what it does.
 */
import type { Right } from "../../hub/accounts/rights.ts";

/** For oneself, for the district centre by its signature, or for anybody at all: what the route's `access` says. */
export type Door = "by own" | "by district" | "by open";
type Row = { roles: string; reads?: string; writes?: string };

/** `roles`: those of the shipped table that have it. */
const byRight: Record<Right, Row> = {
  look: {
    roles: "administrator shift-leader operator technician committee department district read-only",
    reads: `
      exportInventory exportLedger exportReadings listAlerts listAreas listCommands listDecisions listDeviceChanges
      listDevices listFaults listGatewayChanges listGateways listJointActions listLedgerEntries listLedgers
      listNames listQuestions listReadings listRecords listRulebook listTasks listTickets listen printLabels
      readAlert readAlertStory readAttachment readCommand readConfiguration readCoverage readDevice readDeviceFacts
      readDistrict readFlows readGatewayFacts readInventoryTemplate readJointAction readJointAttachment readLedger
      readLedgerHistory readMap readMyPlace readOverview readPosture readRecordPhoto readRulebook
      readRulebookHistory readRulebookSchema readRuns readTicket readTicketPhoto readTicketStory search`,
    writes: `
      answerJointAction bringJointAttachment readClassesText seeTicket tryDispatch`,
  },
  alerts: {
    roles: "administrator shift-leader operator technician committee",
    writes: `
      acknowledgeAlert shelveAlert unshelveAlert`,
  },
  tickets: {
    roles: "administrator shift-leader operator committee department",
    writes: `
      answerQuestion bringAttachment moveTicket reportTicket writeTicketNote`,
  },
  joint: {
    roles: "administrator shift-leader committee",
    reads: `
      listCallable`,
    writes: `
      endJointAction openJointAction`,
  },
  registry: {
    roles: "administrator shift-leader technician",
    reads: `
      exportImportErrors listImports readImport`,
    writes: `
      finishTask importInventory moveDevice moveGateway patchDeviceFacts patchGatewayFacts patchManyDevices
      patchManyGateways replaceDevice replaceGateway takeImport`,
  },
  gateways: {
    roles: "administrator shift-leader technician",
    reads: `
      listCertificates listCodes listConnectors listCredentials listForeignDevices listJoinings listMessages
      listModels listPlatforms listStrangers proposeModels readConnector readDirect readDirectDevice readMessage`,
    writes: `
      adoptForeignDevices configureGateway connectDevice giveCommand makeCode makeCredential makeJoining
      putConnector releaseKey replayMessages revoke revokeCredential revokeJoining tryMapping`,
  },
  posture: {
    roles: "administrator shift-leader",
    reads: `
      readPostureDevices`,
    writes: `
      switchPosture`,
  },
  rulebook: {
    roles: "administrator",
    writes: `
      importRulebook`,
  },
  notify: {
    roles: "administrator",
    reads: `
      listChannels listNotices`,
    writes: `
      setChannelSecrets testChannel`,
  },
  district: {
    roles: "administrator",
    reads: `
      listCallbacks readCard`,
    writes: `
      connectDistrict reconcileDistrict`,
  },
  flows: {
    roles: "administrator shift-leader",
    reads: `
      listenHandovers readQuestion`,
    writes: `
      answerHandover askPeople failHandover noteTicket restartFlows sayToPeople`,
  },
  ledgers: {
    roles: "administrator shift-leader operator technician",
    writes: `
      addLedgerEntry changeLedgerEntry importLedger voidLedgerEntry`,
  },
  statistics: {
    roles: "administrator shift-leader operator district",
    reads: `
      exportScores exportScoresCsv readActivity readScores`,
  },
  people: {
    roles: "administrator",
    reads: `
      listPeople listWalls readPerson`,
    writes: `
      addPerson changePerson endWall makeWall resetPassword resetTotp`,
  },
  audit: {
    roles: "administrator shift-leader",
    reads: `
      listAudit verifyAudit`,
  },
  review: {
    roles: "administrator shift-leader operator",
  },
};

const byDoor: Record<Door, string> = {
  "by own": `
      changePassword confirmSession endSession listSessions listTokens makeToken readAccount revokeToken signOut
      startTotp switchTotpOff switchTotpOn whoAmI`,
  "by district": "takeCallback",
  "by open": `
      comeFromSignIn enrol filePhoto fileRecord leaveForSignIn listenToWall openWall readDescription
      readDistrictDescription readDoor readHealth readWall readWallMap renew setPassword setUp signIn`,
};

/** About the whole district: who is kept to some areas is not let in, whatever their rights. */
const aboutEverything = `
      addLedgerEntry addPerson adoptForeignDevices answerHandover answerQuestion askPeople changeLedgerEntry
      changePerson configureGateway connectDevice connectDistrict endWall exportLedger failHandover giveCommand
      importLedger importRulebook listAudit listCallbacks listCertificates listChannels listCodes listCredentials
      listDecisions listJoinings listLedgerEntries listLedgers listNotices listPeople listQuestions listStrangers
      listWalls listenHandovers makeCode makeCredential makeJoining noteTicket putConnector readCard readDirect
      readDirectDevice readDistrict readFlows readLedgerHistory readPerson readPostureDevices readQuestion
      readRecordPhoto reconcileDistrict releaseKey replayMessages resetPassword resetTotp restartFlows revoke
      revokeCredential revokeJoining sayToPeople setChannelSecrets switchPosture testChannel verifyAudit
      voidLedgerEntry`;

const names = (text = "") => text.split(/\s+/).filter((name) => name !== "");

export const neededFor = new Map<string, Right | Door>([
  ...Object.entries(byRight).flatMap(([right, { reads, writes }]) =>
    [...names(reads), ...names(writes)].map((name) => [name, right as Right] as const),
  ),
  ...Object.entries(byDoor).flatMap(([door, text]) => names(text).map((name) => [name, door as Door] as const)),
]);

/** The flow editor behind the hub, which has no operations of ours. */
export const editorNeeds: Right = "flows";

export const isAboutEverything = new Set(names(aboutEverything));

export const rolesWith = new Map<string, readonly string[]>(
  Object.entries(byRight).map(([right, { roles }]) => [right, names(roles)]),
);
