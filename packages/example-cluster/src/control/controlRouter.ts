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

import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { Fault, FaultRegistry } from './faults';

/** What can be done to a running server, by HTTP and by the methods of the object alike. */
export interface ClusterControls {
  faults: FaultRegistry;
  compact(): void;
  dropWatches(options?: { abrupt?: boolean }): number;
  garbleWatches(): number;
  prune(): number;
  setInstalled(installed: boolean): void;
  state(): object;
}

/** The paths under `/_control`. They ask for no identity and no fault touches them. */
export function createControlRouter(controls: ClusterControls): Router {
  const router = PromiseRouter();
  router.use(express.json());

  router.get('/state', (_req, res) => {
    res.json(controls.state());
  });
  router.get('/faults', (_req, res) => {
    res.json(controls.faults.list());
  });
  router.post('/faults', (req, res) => {
    try {
      controls.faults.add(req.body as Fault);
      res.status(201).json(controls.faults.list());
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      res.status(400).json({ message });
    }
  });
  router.delete('/faults', (_req, res) => {
    controls.faults.clear();
    res.status(204).end();
  });
  router.post('/compact', (_req, res) => {
    controls.compact();
    res.status(204).end();
  });
  router.post('/drop-watches', (req, res) => {
    const abrupt = req.body?.abrupt === true;
    res.json({ dropped: controls.dropWatches({ abrupt }) });
  });
  router.post('/garble-watches', (_req, res) => {
    res.json({ garbled: controls.garbleWatches() });
  });
  router.post('/prune', (_req, res) => {
    res.json({ pruned: controls.prune() });
  });
  router.post('/installed', (req, res) => {
    controls.setInstalled(req.body?.installed !== false);
    res.status(204).end();
  });
  return router;
}
