import './skip-link.css'

export function SkipLink({ label, target = 'content' }: { label: string; target?: string }) {
  return (
    <a className="skip-link" href={`#${target}`}>
      {label}
    </a>
  )
}
