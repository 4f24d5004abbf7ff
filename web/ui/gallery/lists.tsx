import { useState } from 'react'
import { Avatar } from '#web/ui/avatar.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { ErrorState } from '#web/ui/error-state.tsx'
import type { Hue } from '#web/ui/hue.ts'
import { Inline } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { MarginList, MarginNow, MarginRow } from '#web/ui/margin-list.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Table, type Column, type Sorting } from '#web/ui/table.tsx'
import { TabLinks, Tabs } from '#web/ui/tabs.tsx'
import { Text } from '#web/ui/text.tsx'
import type { Sample } from './english.ts'
import { SampleGroup } from './sample.tsx'

const hues = [1, 2, 3, 4, 5, 6, 7, 8] as const satisfies Hue[]

export function Lists({ text }: { text: Sample }) {
  const [tab, setTab] = useState('lessons')
  return (
    <>
      <SampleGroup title={text.tabs}>
        <Tabs
          label={text.tabs}
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'lessons', label: text.lessons },
            { id: 'notes', label: text.notes, count: 3 },
            { id: 'invoices', label: text.invoices },
          ]}
        >
          <Text size={14}>{text.piano}</Text>
        </Tabs>
        <TabLinks
          label={text.files}
          links={[
            { href: '/ui', label: text.people, current: true },
            { href: '/ui?files', label: text.files, current: false },
          ]}
        />
      </SampleGroup>
      <SampleGroup title={text.badges}>
        <Inline>
          <Badge tone="success" icon="check">
            {text.confirmed}
          </Badge>
          <Badge tone="warn">{text.unmarked}</Badge>
          <Badge tone="danger">{text.overdue}</Badge>
          <Badge tone="accent">{text.request}</Badge>
          <Badge tone="info">{text.online}</Badge>
          <Badge>{text.draft}</Badge>
        </Inline>
        <Inline>
          {hues.map((hue) => (
            <Avatar key={hue} name={text.teacher1} hue={hue} />
          ))}
          <Avatar name={text.teacher2} size="small" />
          <Avatar name={text.teacher2} size="large" />
        </Inline>
        <div className="gallery-hues">
          {hues.map((hue) => (
            <span key={hue} data-hue={hue}>
              {text.subject} {hue}
            </span>
          ))}
        </div>
      </SampleGroup>
      <Rows text={text} />
      <Invoices text={text} />
      <States text={text} />
    </>
  )
}

function Rows({ text }: { text: Sample }) {
  return (
    <>
      <SampleGroup title={text.rows}>
        <div className="gallery-box">
          <List label={text.rows}>
            <ListRow
              title={text.row1}
              detail={text.row1Detail}
              mark={<Avatar name={text.row1} hue={6} />}
              end={text.when}
              href="/ui"
              current
            />
            <ListRow
              title={text.row2}
              detail={text.row2Detail}
              mark={<Avatar name={text.row2} hue={3} />}
              href="/ui?row"
              actions={<Button>{text.move}</Button>}
            />
          </List>
        </div>
      </SampleGroup>
      <SampleGroup title={text.margin}>
        <MarginList label={text.margin}>
          <MarginRow time="13:15" detail="14:00" past>
            {text.row2} <Badge tone="success">{text.present}</Badge>
          </MarginRow>
          <MarginRow time="15:30" detail={text.thursday}>
            {text.row1}
          </MarginRow>
          <MarginNow time="15:52" label={`${text.nowLabel} 15:52`} />
          <MarginRow time="16:15" detail={text.friday}>
            {text.noTime}
          </MarginRow>
        </MarginList>
      </SampleGroup>
    </>
  )
}

interface OpenInvoice {
  number: string
  family: string
  due: string
  amount: string
}

function Invoices({ text }: { text: Sample }) {
  const [sorting, setSorting] = useState<Sorting>({ column: 'number', direction: 'ascending' })
  const columns: Column<OpenInvoice>[] = [
    { id: 'number', title: text.invoice, sortable: true, cell: (row) => row.number },
    { id: 'family', title: text.family, cell: (row) => row.family },
    { id: 'due', title: text.due, cell: (row) => row.due, sortable: true, secondary: true },
    { id: 'amount', title: text.amount, cell: (row) => row.amount, numeric: true },
  ]
  const rows = [
    { number: '0418', family: text.family1, due: text.due1, amount: '1.100.000' },
    { number: '0431', family: text.family2, due: text.due2, amount: '1.100.000' },
    { number: '0432', family: text.family3, due: text.due2, amount: '825.000' },
  ]
  const shared = { columns, rowKey: (row: OpenInvoice) => row.number, empty: null }
  return (
    <SampleGroup title={text.invoices}>
      <Table
        {...shared}
        caption={text.table}
        rows={sorting.direction === 'ascending' ? rows : rows.toReversed()}
        rowHref={(row) => `/ui?invoice=${row.number}`}
        sorting={sorting}
        onSort={setSorting}
      />
      <Table {...shared} caption={text.loading} captionHidden rows={undefined} />
      <ShowMore label={text.more} pending={false} onMore={() => undefined} />
      <DefinitionList
        align="end"
        lines={[
          { term: text.prepaid, value: 'Rp 275.000' },
          { term: text.total, value: 'Rp 1.375.000', strong: true },
        ]}
      />
      <DefinitionList
        lines={[
          { term: text.guardian, value: text.row1 },
          { term: text.since, value: text.sinceValue },
        ]}
      />
    </SampleGroup>
  )
}

function States({ text }: { text: Sample }) {
  return (
    <SampleGroup title={text.states}>
      <EmptyState title={text.emptyTitle} action={<Button icon="plus">{text.emptyAct}</Button>}>
        {text.emptyText}
      </EmptyState>
      <Skeleton label={text.loading} rows={2} avatar />
      <ErrorState title={text.wrongTitle} action={<Button icon="refresh">{text.again}</Button>} reference="019a-44d1">
        {text.wrongText}
      </ErrorState>
    </SampleGroup>
  )
}
