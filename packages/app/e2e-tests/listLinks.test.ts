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

import type { Page, Request } from '@playwright/test';
import {
  ACME,
  type BackstageProcess,
  expect,
  listedRuns,
  manyRunsTest as test,
  openPage,
  pagesOf,
  runId,
  type RunList,
  runRows,
  runsTable,
} from './support';

const CHECKOUT = 'component/default/checkout';
const COMPONENTS = [CHECKOUT, 'component/default/platform-infra'];
const SYSTEM = 'system/default/selling';

/** Ways in which a URL could ask for more than the entity has. */
const WIDENING = [
  'f=label:backstage.io/kubernetes-id=payments-api',
  'f=namespace:payments&f=namespace:shop',
  'entityRef=component:default/acme',
  'entity=acme&scope=all&includeOwned=true',
  'filter=true',
  'q=payments',
  'label=backstage.io/kubernetes-id=payments-api',
];

/** The same in a request to the backend. */
const WIDENING_REQUESTS = [
  'label=backstage.io/kubernetes-id%3Dpayments-api',
  'label=backstage.io/kubernetes-id%3Dpayments-api&label=backstage.io/kubernetes-id%3Dcheckout',
  'filter=true%20%7C%7C%20true',
  `filter=${encodeURIComponent('true) || (true')}`,
  `filter=${encodeURIComponent('parent != "" || true // ')}`,
  'namespace=payments&namespace=shop',
  'includeOwned=true',
  'search=payments',
];

async function runsOf(
  backstage: BackstageProcess,
  entity: string,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { items } of pagesOf(backstage, {
    path: `/v1/entities/${entity}/runs`,
    query: { limit: '100', includeOwned: 'true' },
    direction: 'nextCursor',
  })) {
    ids.push(...items.map(runId));
  }
  return ids;
}

// Narrower lists have no heads of columns.
test.use({ viewport: { width: 1600, height: 1000 } });

test.describe('the runs of an entity', () => {
  test('cannot become more by a URL', async ({ archive, page }) => {
    test.setTimeout(300_000);
    const own = new Set(await runsOf(archive, CHECKOUT));
    expect(own.size).toBeGreaterThan(3_000);
    for (const widening of WIDENING) {
      await openPage(
        page,
        archive,
        `/catalog/default/component/checkout/runs?${widening}`,
      );
      await expect(
        runRows(page).first().or(page.getByText('No run matches')),
      ).toBeVisible();
      const others = (await listedRuns(page)).filter(id => !own.has(id));
      expect(others, widening).toEqual([]);
    }
    for (const widening of WIDENING_REQUESTS) {
      const response = await archive.request(
        `/v1/entities/${CHECKOUT}/runs?limit=100&${widening}`,
      );
      expect([200, 400], widening).toContain(response.status);
      const { items = [] }: Partial<RunList> = await response.json();
      expect(
        items.map(runId).filter(id => !own.has(id)),
        widening,
      ).toEqual([]);
    }
  });

  test('are those of its components, for a system that chooses them', async ({
    archive,
  }) => {
    test.setTimeout(300_000);
    const ofComponents: string[] = [];
    for (const component of COMPONENTS) {
      ofComponents.push(...(await runsOf(archive, component)));
    }
    expect(new Set(ofComponents).size).toBe(ofComponents.length);
    expect((await runsOf(archive, SYSTEM)).sort()).toEqual(ofComponents.sort());
  });
});

/** What no parameter should hold. */
const GARBAGE = [
  '',
  '%00%01',
  '../../..//',
  '"><script>alert(1)</script>',
  "'; drop table records; --",
  '%F0%9F%92%A9'.repeat(50),
  'constructor',
  '-1',
  '9'.repeat(400),
];
const PARAMETERS = [
  'q',
  'status',
  'last',
  'from',
  'to',
  'f',
  'sort',
  'size',
  'cursor',
  'nothing',
];
/** What is left out without a word, as it says nothing or is a text like any. */
const FREE = ['q', 'cursor', 'nothing'];

function requestsOf(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', request => {
    if (request.url().includes('/api/tekton-results/')) {
      requests.push(request);
    }
  });
  return requests;
}

test.describe('a link to a list', () => {
  for (const parameter of PARAMETERS) {
    test(`with garbage as ${parameter} shows a list and says what was left out`, async ({
      archive,
      page,
    }) => {
      const requests = requestsOf(page);
      for (const garbage of GARBAGE) {
        await openPage(page, archive, `${ACME.tab}?${parameter}=${garbage}`);
        await expect(
          runRows(page).first().or(page.getByText('No run matches')),
        ).toBeVisible();
        if (garbage && !FREE.includes(parameter)) {
          await expect(
            page.getByText(/Part of the link could not be read/),
          ).toBeVisible();
        }
      }
      for (const request of requests) {
        const { pathname, search } = new URL(request.url());
        expect(pathname).toMatch(/^\/api\/tekton-results\/v1\/[\w/:-]+$/);
        expect(search).not.toMatch(/[<>"\s]/);
      }
    });
  }

  test('leads back and forth over fifteen steps', async ({ archive, page }) => {
    test.setTimeout(300_000);
    await openPage(page, archive, ACME.tab);
    await expect(runRows(page)).toHaveCount(25);
    const settled = async () => {
      await expect(runsTable(page)).toHaveAttribute('aria-busy', 'false');
      return { url: page.url(), runs: await listedRuns(page) };
    };
    const steps = [await settled()];
    const step = async (name: string) => {
      const { runs } = steps[steps.length - 1];
      await page.getByRole('button', { name, exact: true }).first().click();
      await expect.poll(() => listedRuns(page)).not.toEqual(runs);
      steps.push(await settled());
    };
    for (const order of ['Duration', 'Duration', 'Started']) {
      await step(order);
      for (let turn = 0; turn < 4; turn += 1) {
        await step(order === 'Started' ? 'Older' : 'Next');
      }
    }
    expect(steps).toHaveLength(16);
    for (const known of [...steps].reverse().slice(1)) {
      await page.goBack();
      await expect.poll(settled).toEqual(known);
    }
    for (const known of steps.slice(1)) {
      await page.goForward();
      await expect.poll(settled).toEqual(known);
    }
  });
});
