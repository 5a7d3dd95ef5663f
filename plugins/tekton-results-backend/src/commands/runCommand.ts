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

import { toError } from '@backstage/errors';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE } from './exitCodes';
import { importCommand } from './import/importCommand';
import { UsageError } from './UsageError';

const COMMANDS: Readonly<
  Record<string, (argv: readonly string[]) => Promise<number>>
> = {
  import: importCommand,
};

const HELP = `tekton-results <command> [options]

  import   copies the history of a Tekton Results server into the archive

tekton-results <command> --help tells more.
`;

/**
 * Runs a command line of `tekton-results`, and says what went wrong if it does.
 *
 * @param argv - what follows the name of the program
 * @returns the exit code
 *
 * @public
 */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h') {
    process.stdout.write(HELP);
    return EXIT_OK;
  }
  try {
    if (!Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(
        `There is no command '${name}'; tekton-results --help lists them`,
      );
    }
    return await COMMANDS[name](rest);
  } catch (error) {
    process.stderr.write(`${toError(error).message}\n`);
    return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
  }
}
