import { SignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';

export function GuestSignInPage(props: SignInPageProps) {
  return <SignInPage {...props} auto providers={['guest']} />;
}
