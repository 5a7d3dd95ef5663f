/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { ServiceUnavailableError } from '@backstage/errors';

const ADVICE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name is not known: check the endpoint and the DNS',
  EAI_AGAIN: 'its host name cannot be looked up now: check the DNS',
  ECONNREFUSED: 'nothing listens there: check the endpoint and its port',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut off',
  ETIMEDOUT: 'it did not answer in time: check firewalls and proxies',
  EHOSTUNREACH: 'there is no way to its host: check the network',
  ENETUNREACH: 'there is no way to its network: check the network',
  UNEXPECTED_ANSWER:
    'something else answers in its place: check the endpoint, and proxies on the way',
  EPROTO: 'it does not speak TLS: check whether the endpoint is http or https',
};

const TLS_CODES =
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH)/;

const CUT_OFF = /socket hang up|other side closed|premature close|^aborted$/i;

const MAX_MESSAGE_LENGTH = 500;

/**
 * The error for a store of logs that does not do what it is asked for: what it
 * said itself, and what to do.
 *
 * It has none of the properties of the error that it is made of, which may hold
 * whole requests, with their credentials.
 *
 * @param options - `store`: what it is, such as `S3 bucket 'logs'`; `advice`: what
 * to do, if the driver knows; `secrets`: texts that must not get into the message
 *
 * @public
 */
export function logStoreError(options: {
  store: string;
  error: unknown;
  /** What kind of error it is, in the words of the store, such as `NoSuchBucket`. */
  code?: string;
  advice?: string;
  secrets?: ReadonlyArray<string | undefined>;
}): Error {
  const { store, error, secrets = [] } = options;
  const code = options.code ?? textProperty(error, 'code');
  const words = [
    `${store}: ${options.advice ?? adviceOn(error) ?? 'it failed'}`,
    detail(code, messageOf(error)),
  ].filter(word => word !== '');
  return new ServiceUnavailableError(
    withoutSecrets(words.join(' '), secrets).slice(0, MAX_MESSAGE_LENGTH),
  );
}

/** What to do about a connection that failed. */
function adviceOn(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause && depth < 5; depth++) {
    const message = messageOf(cause);
    // Some clients wrap errors and keep nothing but the message.
    const code =
      textProperty(cause, 'code') ?? /\bE[A-Z]{4,}[A-Z_]*\b/.exec(message)?.[0];
    if (code !== undefined && TLS_CODES.test(code)) {
      return 'its certificate is not trusted: give its authority to Node.js with NODE_EXTRA_CA_CERTS';
    }
    if (code !== undefined && ADVICE[code]) {
      return ADVICE[code];
    }
    if (CUT_OFF.test(message)) {
      return ADVICE.ECONNRESET;
    }
    cause =
      typeof cause === 'object' && 'cause' in cause ? cause.cause : undefined;
  }
  return undefined;
}

function detail(code: string | undefined, message: string): string {
  const words = [code, message].filter(
    (word, index, all) => word && !(index === 0 && all[1]?.includes(word)),
  );
  return words.length > 0 ? `(${words.join(': ')})` : '';
}

function messageOf(error: unknown): string {
  const message = textProperty(error, 'message') ?? String(error);
  // Answers of proxies are pages.
  return message
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function textProperty(value: unknown, name: string): string | undefined {
  const property =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[name]
      : undefined;
  return typeof property === 'string' && property !== '' ? property : undefined;
}

function withoutSecrets(
  text: string,
  secrets: ReadonlyArray<string | undefined>,
): string {
  return secrets.reduce<string>(
    (clean, secret) => (secret ? clean.replaceAll(secret, '***') : clean),
    text,
  );
}
