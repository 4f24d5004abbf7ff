import { useId, useState } from 'react'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button, ButtonLink, type ButtonVariant } from '#web/ui/button.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { ChoiceChip, ChoiceChips } from '#web/ui/choice-chip.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow, Form, FormActions, SubmitButton, type FormProblem } from '#web/ui/form.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { MoneyField } from '#web/ui/money-field.tsx'
import { PhoneField } from '#web/ui/phone-field.tsx'
import { RadioGroup } from '#web/ui/radio-group.tsx'
import { SearchField } from '#web/ui/search-field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { TimeChoice } from '#web/ui/time-choice.tsx'
import type { Sample } from './english.ts'
import { SampleGroup } from './sample.tsx'

export function Controls({ text }: { text: Sample }) {
  return (
    <>
      <Buttons text={text} />
      <Fields text={text} />
      <WrongForm text={text} />
      <Choices text={text} />
    </>
  )
}

const variants = ['primary', 'secondary', 'quiet', 'danger'] as const satisfies ButtonVariant[]

function Buttons({ text }: { text: Sample }) {
  return (
    <SampleGroup title={text.buttons}>
      <div className="gallery-states">
        <span>{text.rest}</span>
        <span>{text.hover}</span>
        <span>{text.focus}</span>
        <span>{text.off}</span>
        {variants.map((variant) => [
          <Button key="rest" variant={variant}>
            {text.move}
          </Button>,
          <Button key="hover" variant={variant} data-state="hover">
            {text.move}
          </Button>,
          <Button key="focus" variant={variant} data-state="focus">
            {text.move}
          </Button>,
          <Button key="off" variant={variant} reason={text.reason}>
            {text.move}
          </Button>,
        ])}
      </div>
      <Inline>
        <Button variant="primary" size="large" icon="plus">
          {text.book}
        </Button>
        <Button variant="primary" pending>
          {text.saving}
        </Button>
        <ButtonLink href="/ui">{text.open}</ButtonLink>
        <IconButton icon="bell" label={text.messages} />
        <IconButton icon="back" label={text.day} variant="secondary" />
        <Menu
          label={text.menu}
          entries={[
            { label: text.edit, icon: 'edit', href: '/ui' },
            { label: text.print, icon: 'print', onChoose: () => print() },
            { label: text.remove, icon: 'trash', danger: true, reason: text.removeReason, onChoose: () => undefined },
          ]}
        />
      </Inline>
    </SampleGroup>
  )
}

function Fields({ text }: { text: Sample }) {
  return (
    <SampleGroup title={text.fields}>
      <Form error={null} label={text.fields} onSubmit={() => undefined}>
        <TextField
          label={text.name}
          name="name"
          defaultValue={text.nameValue}
          hint={text.nameHint}
          data-state="focus"
        />
        <TextField
          label={text.email}
          name="email"
          type="email"
          dir="ltr"
          defaultValue="sari@"
          error={text.emailProblem}
        />
        <PhoneField label={text.phone} name="phone" defaultValue="0812 8840 1177" />
        <FieldRow>
          <MoneyField label={text.price} name="price" currency="IDR" defaultValue="275.000" />
          <DateField label={text.date} name="date" defaultValue="2026-11-20" />
        </FieldRow>
        <FieldRow>
          <SelectField
            label={text.teacher}
            name="teacher"
            placeholder={text.anyTeacher}
            options={[
              { value: '1', label: text.teacher1 },
              { value: '2', label: text.teacher2 },
            ]}
          />
          <TextField label={text.branch} name="branch" defaultValue={text.branch} disabled />
        </FieldRow>
        <TextArea label={text.note} name="note" defaultValue={text.noteValue} />
        <CheckboxField label={text.agree} name="agree" hint={text.agreeHint} defaultChecked />
        <RadioGroup
          label={text.payment}
          name="payment"
          defaultValue="transfer"
          options={[
            { value: 'transfer', label: text.transfer, hint: text.payLater },
            { value: 'desk', label: text.desk },
          ]}
        />
        <SearchField label={text.search} name="search" />
      </Form>
    </SampleGroup>
  )
}

/** The same form as the server answers it: its button shows the problem, so that the focus can be tried. */
function WrongForm({ text }: { text: Sample }) {
  const [error, setError] = useState<FormProblem | null>(null)
  return (
    <SampleGroup title={text.formTitle}>
      <Form
        error={error}
        label={text.formTitle}
        onSubmit={() =>
          setError({
            title: text.formTitle,
            detail: text.formDetail,
            errors: [
              { path: 'student', message: text.nameProblem },
              { path: 'lesson', message: text.danger },
            ],
          })
        }
      >
        <TextField label={text.name} name="student" />
        <FormActions>
          <SubmitButton pending={false}>{text.save}</SubmitButton>
          <Button variant="quiet" onClick={() => setError(null)}>
            {text.dialogNo}
          </Button>
        </FormActions>
      </Form>
    </SampleGroup>
  )
}

function Choices({ text }: { text: Sample }) {
  const [view, setView] = useState('day')
  const [attendance, setAttendance] = useState<string | null>('present')
  const [teacher, setTeacher] = useState('ratna')
  const group = useId()
  return (
    <>
      <SampleGroup title={text.choice}>
        <Segmented
          label={text.view}
          value={view}
          onChange={setView}
          options={[
            { value: 'day', label: text.day },
            { value: 'week', label: text.week },
            { value: 'month', label: text.month },
          ]}
        />
        <Segmented
          label={text.attendance}
          value={attendance}
          onChange={setAttendance}
          wide
          options={[
            { value: 'present', label: text.present, icon: 'check' },
            { value: 'late', label: text.late },
            { value: 'absent', label: text.absent },
          ]}
        />
        <ChoiceChips label={text.teacher}>
          {[
            { value: 'ratna', label: text.teacher1, hue: 6 as const },
            { value: 'yusuf', label: text.teacher2, hue: 4 as const },
          ].map((person) => (
            <ChoiceChip
              key={person.value}
              name={group}
              value={person.value}
              checked={teacher === person.value}
              onChange={setTeacher}
              label={person.label}
              detail={text.freeThursday}
              mark={<Avatar name={person.label} hue={person.hue} />}
            />
          ))}
        </ChoiceChips>
      </SampleGroup>
      <Times text={text} />
    </>
  )
}

function Times({ text }: { text: Sample }) {
  const ignore = () => undefined
  return (
    <SampleGroup title={text.times}>
      <Inline>
        <TimeChoice time="15:30" label={`${text.thursday} 15:30`} choice={null} onChoose={ignore} />
        <span className="gallery-time-hover">
          <TimeChoice time="15:45" label={`${text.thursday} 15:45`} choice={null} onChoose={ignore} />
        </span>
        <TimeChoice time="16:15" label={`${text.thursday} 16:15, ${text.timeFirst}`} choice={1} onChoose={ignore} />
        <TimeChoice time="10:00" label={`${text.friday} 10:00, ${text.timeSecond}`} choice={2} onChoose={ignore} />
        <span className="gallery-time-focus">
          <TimeChoice time="17:00" label={`${text.thursday} 17:00`} choice={null} onChoose={ignore} />
        </span>
        <TimeChoice time="18:30" label={`${text.thursday} 18:30`} choice={null} taken onChoose={ignore} />
      </Inline>
    </SampleGroup>
  )
}
