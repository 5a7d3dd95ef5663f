export interface Config {
  /**
   * The plugin Tekton Results: archives the runs of clusters.
   */
  tektonResults?: {
    /**
     * The clusters whose runs are archived. If there are none, the current
     * context of the kubeconfig in the environment variable `KUBECONFIG` is
     * used.
     */
    clusters?: Array<{
      /**
       * Name of the cluster: 1 to 63 lower-case letters, digits and dashes. It
       * is part of links and of every stored run, so it must not change.
       */
      name: string;
      /** Name for people. Default: `name`. */
      title?: string;
      /** Base URL of the Kubernetes API. */
      url: string;
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
      /**
       * Accepts any certificate: for trying out only. Default: false.
       */
      skipTLSVerify?: boolean;
    }>;
  };
}
