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

import { Request, RequestHandler, Response } from 'express';
import { FaultEffect, FaultRegistry } from './faults';

/** Lets ordered faults happen to requests before anything else looks at them. */
export function faultMiddleware(faults: FaultRegistry): RequestHandler {
  return (req, res, next) => {
    const effect = faults.take({
      method: req.method,
      url: req.originalUrl,
      watch: req.query.watch === 'true' || req.query.watch === '1',
    });
    if (!effect) {
      next();
      return;
    }
    inflict(effect, req, res, next);
  };
}

function inflict(
  effect: FaultEffect,
  req: Request,
  res: Response,
  next: () => void,
) {
  if ('status' in effect) {
    for (const [name, value] of Object.entries(effect.headers ?? {})) {
      res.setHeader(name, value);
    }
    res.status(effect.status);
    if (typeof effect.body === 'string') {
      res.type('text/plain').send(effect.body);
    } else {
      res.json(effect.body ?? defaultBody(effect.status));
    }
  } else if ('reset' in effect) {
    req.socket.resetAndDestroy();
  } else if ('delayMs' in effect) {
    const timer = setTimeout(next, effect.delayMs);
    res.on('close', () => clearTimeout(timer));
  } else if ('cutWatchAfterEvents' in effect) {
    res.locals.cutWatchAfterEvents = effect.cutWatchAfterEvents;
    next();
  } else if ('log' in effect) {
    res.locals.logFault = effect.log;
    next();
  }
  // `hang`: nobody ever answers.
}

function defaultBody(code: number) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `the server answered ${code} because it was told to`,
    reason: code === 429 ? 'TooManyRequests' : 'InternalError',
    code,
  };
}
