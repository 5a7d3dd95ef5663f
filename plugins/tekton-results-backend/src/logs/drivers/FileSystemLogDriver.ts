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

import { randomUUID } from 'crypto';
import { constants, type Dirent } from 'fs';
import {
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
  type FileHandle,
} from 'fs/promises';
import { dirname, join } from 'path';
import { isError, NotFoundError } from '@backstage/errors';
import {
  checkLogDriverByUse,
  type LogDriver,
  type LogObject,
} from 'backstage-plugin-tekton-results-node';
import {
  foldersOfPrefix,
  keyOfPath,
  pathOfKey,
  UPLOADS_FOLDER,
} from './fileNames';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const READ_BYTES = 256 * 1024;
/** No log takes so long to be kept. */
const MAX_PUT_MS = 24 * 60 * 60 * 1000;
/** A folder that another delete has just removed is made again. */
const MAX_PLACEMENTS = 5;

/**
 * Keeps logs as files. A file gets its name only when it is whole and on the
 * disk. Links in the folder are not followed.
 */
export class FileSystemLogDriver implements LogDriver {
  /**
   * @param directory - made if it is not there
   * @throws if it cannot be used
   */
  static async create(directory: string): Promise<FileSystemLogDriver> {
    await mkdir(directory, { recursive: true, mode: FOLDER_MODE });
    const driver = new FileSystemLogDriver(await realpath(directory));
    await mkdir(driver.uploads, { recursive: true, mode: FOLDER_MODE });
    await driver.removeOldUploads();
    return driver;
  }

  private readonly uploads: string;

  private constructor(private readonly root: string) {
    this.uploads = join(root, UPLOADS_FOLDER);
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    const upload = join(this.uploads, randomUUID());
    const file = await this.openUpload(upload);
    try {
      const size = await writeAll(file, body, options.signal);
      await this.place(upload, key);
      return { size };
    } catch (error) {
      await unlink(upload).catch(() => undefined);
      throw error;
    }
  }

  async *get(
    key: string,
    options: { start?: number; end?: number; signal: AbortSignal },
  ): AsyncGenerator<Uint8Array, void> {
    const { start = 0, end = Infinity, signal } = options;
    const file = await this.openFile(key);
    try {
      let at = start;
      while (at < end) {
        signal.throwIfAborted();
        const length = Math.min(READ_BYTES, end - at);
        const buffer = Buffer.allocUnsafe(length);
        const { bytesRead } = await file.read(buffer, 0, length, at);
        if (bytesRead === 0) {
          return;
        }
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
  }

  async delete(
    keys: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void> {
    for (const key of keys) {
      options.signal.throwIfAborted();
      const path = this.pathOf(key);
      if (await this.isInside(dirname(path))) {
        await unlink(path).catch(unlessMissing);
        await this.removeEmptyFolders(dirname(path));
      }
    }
  }

  async list(options: {
    prefix?: string;
    after?: string;
    limit: number;
    signal: AbortSignal;
  }): Promise<{ objects: readonly LogObject[]; next?: string }> {
    const { prefix = '', after, limit, signal } = options;
    const objects: LogObject[] = [];
    const position = after === undefined ? [] : pathOfKey(after);
    for await (const names of this.filesAfter([], {
      position,
      within: foldersOfPrefix(prefix),
    })) {
      signal.throwIfAborted();
      const key = keyOfPath(names);
      const object =
        key?.startsWith(prefix) === true
          ? await describeFile(join(this.root, ...names), key)
          : undefined;
      if (object) {
        objects.push(object);
      }
      if (objects.length === limit) {
        return { objects, next: key };
      }
    }
    return { objects };
  }

  async check(options: { signal: AbortSignal }): Promise<void> {
    await checkLogDriverByUse(this, options);
  }

  private pathOf(key: string): string {
    return join(this.root, ...pathOfKey(key));
  }

  private async openUpload(upload: string): Promise<FileHandle> {
    const create = () =>
      open(
        upload,
        // eslint-disable-next-line no-bitwise -- how flags are put together
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
        FILE_MODE,
      );
    const file = await create().catch(unlessMissing);
    if (file) {
      return file;
    }
    // Somebody has removed it. Not the folder of logs: its disk may be missing.
    await mkdir(this.uploads, { mode: FOLDER_MODE }).catch(unlessThere);
    return create();
  }

  private async place(upload: string, key: string): Promise<void> {
    const path = this.pathOf(key);
    const folder = dirname(path);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
        if (!(await this.isInside(folder))) {
          throw new Error(`${folder} leads out of the folder of logs`);
        }
        await rename(upload, path);
        break;
      } catch (error) {
        if (!isMissing(error) || attempt === MAX_PLACEMENTS) {
          throw error;
        }
      }
    }
    await syncFolder(folder);
  }

  private async openFile(key: string): Promise<FileHandle> {
    const path = this.pathOf(key);
    const inside = await this.isInside(dirname(path));
    // eslint-disable-next-line no-bitwise -- how flags are put together
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
    const file = inside
      ? await open(path, flags).catch(unlessMissing)
      : undefined;
    if (!file) {
      throw new NotFoundError(`There is no log ${key} in the folder of logs`);
    }
    return file;
  }

  /** Whether no link leads there, and it is there at all. */
  private async isInside(folder: string): Promise<boolean> {
    return (await realpath(folder).catch(unlessMissing)) === folder;
  }

  private async removeEmptyFolders(from: string): Promise<void> {
    let folder = from;
    while (folder !== this.root) {
      const removed = await rmdir(folder).then(
        () => true,
        () => false,
      );
      if (!removed) {
        return;
      }
      folder = dirname(folder);
    }
  }

  /**
   * The files in a folder and below, by name, after a position.
   *
   * @param options - `position`: names that lead there, from this folder on;
   * `within`: folders in which alone is looked
   */
  private async *filesAfter(
    folder: readonly string[],
    options: { position: readonly string[]; within: readonly string[] },
  ): AsyncGenerator<string[], void> {
    const [after, ...positionBelow] = options.position;
    const [only, ...withinBelow] = options.within;
    const entries = await readFolder(join(this.root, ...folder));
    for (const entry of entries) {
      const { name } = entry;
      const isWanted =
        (after === undefined || name >= after) &&
        (only === undefined || (name === only && entry.isDirectory())) &&
        !(folder.length === 0 && name === UPLOADS_FOLDER);
      if (isWanted && entry.isDirectory()) {
        yield* this.filesAfter([...folder, name], {
          position: name === after ? positionBelow : [],
          within: withinBelow,
        });
      } else if (isWanted && entry.isFile() && name !== after) {
        yield [...folder, name];
      }
    }
  }

  private async removeOldUploads(): Promise<void> {
    for (const { name } of await readFolder(this.uploads)) {
      const path = join(this.uploads, name);
      const { mtimeMs } = (await stat(path).catch(unlessMissing)) ?? {};
      if (mtimeMs !== undefined && mtimeMs < Date.now() - MAX_PUT_MS) {
        await unlink(path).catch(unlessMissing);
      }
    }
  }
}

/** Closes the file in any case. @returns how many bytes there were */
async function writeAll(
  file: FileHandle,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  try {
    let size = 0;
    for await (const chunk of body) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
      size += chunk.length;
    }
    signal.throwIfAborted();
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** Else the name may be lost with the power, though the file is not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function describeFile(
  path: string,
  key: string,
): Promise<LogObject | undefined> {
  const found = await lstat(path).catch(unlessMissing);
  return found && { key, size: found.size, modifiedAt: found.mtimeMs };
}

/** In the order of names. */
async function readFolder(path: string): Promise<Dirent[]> {
  const entries =
    (await readdir(path, { withFileTypes: true }).catch(unlessMissing)) ?? [];
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) {
    throw error;
  }
}

function unlessThere(error: unknown): void {
  if (!isError(error) || error.code !== 'EEXIST') {
    throw error;
  }
}

const MISSING_CODES = ['ENOENT', 'ENOTDIR', 'ELOOP'];

function isMissing(error: unknown): boolean {
  return (
    isError(error) &&
    typeof error.code === 'string' &&
    MISSING_CODES.includes(error.code)
  );
}
