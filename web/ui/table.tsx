import type { ReactNode } from 'react'
import { joinClasses } from './classes.ts'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './table.css'
import './skeleton.css'

export interface Column<Row> {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers and amounts stand at the end, so that digits meet. */
  numeric?: boolean
  /** Left out where the table is narrow. */
  secondary?: boolean
  /** Stands below the cell where the table is narrow, for what the secondary columns say elsewhere. */
  below?: (row: Row) => ReactNode
  /** Short and read as one: a number, a date. It is never broken. */
  whole?: boolean
  sortable?: boolean
}

export interface Sorting {
  column: string
  direction: 'ascending' | 'descending'
}

interface TableProps<Row> {
  caption: string
  /** When a heading above says the same. */
  captionHidden?: boolean
  columns: readonly Column<Row>[]
  /** Undefined while they are on their way. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  rowHref?: (row: Row) => string
  empty: ReactNode
  sorting?: Sorting
  onSort?: (sorting: Sorting) => void
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden = false, columns, rows, rowKey, rowHref, empty, sorting, onSort } = props
  if (rows?.length === 0) return <>{empty}</>

  return (
    // A table wider than the screen is scrolled with the arrow keys, so it has to take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-frame" aria-label={caption} tabIndex={0}>
      <table className="table" aria-busy={rows === undefined}>
        <caption>{captionHidden ? <VisuallyHidden>{caption}</VisuallyHidden> : caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? [1, 2, 3, 4, 5].map((row) => <SkeletonRow key={row} columns={columns} />)
            : rows.map((row) => (
                <tr key={rowKey(row)} data-link={rowHref ? true : undefined}>
                  {columns.map((column, position) => (
                    <td key={column.id} className={cellClass(column)}>
                      {position === 0 && rowHref ? (
                        <Link href={rowHref(row)} className="table-link">
                          {column.cell(row)}
                        </Link>
                      ) : (
                        column.cell(row)
                      )}
                      {column.below && <div className="table-below">{column.below(row)}</div>}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </section>
  )
}

interface HeadCellProps<Row> {
  column: Column<Row>
  sorting: Sorting | undefined
  onSort: ((sorting: Sorting) => void) | undefined
}

function HeadCell<Row>({ column, sorting, onSort }: HeadCellProps<Row>) {
  const direction = sorting?.column === column.id ? sorting.direction : undefined
  return (
    <th scope="col" className={cellClass(column)} aria-sort={direction}>
      {column.sortable && onSort ? (
        <button
          type="button"
          className="table-sort"
          onClick={() =>
            onSort({ column: column.id, direction: direction === 'ascending' ? 'descending' : 'ascending' })
          }
        >
          {column.title}
          {direction && <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />}
        </button>
      ) : (
        column.title
      )}
    </th>
  )
}

function SkeletonRow<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tr>
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column)} aria-hidden="true">
          <span className="skeleton-line" />
        </td>
      ))}
    </tr>
  )
}

function cellClass<Row>(column: Column<Row>) {
  return (
    joinClasses(
      column.numeric && 'table-number',
      column.secondary && 'table-secondary',
      column.whole && 'table-whole',
    ) || undefined
  )
}
