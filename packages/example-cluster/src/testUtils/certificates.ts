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

/**
 * Certificates and keys for tests of TLS on 127.0.0.1. They protect nothing: everybody can read them.
 * The client is user `alice` of group `shop-team`.
 */
export const TEST_CERTIFICATES = {
  ca: `-----BEGIN CERTIFICATE-----
MIIBqTCCAU+gAwIBAgIUQkSO1KEH7IfuXA36wqTpwwk4/B0wCgYIKoZIzj0EAwIw
KTEnMCUGA1UEAwweZXhhbXBsZS1jbHVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2
MTEyMTA0NTczNloYDzIxMjYxMDI4MDQ1NzM2WjApMScwJQYDVQQDDB5leGFtcGxl
LWNsdXN0ZXIgdGVzdCBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQi1xObLfl9y38Ks+os6B2mjTiNYHELeZxHJMNHZDqP1CBDczLuELf2u/Zw0yiR
x7kKDyanfMFumd6groYdF0zBo1MwUTAdBgNVHQ4EFgQUH6YzJqvz+8XL2CNdr+b1
q+/oFu4wHwYDVR0jBBgwFoAUH6YzJqvz+8XL2CNdr+b1q+/oFu4wDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBFoO1ZM4vGqzb4PivxTjkFma35LBcq
ZtVZDhx49xtSOgIhAJ6dRNp4JCvldJpRmZq1y6pYm6rT0TGJ4y6IZ6desCAl
-----END CERTIFICATE-----
`,
  serverKey: `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIL0q4+veF0PPXAvvZ8tVdt+ILG9+CAgxoZvCSJiB0x1foAoGCCqGSM49
AwEHoUQDQgAEl4MNDpvdLNqrglOHIghja/2KWcm36t4INenVEY8aiCkCKvgyY0Kp
jd8QPdPd7r2Vfb8olGh3ZRhMqJtekHMNYA==
-----END EC PRIVATE KEY-----
`,
  serverCert: `-----BEGIN CERTIFICATE-----
MIIBoDCCAUWgAwIBAgIUWZaJqDt6EG8dIWSRnpJ7d1hoh04wCgYIKoZIzj0EAwIw
KTEnMCUGA1UEAwweZXhhbXBsZS1jbHVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2
MTEyMTA0NTczNloYDzIxMjYxMDI4MDQ1NzM2WjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASXgw0Om90s2quCU4ciCGNr/YpZ
ybfq3gg16dURjxqIKQIq+DJjQqmN3xA9093uvZV9vyiUaHdlGEyom16Qcw1go14w
XDAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwHQYDVR0OBBYEFIGtDzksTIuy
/lr2rSy4M9hotHKJMB8GA1UdIwQYMBaAFB+mMyar8/vFy9gjXa/m9avv6BbuMAoG
CCqGSM49BAMCA0kAMEYCIQCVswDVVGjsfgoLmoKrUpMhqTo+oifmdbvgEE9rI4fD
FAIhAJZgNd0KQshCmOP8JcyzcCyx0W/JIGfvL1q2hS3a7Ypv
-----END CERTIFICATE-----
`,
  clientKey: `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIK10Uodxyt9Wmc9XoaTh6U0tJyCCWhAj6Hms77F0mLMFoAoGCCqGSM49
AwEHoUQDQgAEro3uZM3SvwNZSHfaql+ZeDvrnXHpBcMZTZ3JsbI4TatCUxrh6PXp
6PYPq9CIxbB2NOi6YXhYY0hcR2ic8fMtig==
-----END EC PRIVATE KEY-----
`,
  clientCert: `-----BEGIN CERTIFICATE-----
MIIBSTCB8AIUWZaJqDt6EG8dIWSRnpJ7d1hoh08wCgYIKoZIzj0EAwIwKTEnMCUG
A1UEAwweZXhhbXBsZS1jbHVzdGVyIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMTA0
NTczNloYDzIxMjYxMDI4MDQ1NzM2WjAkMRIwEAYDVQQKDAlzaG9wLXRlYW0xDjAM
BgNVBAMMBWFsaWNlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEro3uZM3SvwNZ
SHfaql+ZeDvrnXHpBcMZTZ3JsbI4TatCUxrh6PXp6PYPq9CIxbB2NOi6YXhYY0hc
R2ic8fMtijAKBggqhkjOPQQDAgNIADBFAiB+vi6GpE8HQYJ6Ob0eXU4lZ5Qt9ufU
GUaGvZ3VV2aDewIhALg+8e0lUSl6kg4NZaRLz1xd/GUjc3qwONnnqtdwzrmC
-----END CERTIFICATE-----
`,
};
