import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';

export function AppSidebar({ navItems }: NavContentComponentProps) {
  return (
    <Sidebar>
      <SidebarSpace />
      <SidebarDivider />
      {navItems.rest().map(({ href, icon, title }) => (
        <SidebarItem key={href} to={href} icon={() => icon ?? null} text={title} />
      ))}
    </Sidebar>
  );
}
