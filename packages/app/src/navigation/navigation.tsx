import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { AppSidebar } from './AppSidebar';

/** The sidebar of the demo app. */
export const navigation = createFrontendModule({
  pluginId: 'app',
  extensions: [NavContentBlueprint.make({ params: { component: AppSidebar } })],
});
