import './plain-text.css'

/** Text as it was written, lines and all, in its own direction: a mail. */
export function PlainText({ children }: { children: string }) {
  return (
    <div className="plain-text" dir="auto">
      {children}
    </div>
  )
}
