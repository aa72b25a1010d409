import express, { type Express } from 'express';
import { createAuthenticate, requireRight } from './auth';
import { errorBoundary, unknownPath } from './boundary';
import { capturedPages, type CapturedDeps } from './captured/pages';
import { contextOf, giveContext } from './context';
import { allowOrigins } from './cors';
import type { ApiDeps } from './deps';
import { strictHeaders } from './headers';
import { healthRoutes, type Probes } from './health';
import { createAnswerOnce } from './idempotency';
import type { LiveHub } from './live/hub';
import { liveRoutes } from './live/routes';
import { createMetrics, type Metrics } from './metrics';
import { openapiDocument } from './openapi/document';
import { OPERATIONS } from './openapi/operations';
import { publicPages } from './public/pages';
import { referencePages } from './reference/pages';
import { refuseMethod, registerRoutes } from './register';
import { logRequests } from './request-log';
import type { Route } from './route';
import { alarmRoutes } from './routes/alarms';
import { auditRoutes } from './routes/audit';
import { colleagueRoute } from './routes/colleagues';
import { consentRoutes } from './routes/consents';
import { conversationRoutes } from './routes/conversations';
import { correctionRoutes } from './routes/corrections';
import { customerHealthRoute } from './routes/customer-health';
import { customerJourneysRoute } from './routes/customer-journeys';
import { customerLinkRoutes } from './routes/customer-links';
import { customerNoteRoutes } from './routes/customer-notes';
import { customerTaskRoute } from './routes/customer-tasks';
import { customerTimelineRoute } from './routes/customer-timeline';
import { customerRoutes } from './routes/customers';
import { enrollmentRoutes } from './routes/enrollments';
import { forecastRoutes } from './routes/forecast';
import { holdRoutes } from './routes/holds';
import { inAppRoutes } from './routes/in-app';
import { inboundRoutes } from './routes/inbound';
import { inboxRoutes } from './routes/inbox';
import { ingestRoutes } from './routes/ingest';
import { invitationRoutes } from './routes/invitations';
import { journeyMapRoutes } from './routes/journey-map';
import { journeyPeopleRoutes } from './routes/journey-people';
import { journeyRoutes } from './routes/journeys';
import { keyRoutes } from './routes/keys';
import { liveTokenRoutes } from './routes/live-token';
import { staffRoutes } from './routes/staff';
import { messageRenderingRoutes } from './routes/message-rendering';
import { messageRoutes } from './routes/messages';
import { suppressionRoutes } from './routes/suppressions';
import { oidcRoutes } from './routes/oidc';
import { ownNotificationRoutes } from './routes/own-notifications';
import { ownAccountRoutes } from './routes/own-account';
import { presenceRoutes } from './routes/presence';
import { passwordResetRoutes } from './routes/password-resets';
import { previewRoutes } from './routes/preview';
import { privacyRoutes } from './routes/privacy';
import { searchRoute } from './routes/search';
import { sessionRoutes } from './routes/session';
import { settingsRoutes } from './routes/settings';
import { pushSubscriptionRoutes } from './routes/push-subscriptions';
import { streamRoutes } from './routes/stream';
import { reassignmentRoutes } from './routes/reassignments';
import { replyTemplateRoutes } from './routes/reply-templates';
import { taskActRoutes } from './routes/task-acts';
import { taskReplyRoutes } from './routes/task-replies';
import { taskRoutes } from './routes/tasks';
import { touchRoutes } from './routes/touches';
import { translationRoute } from './routes/translations';
import { triageRoutes } from './routes/triage';
import { trustRoutes } from './routes/trust';
import { watchRoutes } from './routes/watch';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries';
import { webhookEndpointRoutes } from './routes/webhook-endpoints';
import { whyRoutes } from './routes/why';
import type { BuiltPages } from './web/built';
import { webPages } from './web/pages';
import { webhookRoutes, type WebhookDeps } from './webhooks/routes';

/** How the API is set up, apart from what it is built from. Every default is safe. */
export interface AppOptions {
  /** The API's own unless given. */
  readonly routes?: readonly Route[];
  readonly metrics?: Metrics;
  readonly probes?: Probes;
  /** Express's `trust proxy`: how many proxies stand before the API (default none). */
  readonly trustProxy?: number;
  /** Origins whose pages may post events (default none). */
  readonly corsOrigins?: readonly string[];
  /** Where callers reach the API, for the reference (default: wherever the reference was read). */
  readonly publicUrl?: string | undefined;
  /** Serve `/metrics` without a key (default: whoever may read). */
  readonly publicMetrics?: boolean;
  /** Take webhooks of providers at `/webhooks` (default not). */
  readonly webhooks?: Pick<WebhookDeps, 'settings' | 'wake'>;
  /** Serve live in-app messages at `/live`, from this hub (default not). */
  readonly live?: LiveHub;
  /** Serve the captured-messages page at `/captured` (default not). */
  readonly captured?: Pick<CapturedDeps, 'links'> | false;
  /** Serve the staff pages at `/app`, and lead browsers there from `/` (default not). */
  readonly web?: BuiltPages | undefined;
}

/** Every route of the API, as data. */
export function allRoutes(deps: ApiDeps): Route[] {
  return [
    ...ingestRoutes(deps),
    ...customerRoutes(deps),
    searchRoute(deps),
    customerTimelineRoute(deps),
    customerJourneysRoute(deps),
    customerHealthRoute(deps),
    colleagueRoute(deps),
    ...customerNoteRoutes(deps),
    ...correctionRoutes(deps),
    ...consentRoutes(deps),
    ...customerLinkRoutes(deps),
    ...suppressionRoutes(deps),
    ...inAppRoutes(deps),
    ...pushSubscriptionRoutes(deps),
    ...liveTokenRoutes(deps),
    ...inboundRoutes(deps),
    ...conversationRoutes(deps),
    ...triageRoutes(deps),
    ...touchRoutes(deps),
    ...previewRoutes(deps),
    ...whyRoutes(deps),
    ...settingsRoutes(deps),
    ...enrollmentRoutes(deps),
    ...journeyRoutes(deps),
    ...inboxRoutes(deps),
    ...presenceRoutes(deps),
    ...streamRoutes(deps),
    ...journeyMapRoutes(deps),
    ...journeyPeopleRoutes(deps),
    ...forecastRoutes(deps),
    ...messageRoutes(deps),
    ...messageRenderingRoutes(deps),
    translationRoute(deps),
    ...taskRoutes(deps),
    customerTaskRoute(deps),
    ...taskActRoutes(deps),
    ...taskReplyRoutes(deps),
    ...replyTemplateRoutes(deps),
    ...reassignmentRoutes(deps),
    ...holdRoutes(deps),
    ...trustRoutes(deps),
    ...alarmRoutes(deps),
    ...watchRoutes(deps),
    ...privacyRoutes(deps),
    ...auditRoutes(deps),
    ...keyRoutes(deps),
    ...webhookEndpointRoutes(deps),
    ...webhookDeliveryRoutes(deps),
    ...staffRoutes(deps),
    ...invitationRoutes(deps),
    ...sessionRoutes(deps),
    ...passwordResetRoutes(deps),
    ...oidcRoutes(deps),
    ...ownAccountRoutes(deps),
    ...ownNotificationRoutes(deps),
  ];
}

/** Builds the API; it does not listen. */
export function createApp(deps: ApiDeps, options: AppOptions = {}): Express {
  const { db, now, log } = deps;
  const { routes = allRoutes(deps), metrics = createMetrics(db, { now }), probes = ALONE, captured = false } = options;
  const authenticate = createAuthenticate({ db, now, publicUrl: options.publicUrl });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.trustProxy ?? 0);

  app.use(giveContext, logRequests(log, metrics), strictHeaders(options.publicUrl));
  app.use(healthRoutes(db, probes, log));
  app.get('/metrics', async (request, response) => {
    contextOf(response).route = '/metrics';
    if (!options.publicMetrics) requireRight(await authenticate(request), 'read');
    const { contentType, text } = await metrics.read();
    response.set('Content-Type', contentType).end(text);
  });
  if (options.webhooks) {
    app.use('/webhooks', webhookRoutes({ db, now, log, ...options.webhooks, count: metrics.countWebhook }));
  }
  const ways = { captured: captured !== false, web: options.web !== undefined };
  app.use(referencePages(openapiDocument(routes, options.publicUrl), ways));
  if (options.web) app.use('/app', webPages(options.web));
  for (const path of Object.keys(OPERATIONS)) app.all(path, refuseMethod(path, ['GET', 'HEAD']));
  if (captured) app.use('/captured', asRoute('/captured'), capturedPages({ ...deps, ...captured }));

  app.use('/c', publicPages(deps));
  if (options.live) {
    const origins = options.corsOrigins ?? [];
    app.use('/live', liveRoutes({ ...deps, hub: options.live, origins, sample: captured !== false }));
  }

  const posted = routes.filter(({ right }) => right === 'ingest').map(({ path }) => path);
  app.use(allowOrigins(options.corsOrigins ?? [], posted));
  registerRoutes(app, routes, {
    now,
    authenticate,
    publicUrl: options.publicUrl,
    answerOnce: createAnswerOnce({ db, log }),
    onReply: (route, reply) => route.right === 'ingest' && metrics.countIngested(reply.body),
  });
  app.use(unknownPath, errorBoundary(log));
  return app;
}

/** Names pages in logs and metrics by where they are mounted. */
function asRoute(path: string): express.RequestHandler {
  return (_request, response, next) => {
    contextOf(response).route = path;
    next();
  };
}

const ALONE: Probes = {
  pendingMigrations: async () => [],
  temporalReachable: async () => undefined,
  draining: () => false,
};
