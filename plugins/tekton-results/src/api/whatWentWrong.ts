import { isError } from '@backstage/errors';

/**
 * Failed requests that a screen answers in its own way:
 *
 * - `refused`: the user may not see what was asked for
 * - `missing`: there is no such thing, or it is hidden from the user
 * - `badRequest`: the request itself was wrong, as by a cursor of another list
 * - `unknown`: anything else, such as a backend that does not answer
 */
export type Trouble = 'refused' | 'missing' | 'badRequest' | 'unknown';

const BY_NAME: Record<string, Trouble> = {
  NotAllowedError: 'refused',
  NotFoundError: 'missing',
  InputError: 'badRequest',
};

const BY_STATUS: Record<number, Trouble> = {
  400: 'badRequest',
  403: 'refused',
  404: 'missing',
};

/**
 * Tells what kind of failure an error is: by the name the backend gave it, which
 * the client keeps in the cause, else by the status of the response.
 */
export function whatWentWrong(error: Error): Trouble {
  const { cause } = error;
  return (
    BY_NAME[error.name] ??
    (isError(cause) ? BY_NAME[cause.name] : undefined) ??
    ('statusCode' in error && typeof error.statusCode === 'number'
      ? BY_STATUS[error.statusCode]
      : undefined) ??
    'unknown'
  );
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
