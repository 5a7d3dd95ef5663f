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

import { timingSafeEqual } from 'node:crypto';

/** What somebody may do, in the manner of a Kubernetes role. */
export interface AccessRule {
  /** Default: every group. */
  apiGroups?: string[];
  /** Plural names, `pods/log` for subresources, `*` for all. */
  resources: string[];
  verbs: string[];
  /** Default: everywhere, also across namespaces. With namespaces, lists over all namespaces are refused. */
  namespaces?: string[];
  /** Default: objects of every name. */
  names?: string[];
}

/** A token that the server accepts, and who shows it. */
export interface TokenConfig {
  token: string;
  user: string;
  uid?: string;
  groups?: string[];
  /** Default: everything is allowed; an empty list allows nothing. */
  rules?: AccessRule[];
  /** Default: the server itself. */
  audiences?: string[];
  extra?: Record<string, string[]>;
}

/** Rules for users and groups, whatever they identify themselves with. */
export interface AccessBinding {
  users?: string[];
  groups?: string[];
  rules: AccessRule[];
}

/** Somebody as the server knows them. */
export interface UserInfo {
  username: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

/** One thing that somebody wants to do. */
export interface AccessAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  /** Empty: across all namespaces, or not in one. */
  namespace: string;
  name?: string;
}

/** The audience of tokens that are meant for the server itself. */
export const SERVER_AUDIENCE = 'https://kubernetes.default.svc.cluster.local';

/** Who is let in and what they may do. */
export interface AccessPolicyOptions {
  tokens?: TokenConfig[];
  bindings?: AccessBinding[];
  /** Ask everybody for an identity; default: when there are tokens. */
  required?: boolean;
}

/** Decides on tokens and on what users may do. Without tokens everybody may do everything. */
export class AccessPolicy {
  readonly required: boolean;
  private tokens: TokenConfig[];
  private bindings: AccessBinding[] | undefined;

  constructor(options: AccessPolicyOptions) {
    this.tokens = options.tokens ?? [];
    this.bindings = options.bindings;
    this.required = options.required ?? options.tokens !== undefined;
  }

  /** Replaces the tokens: those left out are wrong from now on. */
  setTokens(tokens: TokenConfig[]): void {
    this.tokens = tokens;
  }

  /** Replaces the rules for users and groups. */
  setBindings(bindings: AccessBinding[]): void {
    this.bindings = bindings;
  }

  findToken(token: string): TokenConfig | undefined {
    const shown = Buffer.from(token);
    return this.tokens.find(config => {
      const known = Buffer.from(config.token);
      return known.length === shown.length && timingSafeEqual(known, shown);
    });
  }

  isAllowed(
    user: Pick<UserInfo, 'username' | 'groups'>,
    attributes: AccessAttributes,
  ): boolean {
    if (!this.required || user.groups.includes('system:masters')) {
      return true;
    }
    const own = this.tokens.filter(config => config.user === user.username);
    if (own.some(config => config.rules === undefined)) {
      return true;
    }
    if (
      this.bindings === undefined &&
      own.length === 0 &&
      user.groups.includes('system:authenticated')
    ) {
      return true;
    }
    const bound = (this.bindings ?? []).filter(
      binding =>
        binding.users?.includes(user.username) ||
        binding.groups?.some(group => user.groups.includes(group)),
    );
    return [...own, ...bound]
      .flatMap(({ rules }) => rules ?? [])
      .some(rule => ruleAllows(rule, attributes));
  }
}

/** Whether one rule grants one wish. A rule about namespaces grants nothing across them. */
function ruleAllows(rule: AccessRule, attributes: AccessAttributes): boolean {
  const has = (list: string[], value: string) =>
    list.includes('*') || list.includes(value);
  const resource = attributes.subresource
    ? `${attributes.resource}/${attributes.subresource}`
    : attributes.resource;
  return (
    has(rule.verbs, attributes.verb) &&
    has(rule.resources, resource) &&
    (!rule.apiGroups || has(rule.apiGroups, attributes.group)) &&
    (!rule.namespaces ||
      (attributes.namespace !== '' &&
        has(rule.namespaces, attributes.namespace))) &&
    (!rule.names || (!!attributes.name && rule.names.includes(attributes.name)))
  );
}

/** The groups of a token's user: those of ServiceAccounts are implied by their name. */
export function groupsOf(config: TokenConfig): string[] {
  const account = /^system:serviceaccount:([^:]+):/.exec(config.user);
  return [
    ...new Set([
      ...(config.groups ?? []),
      ...(account
        ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`]
        : []),
      'system:authenticated',
    ]),
  ];
}
