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
       *
       * Required, like `url`. This schema leaves that to the plugin, which
       * reports a mistake on its pages, where a schema would stop the backend.
       */
      name?: string;
      /** Name for people. Default: `name`. */
      title?: string;
      /** Base URL of the Kubernetes API. Required. */
      url?: string;
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
