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

import { parse as parseForm } from 'querystring';
import type { IRouter, Request, Response } from 'express';
import type { BodyReader } from './BodyReader';
import { factsOf } from './requestFacts';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

type Handler = (req: Request, res: Response) => Promise<void>;

/** What answers each method of each path. */
export type Routes = Readonly<
  Record<
    string,
    Readonly<Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Handler>>>
  >
>;

const FORM = 'application/x-www-form-urlencoded';

/**
 * Adds routes to a router that is mounted on a path. Of several that match, the
 * first that has the method answers; a method that none has, `HEAD` and `OPTIONS`
 * included, is answered as upstream does.
 */
export function addRoutes(
  router: IRouter,
  routes: Routes,
  options: { bodies: BodyReader; basePath: string },
): void {
  for (const [path, handlers] of Object.entries(routes)) {
    const handlerOf = new Map(Object.entries(handlers));
    router.all(path, async (req, res, next) => {
      factsOf(res).route = `${options.basePath}${path === '/' ? '' : path}`;
      const handler = handlerOf.get(await methodOf(req, res, options.bodies));
      if (!handler) {
        next();
        return;
      }
      await audited(res, () => handler(req, res));
    });
  }
  router.use((_req, res, next) => {
    if (factsOf(res).route !== undefined) {
      throw new ResultsApiError(GrpcCode.Unimplemented, 'Method Not Allowed');
    }
    next();
  });
}

/** Writes down how what is audited ended, before the answer to a failure. */
async function audited(
  res: Response,
  handle: () => Promise<void>,
): Promise<void> {
  try {
    await handle();
  } catch (error) {
    await factsOf(res).audit?.fail(error);
    throw error;
  }
  await factsOf(res).audit?.succeed();
}

/**
 * The method that is meant. A form that is posted may be a `GET` whose
 * parameters are too long for a URL, such as a filter.
 */
async function methodOf(
  req: Request,
  res: Response,
  bodies: BodyReader,
): Promise<string> {
  if (
    req.method !== 'POST' ||
    req.headers['content-type']?.split(';')[0].trim() !== FORM ||
    req.headers['x-http-method-override'] !== 'GET'
  ) {
    return req.method;
  }
  const form = parseForm((await bodies.read(req, res)).toString('utf8'));
  req.query = { ...req.query, ...form };
  return 'GET';
}
