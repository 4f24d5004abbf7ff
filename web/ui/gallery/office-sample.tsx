import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { BottomBar, Brand, OfficeFrame, Peek, Sidebar } from '#web/ui/frame.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Key } from '#web/ui/key.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { SearchField } from '#web/ui/search-field.tsx'
import { Figures } from '#web/ui/status-line.tsx'
import { Heading } from '#web/ui/text.tsx'
import { Rank } from '#web/ui/time-choice.tsx'
import type { Sample } from './english.ts'
import { sampleLinks } from './surfaces.tsx'
import { TimetableSample } from './timetable-sample.tsx'

export function OfficeSample({ text }: { text: Sample }) {
  const links = sampleLinks(text)
  return (
    <OfficeFrame
      skipLabel={text.skip}
      sidebar={
        <Sidebar
          label={text.navigation}
          links={links}
          top={
            <>
              <Brand name={text.school} detail={text.branch} />
              <SearchField label={text.palette} />
            </>
          }
        />
      }
      bottomBar={<BottomBar label={text.navigation} links={links} />}
      peek={
        <Peek label={text.inbox}>
          <List label={text.inbox}>
            <ListRow
              title={text.row1}
              detail={
                <>
                  <Badge tone="accent">{text.request}</Badge> {text.piano}
                </>
              }
            />
            <ListRow
              mark={<Rank choice={1} />}
              title={text.choice1}
              actions={<Button variant="primary">{text.save}</Button>}
            />
            <ListRow mark={<Rank choice={2} />} title={text.choice2} actions={<Button>{text.save}</Button>} />
          </List>
        </Peek>
      }
    >
      <div className="office-sample">
        <div className="office-sample-head">
          <Inline spread>
            <Inline>
              <Heading level={1} size={20}>
                {text.thursday} 19 {text.november}
              </Heading>
              <IconButton icon="back" label={text.day} />
              <IconButton icon="forward" label={text.week} />
            </Inline>
            <Button variant="primary" icon="plus">
              {text.book} <Key>N</Key>
            </Button>
          </Inline>
          <Figures
            figures={[
              { label: text.lessons, value: '34' },
              { label: text.unmarked, value: '2', tone: 'warn' },
            ]}
          />
        </div>
        <TimetableSample text={text} />
      </div>
    </OfficeFrame>
  )
}
