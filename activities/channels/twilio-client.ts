import twilio from 'twilio';
import { unreached } from './unreached';

/** An answer that is not a success, with its headers: the SDK's own errors lose `Retry-After`. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** How to get at Twilio. */
export interface TwilioAccess {
  readonly accountSid: string;
  readonly authToken: string;
  readonly baseUrl?: string;
  readonly timeoutMs: number;
}

/** Turns an answer that is not a success into our error. */
type Classify = (refusal: Refusal) => Error;

/**
 * A Twilio client that sends to `baseUrl` if one is given (Twilio's own edge and region settings cannot leave twilio.com), never
 * retries by itself, and throws only our errors: the SDK's hold the recipient and the token.
 */
export function twilioClient(
  { accountSid, authToken, baseUrl, timeoutMs }: TwilioAccess,
  classify: Classify,
): twilio.Twilio {
  const httpClient = new OwnRequestClient(baseUrl, timeoutMs, classify);
  return twilio(accountSid, authToken, { httpClient, autoRetry: false });
}

type RequestOptions<T> = Parameters<typeof twilio.RequestClient.prototype.request<T>>[0];

class OwnRequestClient extends twilio.RequestClient {
  readonly #baseUrl: string | undefined;
  readonly #classify: Classify;

  constructor(baseUrl: string | undefined, timeoutMs: number, classify: Classify) {
    super({ timeout: timeoutMs, autoRetry: false });
    this.#baseUrl = baseUrl;
    this.#classify = classify;
  }

  override async request<T>(options: RequestOptions<T>) {
    const response = await this.#call(options);
    const { statusCode: status, headers, body } = response as { statusCode: number; headers: object; body: unknown };
    if (status < 200 || status >= 300) throw this.#classify({ status, headers: { ...headers }, body });
    // Accepted, whatever the body says: an unreadable one must not look like a failure.
    return typeof body === 'object' && body !== null ? response : { ...response, body: {} as T };
  }

  async #call<T>(options: RequestOptions<T>) {
    try {
      return await super.request({ ...options, uri: this.#target(options.uri) });
    } catch (error) {
      throw unreached('Twilio', error);
    }
  }

  #target(uri: string): string {
    if (this.#baseUrl === undefined) return uri;
    const { pathname, search } = new URL(uri);
    return new URL(pathname + search, this.#baseUrl).href;
  }
}
