// In the file of React itself, so that React is made ready in a task of its own before ours begins.
export { hydrateRoot } from 'react-dom/client'
