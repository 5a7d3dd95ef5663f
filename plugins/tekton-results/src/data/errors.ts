const STATUS_BY_NAME: Record<string, number> = {
  InputError: 400,
  NotAllowedError: 403,
  NotFoundError: 404,
};

/** The HTTP status an error stands for, if it stands for one. */
export function errorStatus(error: Error | undefined): number | undefined {
  if (!error) {
    return undefined;
  }
  const { statusCode, cause } = error as Error & {
    statusCode?: unknown;
    cause?: unknown;
  };
  if (typeof statusCode === 'number') {
    return statusCode;
  }
  return (
    STATUS_BY_NAME[error.name] ??
    (cause instanceof Error ? STATUS_BY_NAME[cause.name] : undefined)
  );
}

/** The words of an error, without the frame an HTTP client puts around them. */
export function errorMessage(error: Error): string {
  const { body } = error as Error & {
    body?: { error?: { message?: string } };
  };
  return body?.error?.message || error.message;
}
