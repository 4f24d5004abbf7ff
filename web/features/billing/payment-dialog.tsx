import { useState } from 'react'
import type { z } from 'zod'
import { PaymentMethod, recordPayment, type InvoiceRow } from '#contract/billing'
import { subtract } from '#platform/money.ts'
import { useNow } from '#web/app/clock.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { MoneyField } from '#web/ui/money-field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { readAmount, writeAmount, type AmountProblem } from './amounts.ts'
import { afterMoneyMoved } from './refresh.ts'

type Owed = Pick<z.output<typeof InvoiceRow>, 'familyId' | 'balance'> & { id?: z.output<typeof InvoiceRow>['id'] }

interface PaymentDialogProps {
  open: boolean
  onClose: () => void
  /** The invoice it pays first; without an id it pays the oldest open ones. */
  owed: Owed
}

export function PaymentDialog({ open, onClose, owed }: PaymentDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('billing.record_payment')} closeLabel={t('common.close')}>
      <PaymentForm owed={owed} onDone={onClose} />
    </Dialog>
  )
}

function PaymentForm({ owed, onDone }: { owed: Owed; onDone: () => void }) {
  const { t, formatMoney } = useI18n()
  const { organisation } = useMember()
  const toast = useToast()
  const today = useNow().toZonedDateTimeISO(organisation.zone).toPlainDate()
  const record = useAction(recordPayment, { refresh: afterMoneyMoved })
  const { balance, familyId, id } = owed
  const [text, setText] = useState(balance.amount > 0n ? writeAmount(balance) : '')
  const [problem, setProblem] = useState<AmountProblem | null>(null)
  const [method, setMethod] = useState<z.output<typeof PaymentMethod>>('transfer')
  const typed = readAmount(text, balance.currency)
  const over = 'money' in typed ? subtract(typed.money, balance) : null

  function submit(data: FormData) {
    if ('problem' in typed) return setProblem(typed.problem)
    record.run(
      {
        familyId,
        ...(id && { invoiceId: id }),
        method,
        received: typed.money,
        receivedOn: Temporal.PlainDate.from(textIn(data, 'receivedOn') || today),
        reference: textIn(data, 'reference'),
      },
      {
        onSuccess: ({ received }) => {
          toast({ message: t('billing.payment_recorded', { amount: formatMoney(received) }) })
          onDone()
        },
      },
    )
  }

  return (
    <Form error={record.error} onSubmit={submit}>
      <MoneyField
        label={t('billing.amount')}
        name="amount"
        currency={balance.currency}
        value={text}
        error={problem === null ? undefined : t(problem)}
        hint={t('billing.amount_hint')}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(null)
        }}
      />
      {over && over.amount > 0n && (
        <StatusLine icon="info" live>
          {t('billing.over_payment', { amount: formatMoney(over) })}
        </StatusLine>
      )}
      <Segmented
        wide
        label={t('billing.method')}
        value={method}
        onChange={setMethod}
        options={PaymentMethod.options.map((value) => ({ value, label: t(`billing.method_${value}`) }))}
      />
      <FieldRow>
        <DateField
          label={t('billing.received_on')}
          name="receivedOn"
          defaultValue={today.toString()}
          max={today.toString()}
        />
        <TextField label={t('billing.reference')} name="reference" maxLength={200} />
      </FieldRow>
      <FormActions>
        <SubmitButton pending={record.isPending}>
          {over && over.amount > 0n && 'money' in typed
            ? t('billing.record_more', { amount: formatMoney(typed.money) })
            : t('billing.record_payment')}
        </SubmitButton>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}
