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

import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import type {
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';

function AppSidebarItem({ href, icon, title }: NavContentNavItem) {
  return <SidebarItem to={href} icon={() => icon ?? null} text={title} />;
}

/** Pages at the top, the settings at the bottom. */
export function AppSidebar({ navItems }: NavContentComponentProps) {
  const settings = navItems.take('page:user-settings');
  return (
    <Sidebar>
      {navItems.rest().map(item => (
        <AppSidebarItem key={item.href} {...item} />
      ))}
      <SidebarSpace />
      <SidebarDivider />
      {settings && <AppSidebarItem {...settings} />}
    </Sidebar>
  );
}
