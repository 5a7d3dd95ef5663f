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

import type { HumanDuration } from '@backstage/types';

/**
 * How the runs of a cluster are archived and looked after. `docs/watching.md`
 * tells more, and which flag of Tekton Results is which setting. With a mistake in
 * it, runs are archived but nothing is written to them and none is deleted.
 */
interface WatcherSettings {
  /** Which runs are archived. Default: all of them. */
  archive?: {
    /** Default: all kinds. */
    kinds?: Array<'PipelineRun' | 'TaskRun' | 'CustomRun'>;
    /** By name; in patterns `*` stands for any text. */
    namespaces?: {
      /** Only these; if empty, all. Default: []. */
      include?: string[];
      /** Not these, even if included. Default: []. */
      exclude?: string[];
    };
    /** By name of the run, as with namespaces. */
    names?: {
      /** Default: []. */
      include?: string[];
      /** Default: []. */
      exclude?: string[];
    };
    /** Only runs with such labels, such as 'team in (a,b),!noise'. Default: ''. */
    labelSelector?: string;
    /**
     * Values of `spec.managedBy` of runs that are archived, besides Tekton's own.
     * Default: any.
     */
    managedBy?: string[];
    /**
     * Whether runs are stored from their creation on. Else they are stored when
     * they are finished, deleted or gone. Default: true.
     */
    incompleteRuns?: boolean;
  };
  /** Whether runs get the annotations of Tekton Results. Default: false. */
  annotations?: boolean;
  /**
   * Whether finalizers keep runs in the cluster until all of them is archived:
   *
   * - 'auto': if the credential may patch runs
   * - 'always'
   * - 'release': runs get none any more, and those that are there are released
   * - 'never': they are not touched, not even those of Tekton Results
   *
   * Default: 'auto'; 'never' for the cluster of `KUBECONFIG`.
   */
  finalizers?: 'auto' | 'always' | 'release' | 'never';
  /**
   * After which time completed runs are deleted from the cluster, counted from
   * when they were archived: a duration above 0, 'immediately', or 'never', with
   * which a cluster leaves the general setting out. Default: 'never'.
   */
  completedRunGracePeriod?: string | HumanDuration;
  /** Whether only runs that nothing owns are deleted. Default: true. */
  checkOwner?: boolean;
  /** Deletes only completed runs with such labels. Default: '', that is all. */
  labelSelector?: string;
  /**
   * For how long a deleted run is held for its logs and events, counted from when
   * its final state was stored: a duration above 0, or 'never', which is until they
   * are in. Default: 'never'.
   */
  storeDeadline?: string | HumanDuration;
  /**
   * For how long a finished TaskRun is held for those who forward its logs
   * elsewhere. Default: 0.
   */
  forwardBuffer?: string | HumanDuration;
  /**
   * Labels of root runs that their Result gets as annotations.
   * Default: ['tekton.dev/pipeline'].
   */
  summaryLabels?: string[];
  /** Annotations of root runs that their Result gets. Default: []. */
  summaryAnnotations?: string[];
  /** Whether Kubernetes Events of runs are archived. Default: true. */
  storeEvents?: boolean;
}

interface LogCaptureSettings {
  /**
   * After which time the logs of running steps are read, so that little is lost
   * with a pod that vanishes; up to an hour. It grows for steps that run long.
   * Default: '1m'.
   */
  interval?: string | HumanDuration;
  /** Whether logs of sidecars are captured. Default: false. */
  sidecars?: boolean;
  /** Whether logs of init containers are captured. Default: false. */
  initContainers?: boolean;
  /** How many logs are read from a cluster at once. Default: 8. */
  concurrency?: number;
}

/** How a server that keeps logs is reached, and when it has them. */
interface LogServerSettings {
  /** Base URL. Required. */
  url: string;
  /**
   * Bearer token.
   *
   * @visibility secret
   */
  token?: string;
  /** File with the token, read for each request. Instead of `token`. */
  tokenFile?: string;
  /** For basic authentication, with `password`. Instead of a token. */
  username?: string;
  /** @visibility secret */
  password?: string;
  /** File with the certificate authority (PEM). */
  caFile?: string;
  /** Accepts any certificate: for trying out only. Default: false. */
  skipTLSVerify?: boolean;
  /** How long one request may be silent. Default: '30s'. */
  timeout?: string | HumanDuration;
  /**
   * How long after a run has ended its last lines may arrive there.
   * Default: '10m'.
   */
  forwarderDelay?: string | HumanDuration;
  /** How many bytes of one log are given at most. Default: 268435456. */
  maxBytes?: number;
}

/** Logs in a Loki, as JSON objects, one a line. */
interface LokiReaderSettings extends LogServerSettings {
  type: 'loki';
  /** Sent as `X-Scope-OrgID`. Default: none. */
  tenant?: string;
  /**
   * Labels of all streams that are searched.
   * Default: { log_type: 'application' }.
   */
  labels?: { [name: string]: string };
  /** Label with the namespace. Default: 'kubernetes_namespace_name'. */
  namespaceLabel?: string;
  /** Where in a line, as paths of Loki's `json` stage. */
  fields?: {
    /**
     * Uid of the TaskRun.
     * Default: 'kubernetes.labels.tekton_dev_taskRunUID'.
     */
    uid?: string;
    /** Default: 'kubernetes.pod_name'. */
    pod?: string;
    /** Default: 'kubernetes.container_name'. */
    container?: string;
    /** The line itself. Default: 'message'. */
    message?: string;
  };
  /** Lines that are asked for at once; up to what Loki allows. Default: 1700. */
  pageSize?: number;
}

/** Logs in a Splunk. */
interface SplunkReaderSettings extends LogServerSettings {
  type: 'splunk';
  /** Name of the index. Required. */
  index: string;
  /** Names of fields. */
  fields?: {
    /**
     * Uid of the TaskRun.
     * Default: 'kubernetes.labels.tekton_dev_taskRunUID'.
     */
    uid?: string;
    /** Default: 'kubernetes.namespace_name'. */
    namespace?: string;
    /** Default: 'kubernetes.pod_name'. */
    pod?: string;
    /** Default: 'kubernetes.container_name'. */
    container?: string;
    /**
     * The line itself: what there is of these, one after another.
     * Default: ['message', 'structured.msg'].
     */
    messages?: string[];
  };
  /** How long a search may take. Default: '1m'. */
  searchTimeout?: string | HumanDuration;
  /** Lines that are asked for at once, up to 50000. Default: 10000. */
  pageSize?: number;
}

/** Logs in files of an object store. */
interface BlobReaderSettings {
  type: 'blob';
  /** Log driver of an object store that reads them, such as 's3'. Required. */
  driver: string;
  /**
   * Settings of that driver, as in `tektonResults.logs.drivers`. Default: those
   * that are there.
   *
   * @deepVisibility secret
   */
  settings?: { [name: string]: unknown };
  /**
   * Folder of a TaskRun. It has {{namespace}}, and {{record}} or {{uid}}, each as
   * a whole part between slashes; it may have {{result}} and {{name}}. Default:
   * '/{{namespace}}/{{result}}/{{record}}/'.
   */
  path?: string;
  /**
   * What tells parts of one file from each other in their names, as a regular
   * expression (RE2) such as '-\\d{10}'. Default: none, each file is whole.
   */
  multipart?: string;
  /** For how long logs may come late. Default: '10m'. */
  forwarderDelay?: string | HumanDuration;
}

export interface Config {
  /**
   * The plugin Tekton Results: archives the runs of clusters.
   */
  tektonResults?: {
    /**
     * The clusters whose runs are archived, besides those of the kubernetes
     * plugin. If there are none at all, the current context of the kubeconfig in
     * the environment variable `KUBECONFIG` is used or, without it, the cluster in
     * which the backend runs. `docs/clusters.md` has examples.
     */
    clusters?: Array<{
      /**
       * Name of the cluster: 1 to 63 lower-case letters, digits and dashes. It
       * is part of links and of every stored run, so it must not change.
       *
       * Required. This schema leaves that to the plugin, which reports a mistake
       * on its pages, where a schema would stop the backend.
       */
      name?: string;
      /** Name for people. Default: `name`. */
      title?: string;
      /**
       * False: its runs are not archived, wherever it is described. What is
       * archived stays. Default: true.
       */
      enabled?: boolean;
      /**
       * Whether it is meant by requests to the API that name no cluster. While it is
       * not there, no other stands in for it. Default: the first cluster is.
       */
      default?: boolean;
      /**
       * Base URL of the Kubernetes API. Without it, and without any other setting
       * of the connection, this tells about a cluster of that name which is
       * described elsewhere.
       */
      url?: string;
      /**
       * The cluster in which the backend runs, with the service account of its
       * pod. Instead of `url` and all else about the connection.
       */
      inCluster?: true;
      /**
       * Bearer token of a service account that may get, list and watch
       * pipelineruns, taskruns and customruns of `tekton.dev`.
       *
       * @visibility secret
       */
      token?: string;
      /** File with the token, read for each request. Instead of `token`. */
      tokenFile?: string;
      /** Certificate authority of the cluster: base64 of PEM. */
      caData?: string;
      /** File with the certificate authority (PEM). Instead of `caData`. */
      caFile?: string;
      /** Client certificate, instead of a token: base64 of PEM. */
      clientCertData?: string;
      /** File with the client certificate (PEM), read for each request. */
      clientCertFile?: string;
      /**
       * Key of the client certificate: base64 of PEM.
       *
       * @visibility secret
       */
      clientKeyData?: string;
      /** File with the key of the client certificate (PEM). */
      clientKeyFile?: string;
      /**
       * URL of an HTTP proxy, or false for none. Default: what `HTTPS_PROXY`,
       * `HTTP_PROXY` and `NO_PROXY` say.
       *
       * @visibility secret
       */
      proxy?: string | false;
      /**
       * Accepts any certificate: for trying out only. Default: false.
       */
      skipTLSVerify?: boolean;
      /**
       * The namespaces to watch, each by itself, so that rights in these are
       * enough. Default: all, for which the rights must hold in all at once.
       */
      namespaces?: string[];
      /**
       * Issuers (`iss`) of the tokens that this cluster accepts, for
       * `api.kubernetesAuth`: of its service accounts, and of an identity
       * provider that it trusts. Default: the issuer that the cluster names at
       * `/.well-known/openid-configuration`.
       */
      tokenIssuers?: string[];
      /**
       * Where else runs of this cluster are shown, such as its console. The page
       * of a run has these links for as long as the run is in the cluster.
       */
      links?: Array<{
        /** What the link is called. Required. */
        title?: string;
        /**
         * Such as 'https://dashboard.example.com/#/namespaces/{{namespace}}/{{resource}}/{{name}}';
         * there are {{cluster}}, {{namespace}}, {{kind}}, {{resource}}, {{name}}
         * and {{uid}}. Required.
         */
        url?: string;
      }>;
      /** What differs from `tektonResults.watcher` for this cluster. */
      watcher?: WatcherSettings;
      /** What differs from `tektonResults.logs` for this cluster. */
      logs?: {
        /** Whether its logs are captured. Default: as `tektonResults.logs`. */
        enabled?: boolean;
        /** Default: as `tektonResults.logs.capture`. */
        capture?: LogCaptureSettings;
        /**
         * Where its logs are, if others keep them: then none are captured, and
         * they are read there. With a mistake in it, they cannot be read.
         * `docs/log-storage.md` tells more.
         */
        reader?: LokiReaderSettings | SplunkReaderSettings | BlobReaderSettings;
      };
    }>;
    /**
     * Where clusters are looked for. Of clusters of one name the one of the first
     * source counts. Default: 'config' (`clusters`) and 'kubernetes' (the
     * configuration of the kubernetes plugin); if they have none, 'kubeconfig' or
     * 'inCluster'.
     */
    clusterSources?: Array<
      'config' | 'kubernetes' | 'inCluster' | 'kubeconfig'
    >;
    /**
     * How clusters are watched, unless a cluster says otherwise. For those that
     * `clusters` does not describe, `finalizers` is 'never' by default.
     */
    watcher?: WatcherSettings;
    /**
     * How the logs of steps are kept. `docs/logs.md` and `docs/log-storage.md`
     * tell more.
     */
    logs?: {
      /** Whether logs are captured. Default: true. */
      enabled?: boolean;
      /**
       * What keeps new logs: 'database', 'filesystem', or what a module adds.
       * Default: 'database'.
       */
      driver?: string;
      /**
       * Settings of what keeps logs. Old logs can be read as long as the settings
       * of what keeps them are here; the database needs none.
       */
      drivers?: {
        filesystem?: {
          /** Absolute path of a folder for logs alone. Required. */
          directory?: string;
        };
      };
      /** Which logs are captured, and how. */
      capture?: LogCaptureSettings & {
        /**
         * How long a log may be; of a longer one the beginning is stored. Such as
         * '64MiB' or a number of bytes, up to 16384MiB. Default: '256MiB'.
         */
        maxBytes?: string | number;
      };
      /**
       * What is replaced, line by line and in this order, before logs are stored.
       * With a mistake in it no logs are captured. Default: [].
       */
      redact?: Array<{
        /** Regular expression (RE2). Required. */
        pattern?: string;
        /**
         * What stands in its place, in one line; `$1` is what its first group
         * found, and `$$` a dollar sign.
         * Default: '[redacted]'.
         */
        replacement?: string;
      }>;
    };
    /**
     * What is removed when it is old. Without this section nothing ever is; with a
     * mistake in it nothing is until that is corrected. `docs/retention.md` tells
     * more.
     *
     * Ages are a number of days, or such as '30d', '36h30m' or { days: 30 }.
     */
    retention?: {
      /**
       * When jobs start: cron as in Tekton Results, such as '5 5 * * 0' or
       * 'CRON_TZ=Europe/Berlin 0 3 * * *', or a duration. Default: '24h'.
       */
      schedule?: string | HumanDuration;
      /** The name of `schedule` in Tekton Results. */
      runAt?: string;
      /**
       * After which age runs go that no policy matches, or 'forever'. Default: they
       * stay, unless `maxBytes` takes them.
       */
      defaultRetention?: string | number | HumanDuration;
      /** The old name of `defaultRetention` in Tekton Results. */
      maxRetention?: string | number | HumanDuration;
      /**
       * For how long which runs are kept: the first that matches a run decides. Or
       * this list as a text in YAML, as in the ConfigMap of Tekton Results.
       * Default: [].
       */
      policies?:
        | string
        | Array<{
            /** Default: its number. */
            name?: string;
            /** Which runs: those that meet all of this. Default: all. */
            selector?: {
              matchClusters?: string[];
              matchNamespaces?: string[];
              matchKinds?: Array<'PipelineRun' | 'TaskRun' | 'CustomRun'>;
              /**
               * Names of pipelines. Of runs that bring theirs along: what
               * Pipelines-as-Code calls it, or what their names are made of.
               */
              matchPipelines?: string[];
              /** Reasons of the first condition, such as 'Succeeded'. */
              matchStatuses?: string[];
              /** Keys with values, of which each run must have one. */
              matchLabels?: { [key: string]: string[] };
              matchAnnotations?: { [key: string]: string[] };
              /** In CEL, as for Records: `docs/filtering.md`. */
              filter?: string;
            };
            /** After which age runs go, or 'forever'. Required. */
            retention?: string | number | HumanDuration;
            /** After which age their logs go. Default: with the run. */
            logs?: string | number | HumanDuration;
            /** After which age their events go. Default: with the run. */
            events?: string | number | HumanDuration;
            /**
             * How many runs of each pipeline stay whatever their age, or of each
             * pipeline and branch of a repository: { count: 5, per: 'branch' }.
             * Default: none.
             */
            keepLast?:
              | number
              | string
              | { count?: number | string; per?: 'pipeline' | 'branch' };
          }>;
      /**
       * How many bytes may be stored, such as '50GiB'. Above that the oldest runs
       * go, whatever their age. Default: any.
       */
      maxBytes?: {
        total?: string | number;
        /** Of each namespace of each cluster. */
        perNamespace?: string | number;
      };
      /**
       * For how long links tell why a run is gone, and imports leave it out.
       * Default: '365d'.
       */
      tombstones?: string | number | HumanDuration;
      /** After which time a job stops; the next one goes on. Default: '1h'. */
      maxDuration?: string | number | HumanDuration;
      /** Between two batches of a job, up to a minute. Default: '100ms'. */
      pause?: string | number | HumanDuration;
      /** Removes runs of namespaces that are not in their cluster any more. */
      deletedNamespaces?: {
        /** After which age. Required. */
        after?: string | number | HumanDuration;
      };
    };
    /**
     * What one request with a filter, or for a summary, may look at. When it
     * ends, a page is short and says where to go on; a summary is refused.
     */
    filters?: {
      /**
       * Stored objects that are read, for what no column can answer.
       * Default: 100000.
       */
      maxScannedRecords?: number;
      /** Time, such as '5s' or { seconds: 5 }. Default: '5s'. */
      maxScanTime?: string | HumanDuration;
    };
    /**
     * The API that is compatible with that of Tekton Results.
     */
    api?: {
      /**
       * Serves it at the root of the backend, too: at
       * `/apis/results.tekton.dev` and `/healthz`, for clients that cannot be
       * given a path. Default: false.
       */
      rootMount?: boolean;
      /**
       * How often one address may ask at the root; each replica counts for
       * itself. Below `/api/tekton-results` the setting
       * `backend.rateLimit.plugin.tekton-results` holds instead.
       */
      rateLimit?: {
        /** Requests in each window. Default: 6000. */
        requests?: number;
        /** Up to a day, such as '1m' or { minutes: 1 }. Default: '1m'. */
        window?: string | HumanDuration;
      };
      /**
       * The largest message that a request may carry, such as '4MiB', '512KiB'
       * or a number of bytes; up to 64MiB. Default: '4MiB', as Tekton Results.
       */
      maxBodySize?: string | number;
      /**
       * How much each caller may ask for of what reads many stored objects: lists
       * with filters that no index answers, and summaries. Whoever asks for more
       * gets 429 and has to wait. Each replica counts for itself.
       */
      expensiveRequests?: {
        /** Default: 120. */
        perMinute?: number;
        /** At the same time. Default: 4. */
        concurrent?: number;
      };
      /**
       * Callers who come with a token of a cluster, as they do to Tekton
       * Results. Their cluster decides who they are and what they may do.
       */
      kubernetesAuth?: {
        /** Lets them in. Default: false. */
        enabled?: boolean;
        /**
         * Lets those act as others whom their cluster lets do so, by the headers
         * `Impersonate-User`, `-Group`, `-Uid` and `-Extra-…`. Default: true.
         */
        impersonation?: boolean;
        /**
         * Audiences, one of which a token must be meant for. With one of their
         * own, tokens for here are of no use at the cluster, and others of no
         * use here. Default: none, for tokens that are meant for the cluster.
         */
        audiences?: string[];
        /**
         * For how long a cluster's answer is used, and so a token that was taken
         * back, or a right; refusals for 2 seconds at most. Up to a minute, such
         * as '10s' or { seconds: 10 }. Default: '10s'.
         */
        cacheTime?: string | HumanDuration;
      };
    };
  };
}
