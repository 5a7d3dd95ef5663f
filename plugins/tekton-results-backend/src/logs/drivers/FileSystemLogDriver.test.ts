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

import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
  type FileHandle,
} from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { inChunks, readBytes } from '../__testUtils__/testArchive';
import { keyOfPath, pathOfKey } from './fileNames';
import { FileSystemLogDriver } from './FileSystemLogDriver';
import { fileSystemLogDriverFactory } from './fileSystemLogDriverFactory';

const never = new AbortController().signal;
const signal = never;

let parent: string;
let root: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tekton-results-logs-'));
  root = join(parent, 'logs');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(parent, { recursive: true });
});

const put = (driver: FileSystemLogDriver, key: string, text = key) =>
  driver.put(key, inChunks(text), { signal });

async function mode(...path: string[]): Promise<string> {
  // eslint-disable-next-line no-bitwise -- what is no permission is cut off
  return ((await stat(join(root, ...path))).mode & 0o777).toString(8);
}

it('keeps files that only its own user can read', async () => {
  const driver = await FileSystemLogDriver.create(root);
  await put(driver, 'prod/0.gz');
  expect(await mode()).toBe('700');
  expect(await mode('prod')).toBe('700');
  expect(await mode('prod', '0.gz')).toBe('600');
  expect(await readFile(join(root, 'prod/0.gz'), 'utf8')).toBe('prod/0.gz');
});

it('stays in its folder whatever keys say', async () => {
  const driver = await FileSystemLogDriver.create(root);
  const keys = [
    '../../out',
    '/etc/x',
    '..',
    '.',
    'a//b',
    'a/',
    'a',
    'a/b',
    '//',
  ];
  for (const key of keys) {
    await put(driver, key);
  }
  for (const key of keys) {
    const bytes = await readBytes(driver.get(key, { signal }));
    expect(bytes.toString()).toBe(key);
  }
  expect(await readdir(parent)).toEqual(['logs']);
  const { objects } = await driver.list({ limit: 100, signal });
  expect(objects.map(({ key }) => key).sort()).toEqual(keys.sort());
});

it.each([
  ['prod/ab/0.gz', ['prod', 'ab', '0.gz']],
  ['prod.gz/0', ['prod.gz%d', '0%']],
  ['..', ['%2E%2E%']],
  ['/', ['%%d', '%%']],
  [`${'k'.repeat(250)}/x`, [`${'k'.repeat(200)}%+`, 'k'.repeat(50), 'x%']],
])('finds the file of the key %s', (key, path) => {
  expect(pathOfKey(key)).toEqual(path);
  expect(keyOfPath(path)).toBe(key);
});

it('follows no links', async () => {
  const driver = await FileSystemLogDriver.create(root);
  await put(driver, 'prod/1.gz');
  await writeFile(join(parent, 'secret.gz'), 'secret');
  await mkdir(join(parent, 'elsewhere'));
  await writeFile(join(parent, 'elsewhere/2.gz'), 'secret');
  await symlink(join(parent, 'secret.gz'), join(root, 'prod/link.gz'));
  await symlink(join(parent, 'elsewhere'), join(root, 'linked'));

  for (const key of ['prod/link.gz', 'linked/2.gz']) {
    await expect(readBytes(driver.get(key, { signal }))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  }
  await expect(put(driver, 'linked/3.gz')).rejects.toThrow('leads out');
  await driver.delete(['linked/2.gz'], { signal });
  expect(await readdir(join(parent, 'elsewhere'))).toEqual(['2.gz']);
  const { objects } = await driver.list({ limit: 10, signal });
  expect(objects.map(({ key }) => key)).toEqual(['prod/1.gz']);
});

it('works in a folder that is a link itself', async () => {
  await mkdir(join(parent, 'disk'));
  await symlink(join(parent, 'disk'), root);
  const driver = await FileSystemLogDriver.create(root);
  await put(driver, 'prod/1.gz');
  expect(
    (await readBytes(driver.get('prod/1.gz', { signal }))).toString(),
  ).toBe('prod/1.gz');
});

it('leaves nothing behind when the disk is full', async () => {
  const driver = await FileSystemLogDriver.create(root);
  const probe = await open(join(parent, 'probe'), 'w');
  const prototype: FileHandle = Object.getPrototypeOf(probe);
  await probe.close();
  jest.spyOn(prototype, 'writeFile').mockRejectedValue(
    Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
    }),
  );
  await expect(put(driver, 'prod/1.gz')).rejects.toThrow('no space left');
  expect(await readdir(join(root, '%uploads'))).toEqual([]);
  expect((await driver.list({ limit: 10, signal })).objects).toEqual([]);
});

it('goes on when somebody has removed the folder of uploads', async () => {
  const driver = await FileSystemLogDriver.create(root);
  await rm(join(root, '%uploads'), { recursive: true });
  const keys = ['prod/1.gz', 'prod/2.gz', 'prod/3.gz'];
  await Promise.all(keys.map(key => put(driver, key)));
  expect(await mode('%uploads')).toBe('700');
  const { objects } = await driver.list({ limit: 10, signal });
  expect(objects.map(({ key }) => key)).toEqual(keys);
});

it('does not make the folder of logs again when its disk is gone', async () => {
  const driver = await FileSystemLogDriver.create(root);
  await rm(root, { recursive: true });
  await expect(put(driver, 'prod/1.gz')).rejects.toMatchObject({
    code: 'ENOENT',
  });
  expect(await readdir(parent)).toEqual([]);
});

it('removes folders that nothing is in any more', async () => {
  const driver = await FileSystemLogDriver.create(root);
  await put(driver, 'prod/a/1.gz');
  await put(driver, 'prod/b/1.gz');
  await driver.delete(['prod/a/1.gz'], { signal });
  expect(await readdir(join(root, 'prod'))).toEqual(['b']);
  await driver.delete(['prod/b/1.gz'], { signal });
  expect(await readdir(root)).toEqual(['%uploads']);
});

it('removes what killed processes have left when it is old', async () => {
  await FileSystemLogDriver.create(root);
  const [old, recent] = ['old', 'recent'].map(name =>
    join(root, '%uploads', name),
  );
  await writeFile(old, '');
  await writeFile(recent, '');
  await utimes(old, new Date(0), new Date(0));
  await FileSystemLogDriver.create(root);
  expect(await readdir(join(root, '%uploads'))).toEqual(['recent']);
});

it.each([
  [{}, "Setting 'directory' of the log driver 'filesystem' must be given"],
  [{ directory: 'logs' }, 'must be an absolute path'],
  [{ directory: '/x', folder: '/x' }, "Setting 'folder'"],
])('refuses the settings %j', async (settings, message) => {
  await expect(
    (async () =>
      fileSystemLogDriverFactory.create({
        config: new ConfigReader(settings),
        logger: mockServices.logger.mock(),
      }))(),
  ).rejects.toThrow(message);
});
