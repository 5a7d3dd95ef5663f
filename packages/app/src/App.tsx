import { createApp } from '@backstage/frontend-defaults';
import { guestSignIn } from './guestSignIn';
import { navigation } from './navigation';

/** The installed plugins are found by `app.packages` of the configuration. */
export const app = createApp({ features: [guestSignIn, navigation] });
