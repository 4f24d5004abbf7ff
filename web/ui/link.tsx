import { createContext, createElement, useContext, type ComponentProps, type ComponentType } from 'react'

export type LinkProps = ComponentProps<'a'> & { href: string }

const LinkComponent = createContext<ComponentType<LinkProps> | 'a'>('a')

/** Lets the application put its router behind every link of the design system. */
export const LinkProvider = LinkComponent.Provider

export function Link(props: LinkProps) {
  return createElement(useContext(LinkComponent), props)
}
