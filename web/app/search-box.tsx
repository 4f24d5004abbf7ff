import { useEffect, useRef, useState } from 'react'
import { SearchField } from '#web/ui/search-field.tsx'

interface SearchBoxProps {
  label: string
  value: string | undefined
  onSearch: (text: string | undefined) => void
}

const pauseOfTyping = 200

/** Searches while one types, a moment after the last letter; follows the address when that changes by itself. */
export function SearchBox({ label, value = '', onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setText(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    <SearchField
      label={label}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        const wanted = event.target.value.trim()
        clearTimeout(timer.current)
        timer.current = setTimeout(() => {
          asked.current = wanted
          onSearch(wanted === '' ? undefined : wanted)
        }, pauseOfTyping)
      }}
    />
  )
}
