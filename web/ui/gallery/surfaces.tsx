import { Button } from '#web/ui/button.tsx'
import { Cover, CoverFacts } from '#web/ui/cover.tsx'
import { DateBlock } from '#web/ui/date-block.tsx'
import { BottomBar, Brand, Sidebar, TopNavigation, type NavigationLink } from '#web/ui/frame.tsx'
import { Section } from '#web/ui/layout.tsx'
import { ProgressBar } from '#web/ui/progress-bar.tsx'
import { Figures, StatusLine } from '#web/ui/status-line.tsx'
import { Step } from '#web/ui/step-heading.tsx'
import { StickyBar, SummaryCard, SummaryLine } from '#web/ui/summary-card.tsx'
import { Heading, Quote, Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Rank } from '#web/ui/time-choice.tsx'
import type { Sample } from './english.ts'
import { SampleGroup } from './sample.tsx'
import { TimetableSample } from './timetable-sample.tsx'

export function Surfaces({ text }: { text: Sample }) {
  return (
    <>
      <SampleGroup title={text.timetable}>
        <TimetableSample text={text} />
      </SampleGroup>
      <Booking text={text} />
      <Frames text={text} />
      <SampleGroup title={text.nextLesson}>
        <DateBlock weekday={text.tuesday} day="24" month={text.november}>
          <Text size={28} weight="strong">
            15:00
          </Text>
          <Text weight="strong">{text.violin}</Text>
          <Text size={14} tone="soft">
            {text.place}
          </Text>
        </DateBlock>
        <Section
          title={text.progress}
          count={3}
          size={14}
          action={
            <TextLink weight="strong" href="/ui?all">
              {text.open}
            </TextLink>
          }
        >
          <Quote>{text.noteValue}</Quote>
          <ProgressBar label={text.imported} value={640} max={1000} detail={text.importedDetail} />
          <ProgressBar label={text.prepaid} value={4} max={8} detail={text.prepaidDetail} look="marks" />
          <Figures
            figures={[
              { label: text.lessons, value: '34' },
              { label: text.held2, value: '2' },
              { label: text.unmarked, value: '2', tone: 'warn' },
            ]}
          />
        </Section>
      </SampleGroup>
    </>
  )
}

function Booking({ text }: { text: Sample }) {
  return (
    <>
      <SampleGroup title={text.cover}>
        <Cover
          title={text.coverTitle}
          edge="keys"
          top={
            <>
              <Brand name={text.school} />
              <Button variant="quiet" icon="language">
                {text.language}
              </Button>
            </>
          }
        >
          <p>{text.coverText}</p>
          <CoverFacts>
            <StatusLine icon="clock">{text.coverFact}</StatusLine>
            <StatusLine icon="place">{text.branch}</StatusLine>
          </CoverFacts>
        </Cover>
      </SampleGroup>
      <SampleGroup title={text.steps}>
        <div>
          <Step step={1} title={text.what} state="done" stateLabel={text.done}>
            {text.piano}
          </Step>
          <Step step={2} title={text.whenStep} state="current" stateLabel={text.current} />
          <Step step={3} title={text.who} state="coming" stateLabel={text.coming} />
        </div>
        <div className="gallery-still">
          <SummaryCard
            title={text.summary}
            detail={text.summaryDetail}
            note={text.bothHeld}
            action={
              <Button variant="primary" wide>
                {text.continue}
              </Button>
            }
          >
            <SummaryLine mark={<Rank choice={1} />} title={text.choice1} detail={text.firstChoice} />
            <SummaryLine mark={<Rank choice={2} />} title={text.choice2} detail={text.secondChoice} />
            <SummaryLine title={text.payLater} end="Rp 275.000" />
          </SummaryCard>
          <StickyBar
            action={
              <Button variant="primary" wide size="large">
                {text.continue}
              </Button>
            }
          >
            <SummaryLine mark={<Rank choice={1} />} title={text.choice1} detail={text.firstChoice} />
            <SummaryLine mark={<Rank choice={2} />} title={text.choice2} detail={text.secondChoice} />
          </StickyBar>
        </div>
      </SampleGroup>
    </>
  )
}

export function sampleLinks(text: Sample): NavigationLink[] {
  return [
    { href: '/ui?inbox', label: text.inbox, icon: 'inbox', count: 7, current: false },
    { href: '/ui?timetable', label: text.timetable, icon: 'calendar', current: true },
    { href: '/ui?people', label: text.people, icon: 'people', current: false },
    { href: '/ui?money', label: text.money, icon: 'cash', count: 0, current: false },
  ]
}

function Frames({ text }: { text: Sample }) {
  return (
    <SampleGroup title={text.frames}>
      <div className="gallery-box" data-density="work">
        <Sidebar
          label={text.navigation}
          links={sampleLinks(text)}
          top={<Brand name={text.school} detail={text.branch} />}
        />
      </div>
      <div className="gallery-box">
        <TopNavigation label={text.home} brand={<Brand name={text.school} />} links={sampleLinks(text).slice(0, 2)} />
        <div className="gallery-still">
          <BottomBar label={text.people} links={sampleLinks(text)} />
        </div>
      </div>
      <Heading level={3}>{text.school}</Heading>
    </SampleGroup>
  )
}
