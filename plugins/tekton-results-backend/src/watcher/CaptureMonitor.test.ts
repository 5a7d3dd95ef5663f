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

import { ClusterError } from '../cluster';
import { captureRun } from './captureRun';
import { CaptureMonitor } from './CaptureMonitor';

const NOW = Date.UTC(2026, 10, 21, 12);
const AT = '2026-11-21T12:00:00.000Z';

function setUp() {
  const clock = { now: NOW };
  const monitor = new CaptureMonitor({
    configProblems: [],
    now: () => clock.now,
  });
  const cluster = monitor.addCluster({ name: 'prod', title: 'Production' });
  return {
    monitor,
    cluster,
    clock,
    report: () => monitor.report().clusters[0],
  };
}

const forbidden = new ClusterError('may not list', {
  code: 'forbidden',
  status: 403,
});
const away = new ClusterError('no answer', { code: 'unreachable' });

describe('CaptureMonitor', () => {
  it('starts as long as it is not known who watches, and what', () => {
    const { monitor, report } = setUp();
    expect(report()).toMatchObject({ state: 'starting', resources: [] });
    expect(monitor.report().state).toBe('ok');
  });

  it('tells of clusters that cannot be captured, which is no failure', () => {
    const { monitor } = setUp();
    monitor.setUnsupported([
      { name: 'gke', title: 'Cloud', reason: 'nobody can sign in' },
    ]);
    const { state, clusters } = monitor.report();
    expect(state).toBe('ok');
    expect(clusters[1]).toEqual({
      name: 'gke',
      title: 'Cloud',
      state: 'unsupported',
      unsupportedReason: 'nobody can sign in',
      resources: [],
    });
  });

  it('tells how a resource comes to be watched', () => {
    const { cluster, report } = setUp();
    const resource = cluster.resource('taskruns');
    const states = [report().resources[0].state];
    for (const happen of [
      () => resource.listing(),
      () => resource.listed(),
      () => resource.received(20),
    ]) {
      happen();
      states.push(report().resources[0].state);
    }
    expect(states).toEqual(['starting', 'listing', 'watching', 'watching']);
    expect(report()).toMatchObject({
      state: 'ok',
      resources: [{ listedAt: AT, lastEventAt: AT }],
    });
  });

  it('tells how long changes waited, and what became of new runs', () => {
    const { cluster, report } = setUp();
    const resource = cluster.resource('taskruns');
    expect(report().resources[0]).not.toHaveProperty('lagP95Ms');
    expect(report().resources[0]).not.toHaveProperty('runs');

    resource.observeRuns(() => ({ seen: 3, stored: 2, since: NOW }));
    resource.received(20);
    resource.received();
    expect(report().resources[0]).toMatchObject({
      lagP95Ms: 20,
      runs: { seen: 3, stored: 2, since: AT },
    });

    cluster.standby(true);
    cluster.standby(false);
    expect(report().resources[0]).toEqual({
      resource: 'taskruns',
      state: 'starting',
      listedAt: undefined,
      lastEventAt: AT,
    });
  });

  it('tells a problem and since when, until an answer came', () => {
    const { monitor, cluster, report, clock } = setUp();
    const resource = cluster.resource('taskruns');
    resource.failing(away);
    clock.now += 60_000;
    resource.failing(away);
    resource.listing();
    expect(report()).toMatchObject({
      state: 'failing',
      problem: { code: 'unreachable', message: 'no answer', since: AT },
      resources: [{ state: 'failing' }],
    });
    expect(monitor.report().state).toBe('degraded');
    resource.watching();
    expect(report()).toMatchObject({ state: 'ok', problem: undefined });
  });

  it('does not take what is stored late for an answer of the cluster', () => {
    const { cluster, report } = setUp();
    const resource = cluster.resource('taskruns');
    resource.failing(away);
    resource.received(20);
    expect(report().problem?.code).toBe('unreachable');
    resource.watching();
    resource.notStoring(new Error('database is away'));
    expect(report().problem?.code).toBe('storage');
    resource.received(20);
    expect(report().problem).toBe(undefined);
  });

  it('tells what waits to be stored, and for how long', () => {
    const { cluster, report } = setUp();
    cluster
      .resource('taskruns')
      .observeBacklog(() => ({ size: 3, oldestSince: NOW - 2_000 }));
    cluster.resource('pipelineruns').observeBacklog(() => ({ size: 0 }));
    expect(report().resources).toMatchObject([
      { resource: 'taskruns', backlog: 3, lagMs: 2_000 },
      { resource: 'pipelineruns', backlog: 0, lagMs: 0 },
    ]);
  });

  it('is well with a resource that is not captured, and says why it is not', () => {
    const { cluster, monitor, report } = setUp();
    const events = cluster.resource('events');
    events.off(forbidden);
    events.listing();
    expect(report()).toMatchObject({
      state: 'ok',
      resources: [{ state: 'off', offReason: 'may not list' }],
    });
    expect(monitor.report().state).toBe('ok');
    events.watching();
    expect(report().resources[0]).toEqual({
      resource: 'events',
      state: 'watching',
    });
  });

  it('names each right that is missing; the optional ones are no fault', () => {
    const { cluster, monitor, report } = setUp();
    const right = {
      verb: 'list',
      apiGroup: '',
      resource: 'events',
      feature: 'events',
      optional: true,
    };
    expect(report().missingRights).toBe(undefined);
    cluster.rightsChecked([right]);
    expect(report().missingRights).toEqual([right]);
    expect(monitor.report().state).toBe('ok');
    cluster.rightsChecked([{ ...right, optional: false }]);
    expect(monitor.report().state).toBe('degraded');
  });

  it('calls back when something is refused for want of a right', () => {
    const { cluster } = setUp();
    const onForbidden = jest.fn();
    cluster.onForbidden(onForbidden);
    cluster.resource('taskruns').failing(away);
    expect(onForbidden).not.toHaveBeenCalled();
    cluster.resource('taskruns').failing(forbidden);
    cluster.resource('events').off(forbidden);
    expect(onForbidden).toHaveBeenCalledTimes(2);
  });

  it('reports no troubles of a cluster that another replica watches', () => {
    const { cluster, monitor, report } = setUp();
    cluster.resource('taskruns').failing(away);
    cluster.standby(true);
    expect(report()).toMatchObject({
      state: 'standby',
      problem: undefined,
      resources: [{ resource: 'taskruns', state: 'standby' }],
    });
    expect(monitor.report().state).toBe('ok');
  });

  it('reports on a standby nothing of the time when it watched, nor afterwards', () => {
    const { cluster, report } = setUp();
    const resource = cluster.resource('taskruns');
    const right = {
      verb: 'list',
      apiGroup: '',
      resource: 'events',
      feature: 'events',
      optional: true,
    };
    cluster.rightsChecked([right]);
    cluster.observeUnstored(() => ({
      kind: 'TaskRun',
      namespace: 'shop',
      name: 'build',
      uid: 'uid-1',
      reason: 'logs: the pod does not answer',
    }));
    resource.observeBacklog(() => ({ size: 3 }));
    resource.refused();
    resource.unreadable({ problem: 'object: no' });
    resource.failing(away);
    cluster.standby(true);
    expect(report()).toEqual({
      name: 'prod',
      title: 'Production',
      state: 'standby',
      resources: [{ resource: 'taskruns', state: 'standby' }],
    });
    cluster.standby(false);
    expect(report()).toEqual({
      name: 'prod',
      title: 'Production',
      state: 'starting',
      resources: [{ resource: 'taskruns', state: 'starting' }],
    });
  });

  it('tells that the database does not say who watches, also on a standby', () => {
    const { cluster, monitor, report, clock } = setUp();
    cluster.resource('taskruns').watching();
    for (const standby of [false, true]) {
      cluster.standby(standby);
      cluster.leaseAsked(new Error('database is away'));
      clock.now += 5_000;
      cluster.leaseAsked(new Error('database is still away'));
      expect(report()).toMatchObject({
        state: 'failing',
        problem: {
          code: 'storage',
          message: 'database is still away',
          since: new Date(clock.now - 5_000).toISOString(),
        },
      });
      expect(monitor.report().state).toBe('degraded');
      cluster.leaseAsked();
      expect(report().problem).toBeUndefined();
    }
    expect(report().state).toBe('standby');
  });

  it('counts what cannot be read, and names the last', () => {
    const { cluster, report } = setUp();
    const resource = cluster.resource('taskruns');
    resource.unreadable({ problem: 'object: no' });
    resource.unreadable({
      namespace: 'shop',
      name: 'odd',
      problem: 'kind: no',
    });
    expect(report().resources[0].unreadable).toEqual({
      count: 2,
      last: { namespace: 'shop', name: 'odd', problem: 'kind: no', time: AT },
    });
  });

  it('has one entry for a resource whose watch begins anew', () => {
    const { cluster, report } = setUp();
    cluster.resource('taskruns').watching();
    cluster.resource('taskruns').listing();
    expect(report().resources).toEqual([
      { resource: 'taskruns', state: 'listing' },
    ]);
  });

  it('tells of a finished run that waits for the database, unless it is on its way', () => {
    const { cluster, report, clock } = setUp();
    const { captured } = captureRun(
      {
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        metadata: {
          name: 'build',
          namespace: 'shop',
          uid: 'uid-1',
          resourceVersion: '1',
        },
        status: {
          completionTime: AT,
          conditions: [{ type: 'Succeeded', status: 'True' }],
        },
      },
      'changed',
    );
    const [{ facts }] = [captured ?? []].flat();
    cluster.resource('taskruns').observeBacklog(() => ({
      size: 1,
      oldestFinished: () => ({ facts, since: NOW }),
    }));
    expect(report().oldestUnstored).toBeUndefined();
    clock.now += 15_000;
    const waiting = {
      kind: 'TaskRun',
      namespace: 'shop',
      name: 'build',
      uid: 'uid-1',
      completedAt: AT,
      reason: 'its final state waits for the database',
    } as const;
    expect(report().oldestUnstored).toEqual(waiting);
    const completedAt = '2026-11-21T12:00:01.000Z';
    cluster.observeUnstored(() => ({ ...waiting, uid: '2', completedAt }));
    expect(report().oldestUnstored?.uid).toBe('uid-1');
    const before = '2026-11-21T11:00:00.000Z';
    cluster.observeUnstored(() => ({
      ...waiting,
      uid: '2',
      completedAt: before,
    }));
    expect(report().oldestUnstored?.uid).toBe('2');
  });

  it('fails when runs are not looked after, but on a standby', () => {
    const { cluster, monitor, report } = setUp();
    cluster.resource('taskruns').watching();
    cluster.observeCare(() => ({ message: 'no answer', since: NOW }));
    expect(report()).toMatchObject({
      state: 'failing',
      problem: { code: 'storage', message: 'no answer', since: AT },
    });
    expect(monitor.report().state).toBe('degraded');
    cluster.standby(true);
    expect(report()).toMatchObject({ state: 'standby', problem: undefined });
  });

  it('tells of the run that waits longest to be captured whole', () => {
    const { cluster, report } = setUp();
    const run = {
      kind: 'TaskRun',
      namespace: 'shop',
      name: 'build',
      uid: 'uid-1',
      completedAt: AT,
      reason: 'logs: the pod does not answer',
    } as const;
    cluster.observeUnstored(() => run);
    expect(report().oldestUnstored).toEqual(run);
  });
});
